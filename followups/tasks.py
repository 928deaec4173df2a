"""Follow-up jobs: each reads the clock, makes one call, and can be run again at any time."""

from celery import Task, shared_task
from celery.utils.log import get_task_logger
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

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
    at = timezone.now()
    for upload in services.requeue_stuck_uploads(at=at):
        check_upload.delay(str(upload.pk))
    for upload in services.marks_not_made(at=at):
        mark_problems.delay(str(upload.pk))


@shared_task
def mark_problems(upload_id: str) -> None:
    """Make the marked copy of one handed-in workbook, in the language of whoever handed it in."""
    upload = Upload.objects.select_related("by", "marking_job").get(pk=upload_id)
    language = (upload.by and upload.by.language) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            services.mark_problems(upload, at=timezone.now())
    except Exception:
        services.fail_marking(upload, at=timezone.now())
        raise


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
