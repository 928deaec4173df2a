"""What must always hold on the ground floor, asked of the rows themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bureau import selectors
from bureau.models import Delivery, Job
from bureau.sending import DeliveryState

LONGEST_JOB = timedelta(hours=1)
LONGEST_CLAIM = timedelta(hours=1)
# Over the longest holidays nothing goes out.
LONGEST_REST = timedelta(days=10)


class Breach(NamedTuple):
    """One thing that must not be: which rule is broken, and where."""

    rule: str
    where: str


def breaches(*, at: datetime) -> Iterator[Breach]:
    """Name what is broken: links of the trail, jobs and letters that never end."""
    for fault in selectors.trail_faults(at=at):
        yield Breach(f"trail: {fault.kind.value}", fault.at)
    stuck = Job.objects.filter(finished_at__isnull=True, created_at__lt=at - LONGEST_JOB)
    for job in stuck.order_by("created_at"):
        yield Breach("job neither done nor failed after an hour", str(job.pk))
    unreported = Delivery.objects.filter(
        state=DeliveryState.CLAIMED, claimed_at__lt=at - LONGEST_CLAIM
    )
    unsent = Delivery.objects.to_send().filter(next_try_at__lt=at - LONGEST_REST)
    for letter in (unreported | unsent).order_by("pk"):
        yield Breach("letter neither sent nor dead in its time", str(letter.pk))
