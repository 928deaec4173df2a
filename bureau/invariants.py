"""What must always hold on the ground floor, asked of the rows themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from bureau import directory_invariants, selectors
from bureau.choices import TRAIL_FAULTS
from bureau.models import (
    Act,
    Delivery,
    Job,
    OfficialNumber,
    OfficialPaper,
    RuleVersion,
    SeriesYear,
    User,
)
from bureau.rules import BUREAU_ROLES, PaperState
from bureau.sending import DeliveryState

LONGEST_JOB = timedelta(hours=1)
LONGEST_CLAIM = timedelta(hours=1)


class Breach(NamedTuple):
    """One thing that must not be: which rule is broken, and where; `said` where it has words."""

    rule: str
    where: str
    said: Any = ""

    @property
    def words(self) -> str:
        """The rule in the reader's language."""
        return str(self.said) or gettext(self.rule)


def breaches(*, at: datetime) -> Iterator[Breach]:
    """Name what is broken: what contradicts itself, and work that never ends."""
    yield from contradictions(at=at)
    stuck = Job.objects.filter(finished_at__isnull=True, created_at__lt=at - LONGEST_JOB)
    for job in stuck.order_by("created_at"):
        where = f"{job} {_hour(job.created_at)}"
        yield Breach(_("job neither done nor failed after an hour"), where)
    unreported = Delivery.objects.filter(
        state=DeliveryState.CLAIMED, claimed_at__lt=at - LONGEST_CLAIM
    )
    letters = unreported | selectors.letters_forgotten(at=at)
    for letter in letters.select_related("recipient").order_by("pk"):
        where = f"{letter.recipient.username} {_hour(letter.created_at)}"
        yield Breach(_("letter neither sent nor dead in its time"), where)


def _hour(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def contradictions(*, at: datetime) -> Iterator[Breach]:
    """Name what may not be at any moment: the trail, numbers, the directory, untold approvals."""
    for fault in selectors.trail_faults(at=at):
        yield Breach(f"trail: {fault.kind.value}", fault.at, TRAIL_FAULTS[fault.kind])
    yield from _paper_breaches()
    yield from (Breach(*breach) for breach in directory_invariants.breaches())
    yield from _approvals_without_act()
    mixed = User.objects.filter(institution__isnull=False, groups__name__in=BUREAU_ROLES)
    for user in mixed.distinct().order_by("pk"):
        yield Breach(_("account of an institution with a duty of the bureau"), user.username)


def _paper_breaches() -> Iterator[Breach]:
    """Name series with a gap or a double, and papers whose number says something else."""
    for counter in SeriesYear.objects.select_related("series"):
        issued = OfficialNumber.objects.filter(series=counter.series, year=counter.year)
        numbers = list(issued.order_by("number").values_list("number", flat=True))
        if numbers != list(range(1, counter.last + 1)):
            yield Breach(_("official numbers with a gap"), str(counter))
    signed = OfficialPaper.objects.exclude(number=None).select_related("number")
    for paper in signed.iterator(chunk_size=2_000):
        if paper.content["number"] != paper.number.text:
            yield Breach(_("paper says another number than its own"), paper.number.text)
        if (paper.state == PaperState.VOIDED) != (paper.number.voided_at is not None):
            yield Breach(_("paper and number disagree on being void"), paper.number.text)


def _approvals_without_act() -> Iterator[Breach]:
    """No change of the rules without its act; version 1 came with the system and has none."""
    acts = Act.objects.filter(object_kind="rule_version", verb="approve_rule_version")
    told = set(acts.values_list("object_no", flat=True))
    for version in RuleVersion.objects.filter(approved_by__isnull=False):
        if str(version) not in told:
            yield Breach(_("rule version approved without an act"), str(version))
