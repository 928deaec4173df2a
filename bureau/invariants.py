"""What must always hold on the ground floor, asked of the rows themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bureau import selectors
from bureau.models import Act, Job, RuleVersion

LONGEST_JOB = timedelta(hours=1)


class Breach(NamedTuple):
    """One thing that must not be: which rule is broken, and where."""

    rule: str
    where: str


def breaches(*, at: datetime) -> Iterator[Breach]:
    """Name what is broken: links of the trail, jobs that neither end nor fail, untold approvals."""
    for fault in selectors.trail_faults(at=at):
        yield Breach(f"trail: {fault.kind.value}", fault.at)
    stuck = Job.objects.filter(finished_at__isnull=True, created_at__lt=at - LONGEST_JOB)
    for job in stuck.order_by("created_at"):
        yield Breach("job neither done nor failed after an hour", str(job.pk))
    yield from _approvals_without_act()


def _approvals_without_act() -> Iterator[Breach]:
    """No change of the rules without its act; version 1 came with the system and has none."""
    acts = Act.objects.filter(object_kind="rule_version", verb="approve_rule_version")
    told = set(acts.values_list("object_no", flat=True))
    for version in RuleVersion.objects.filter(approved_by__isnull=False):
        if str(version) not in told:
            yield Breach("rule version approved without an act", str(version))
