"""Jobs of the ground floor: each reads the clock and makes one call; run again it does no harm."""

from celery import shared_task
from celery.utils.log import get_task_logger
from django.conf import settings
from django.utils import timezone, translation

from bureau import anchors, services
from bureau.channels import Email
from bureau.health import BEAT
from bureau.models import ExportRequest
from bureau.selectors import work_calendar

AT_ONCE = 20_000
logger = get_task_logger(__name__)


@shared_task
def seal_acts() -> None:
    """Seal what was committed since the last minute; anchor the end, and each day that is over.

    A missed run is made up by the next one, and so are missed days: what is unsealed and which
    days have no anchor is looked for, not remembered.
    """
    at = timezone.now()
    sealed = services.seal_acts(at=at, most=AT_ONCE)
    if sealed or not anchors.is_kept(anchors.LATEST):
        services.anchor_chain()
    anchored = [services.anchor_chain(day=day) for day in services.days_to_anchor(at=at)]
    if any(anchored):
        services.seal_acts(at=at, most=AT_ONCE, everywhere=True)


@shared_task
def sweep_files() -> None:
    """Delete what a killed process left in the file store, and say what it was."""
    if removed := services.sweep_files(at=timezone.now()):
        logger.warning("deleted files that no row names: %s", ", ".join(removed))


@shared_task
def beat() -> None:
    """Say that the beat calls and a worker answers."""
    services.note_beat(name=BEAT, at=timezone.now())


@shared_task
def forget_visitors() -> None:
    """Forget who was at the public's doors on days that are over."""
    services.forget_visitors(at=timezone.now())


@shared_task
def send_notices() -> None:
    """Send the letters that are due by now."""
    came_out = services.send_due(channel=Email(), at=timezone.now(), calendar=work_calendar())
    if came_out:
        logger.info("letters: %s", dict(came_out))


@shared_task
def build_export(request_id: str) -> None:
    """Write one list, in the language of whoever asked for it."""
    request = ExportRequest.objects.select_related("by", "job").get(pk=request_id)
    try:
        with translation.override(request.by.language or settings.LANGUAGE_CODE):
            services.build_export(request, at=timezone.now(), clock=timezone.now)
    except Exception:
        # A fault of ours: tell the person at once, and leave the traceback to the log.
        services.fail_export(request, at=timezone.now())
        raise


@shared_task
def tend_exports() -> None:
    """Take up what no worker was told of, and delete the files whose day is over."""
    at = timezone.now()
    for request in services.exports_not_built(at=at):
        build_export.delay(str(request.pk))
    services.expire_exports(at=at)


@shared_task
def purge_kept_answers() -> None:
    """Throw away the answers of the API that no repetition will ask for any more."""
    services.purge_kept_answers(at=timezone.now())
