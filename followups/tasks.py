"""Follow-up jobs: each reads the clock, makes one call, and can be run again at any time."""

from datetime import date, datetime

from celery import shared_task
from celery.utils.log import get_task_logger
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from bureau.hints import hint as hint
from bureau.models import Institution
from bureau.selectors import work_calendar
from followups import selectors, services
from followups.models import Upload
from followups.rules import register as rules

logger = get_task_logger(__name__)


@shared_task
def check_upload(upload_id: str) -> None:
    """Read and check one handed-in workbook, or take in what a hospital's system sent."""
    upload = Upload.objects.get(pk=upload_id)
    try:
        if upload.payload_id:
            place = [upload.register.month, upload.pk]
            result_url = reverse("api_registers:submission", args=place)
            services.take_push(upload, at=timezone.now(), result_url=result_url)
        else:
            services.check_upload(upload, at=timezone.now(), clock=timezone.now)
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
            services.mark_problems(upload, at=timezone.now(), clock=timezone.now)
    except Exception:
        services.fail_marking(upload, at=timezone.now())
        raise


@shared_task
def reconcile_registers() -> None:
    """Have every month settled and every institution drawn from whose turn it is, each by itself.

    One that fails is written down and keeps nothing else from going on; the next tick finds it.
    """
    this_month = rules.first_of_month(timezone.localdate())
    for month in selectors.months_to_reconcile(this_month):
        settle_month.delay(f"{month:%Y-%m-%d}")
    for institution in selectors.institutions_to_draw():
        draw_institution.delay(institution.pk)


@shared_task
def settle_month(month: str) -> None:
    """Open one month and build the report that is due by now, then have its lists drawn."""
    at = timezone.now()
    day = date.fromisoformat(month)
    with services.recorded("close_month", f"{day:%Y-%m}", at=at):
        services.settle_month(month=day, at=at)
    for institution in selectors.institutions_to_draw().filter(registers__month=day):
        draw_institution.delay(institution.pk)


@shared_task
def draw_institution(institution_id: int) -> None:
    """Draw the lists that one institution's closed months still lack."""
    at = timezone.now()
    house = Institution.objects.get(pk=institution_id)
    with services.recorded("draw_spot_checks", str(house), at=at, institution=house):
        services.draw_institution(institution=house, at=at)


@shared_task
def remind_of_registers(*, at: str | None = None) -> None:
    """Remind of what is not in by `at`, an ISO instant with its offset; now if left out."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    said = services.remind_of_registers(at=moment, calendar=work_calendar())
    if said:
        logger.info("said of %d registers or months that they are not in", said)


@shared_task
def remind_of_doubts(*, at: str | None = None) -> None:
    """Remind of follow-ups in doubt by `at`, an ISO instant with its offset; now if left out."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    if said := services.remind_of_doubts(at=moment, calendar=work_calendar()):
        logger.info("said of %d follow-ups in doubt that they are not decided", said)


@shared_task
def open_clusters(*, at: str | None = None) -> None:
    """Put into the ledger what many patients named by `at`, an ISO instant; now if left out."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    if opened := services.open_clusters(at=moment):
        logger.info("opened %d ledger drafts for clusters of opinions", opened)
