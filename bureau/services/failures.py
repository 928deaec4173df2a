"""What went wrong in the background, written down so that the rest can go on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from bureau.models import Institution, Job
from bureau.services.jobs import finish_job, queue_job

logger = logging.getLogger(__name__)


@contextmanager
def recorded(
    kind: str, what: str, *, at: datetime, institution: Institution | None = None
) -> Iterator[None]:
    """Write down a fault of ours and let the others go on: the next run tries again.

    The log has each traceback; the row is one a day for each cause, for those who look after
    the system.
    """
    try:
        yield
    except Exception as fault:
        logger.exception("%s failed for %s", kind, what)
        failure = f"{what}: {type(fault).__name__}"
        if not _is_known_today(kind, failure, at):
            job = queue_job(kind=kind, by=None, institution=institution, at=at)
            finish_job(job, at=at, failure=failure)


def _is_known_today(kind: str, failure: str, at: datetime) -> bool:
    day = timezone.localdate(at)
    return Job.objects.filter(kind=kind, failure=failure, created_at__date=day).exists()
