"""What the clock does with complaints. Each task reads the clock and calls one service."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from bureau.selectors import work_calendar
from complaints import services

logger = logging.getLogger(__name__)


@shared_task
def list_supervised(*, at: str | None = None) -> None:
    """List what is long unsolved or repeated by `at`, an ISO instant; now if left out."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    listed = services.list_supervised(at=moment)
    if listed:
        logger.info("listed %d for supervision", listed)


@shared_task
def remind_of_cases(*, at: str | None = None) -> None:
    """Warn of clocks and carry them further by `at`, an ISO instant; now if left out."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    said = services.remind_of_cases(at=moment, calendar=work_calendar())
    if said:
        logger.info("said of %d clocks of cases that they are due", said)


@shared_task
def draw_rechecks(*, at: str | None = None) -> None:
    """Draw the re-checks of the months that are over by `at`, an ISO instant; now if left out."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    drawn = services.draw_rechecks(at=moment)
    if drawn:
        logger.info("drew %d unsubstantiated cases to be re-checked", drawn)
