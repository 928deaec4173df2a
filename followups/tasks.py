"""Follow-up jobs: each reads the clock, makes one call, and can be run again at any time."""

from celery import Task, shared_task
from celery.utils.log import get_task_logger
from django.db import transaction
from django.utils import timezone

from followups import services
from followups.models import Upload

logger = get_task_logger(__name__)


@shared_task
def check_upload(upload_id: str) -> None:
    """Read and check one handed-in workbook."""
    upload = Upload.objects.get(pk=upload_id)
    try:
        services.check_upload(upload, at=timezone.now())
    except Exception:
        # A fault of ours: tell the person at once, and leave the traceback to the log.
        services.fail_upload(upload, at=timezone.now())
        raise


@shared_task
def check_waiting_uploads() -> None:
    """Take up what no worker was told of, or what one took up and never finished."""
    for upload in services.requeue_stuck_uploads(at=timezone.now()):
        check_upload.delay(str(upload.pk))


@shared_task
def mark_problems(upload_id: str) -> None:
    """Make the marked copy of one handed-in workbook."""
    services.mark_problems(Upload.objects.get(pk=upload_id), at=timezone.now())


@shared_task
def reconcile_registers() -> None:
    """Open, report on, close and draw whatever months are due by now."""
    services.reconcile(at=timezone.now())


def hint(task: Task, *arguments: str) -> None:
    """Tell a worker that there is work, once the transaction stands.

    Without a broker the hint is lost and nothing else: the sweep finds the row.
    """

    def send() -> None:
        try:
            task.delay(*arguments)
        except task.OperationalError:
            logger.warning("no broker for %s: the sweep will find it", task.name)

    transaction.on_commit(send)
