"""What the clock does in the ledger. Each task reads the clock and calls one service."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from bureau.selectors import work_calendar
from rectification import services

logger = logging.getLogger(__name__)


@shared_task
def remind_of_items(*, at: str | None = None) -> None:
    """Remind of what the ledger owes by `at`, an ISO instant with its offset; now if left out."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    said = services.remind_of_items(at=moment, calendar=work_calendar())
    if said:
        logger.info("said of %d ledger items that they are due", said)


@shared_task
def draw_look_backs(*, at: str | None = None) -> None:
    """Draw the look-backs of the months that are over by `at`, an ISO instant; now if left out."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    if planned := services.draw_look_backs(at=moment):
        logger.info("planned %d look-backs", planned)
