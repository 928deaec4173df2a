"""What must always hold on the ground floor, asked of the rows themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bureau import selectors
from bureau.models import Job

LONGEST_JOB = timedelta(hours=1)


class Breach(NamedTuple):
    """One thing that must not be: which rule is broken, and where."""

    rule: str
    where: str


def breaches(*, at: datetime) -> Iterator[Breach]:
    """Name what is broken: links of the trail, jobs that neither end nor fail."""
    for fault in selectors.trail_faults(at=at):
        yield Breach(f"trail: {fault.kind.value}", fault.at)
    stuck = Job.objects.filter(finished_at__isnull=True, created_at__lt=at - LONGEST_JOB)
    for job in stuck.order_by("created_at"):
        yield Breach("job neither done nor failed after an hour", str(job.pk))
