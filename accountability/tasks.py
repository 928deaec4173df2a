"""What the clock does in accountability: counts each minute, terms each hour."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from accountability import services
from bureau.selectors import work_calendar

logger = logging.getLogger(__name__)


@shared_task
def end_terms(*, at: str | None = None) -> None:
    """End terms of statements and measures that are over, as of `at`, an ISO instant; or now."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    if done := services.end_terms(at=moment):
        logger.info("ended %d terms", done)


@shared_task
def remind_of_assessments(*, at: str | None = None) -> None:
    """Tell units which pending appointments end, as of `at`, an ISO instant; or now."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    if said := services.remind_of_assessments(at=moment, calendar=work_calendar()):
        logger.info("said of %d pending appointments that they end", said)


@shared_task
def reconcile_counts(*, at: str | None = None) -> None:
    """Bring counts and proposals in step with the findings, as of `at`, an ISO instant; or now."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    if done := services.reconcile(at=moment):
        logger.info("brought %d people and institutions in step with the findings", done)
