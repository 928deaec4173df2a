"""What the clock asks of the ground floor."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from bureau import services

AT_ONCE = 20_000


@shared_task
def seal_acts() -> None:
    """Seal what was committed since the last minute; anchor the end, and once the day before.

    A missed run is made up by the next one: what is unsealed is looked for, not remembered.
    """
    at = timezone.now()
    sealed = services.seal_acts(at=at, most=AT_ONCE)
    if sealed:
        services.anchor_chain()
    yesterday = timezone.localdate(at) - timedelta(days=1)
    if services.anchor_chain(day=yesterday):
        services.seal_acts(at=at, most=AT_ONCE, everywhere=True)


@shared_task
def purge_kept_answers() -> None:
    """Throw away the answers of the API that no repetition will ask for any more."""
    services.purge_kept_answers(at=timezone.now())
