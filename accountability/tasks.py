"""What the clock does in accountability: counts each minute, terms each hour."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from accountability import services

logger = logging.getLogger(__name__)


@shared_task
def end_terms(*, at: str | None = None) -> None:
    """End terms of statements and measures that are over, as of `at`, an ISO instant; or now."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    if done := services.end_terms(at=moment):
        logger.info("ended %d terms", done)


@shared_task
def reconcile_counts(*, at: str | None = None) -> None:
    """Bring counts and proposals in step with the findings, as of `at`, an ISO instant; or now."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    if done := services.reconcile(at=moment):
        logger.info("brought %d people and institutions in step with the findings", done)
