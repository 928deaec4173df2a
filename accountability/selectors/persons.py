"""Which records of the roster are one person: whatever counts for any of them counts for one."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.choices import PROPOSAL_STATES
from accountability.models import CountableEvent, SamePerson, SanctionProposal, alike
from accountability.rules.words import ProposalState
from accountability.selectors.whole import remembered
from bureau.models import Placement, Staff, User
from bureau.rules import SectionCode
from complaints.models import NamedPerson

UNTOUCHED = (ProposalState.PROPOSED, ProposalState.WITHDRAWN)
"""The machine alone made it: nobody put it forward, and nobody was told."""

WITH_BOTH = ("record__institution", "counts_as__institution", "proposed_by", "approved_by",
             "undone_by")  # fmt: skip
MOST = 50
WAITS = gettext_lazy("Proposed. It holds once somebody else of the section approves.")


class People:
    """Who counts as whom, read once: one query."""

    def __init__(self) -> None:
        rows = SamePerson.objects.holding().order_by()
        self.joined: dict[int, int] = dict(rows.values_list("record", "counts_as"))

    def counts_as(self, record: int) -> int:
        return self.joined.get(record, record)

    def records_of(self, some: Iterable[int]) -> set[int]:
        """Name every record of whoever has one of some records."""
        them = {self.counts_as(one) for one in some}
        return them | {one for one, other in self.joined.items() if other in them}


def counts_as(record: int) -> int:
    """Name the record as which one counts: itself, unless two people said another."""
    rows = SamePerson.objects.holding().filter(record=record)
    return rows.values_list("counts_as", flat=True).first() or record


def records_of(record: int) -> set[int]:
    return {one["pk"] for one in alike(record)}


def is_about(proposal: SanctionProposal, user: User) -> bool:
    """Test if a proposal is about somebody, by whichever of their records."""
    staff = proposal.staff_id
    if not user.staff_id or staff is None:
        return False
    return user.staff_id in remembered(proposal, "records", lambda: records_of(staff))


def own_record(user: User, proposal: SanctionProposal) -> int | None:
    """Name the record by which somebody is asked whether a proposal is about them."""
    return proposal.staff_id if is_about(proposal, user) else user.staff_id


def others_of(record: int) -> list[Staff]:
    """List the records that count as one."""
    rows = Staff.objects.filter(pk__in=alike(record)).exclude(pk=record)
    return list(rows.select_related("institution").order_by("institution", "pk"))


def are_parted(person: int, staff: int) -> bool:
    """Test if what names a person counts for another record now: they were joined, or parted."""
    named = NamedPerson.objects.filter(pk=person).values_list("staff", flat=True).first()
    if named is None or counts_as(named) == staff:
        return False
    return named == staff or SamePerson.objects.filter(record=named, counts_as=staff).exists()


def told_of(record: int) -> SanctionProposal | None:
    """Find a proposal of which somebody was told, or on which people said their word."""
    rows = SanctionProposal.objects.filter(staff=record)
    return rows.exclude(state__in=UNTOUCHED).order_by("pk").first()


def may_join(user: User) -> bool:
    """Test if somebody is of the section that knows who people are."""
    is_theirs = user.section_code == SectionCode.PERSONNEL and not user.institution_id
    return is_theirs and user.has_perm("accountability.join_records")


def lacks_to_join(record: Staff, other: Staff, *, by: User) -> str:
    """Say what keeps two records from being joined, by whom it would be; empty if nothing."""
    if said := _not_theirs(by, record, other):
        return said
    if record.pk == other.pk:
        return _("A record cannot count as itself.")
    there = SamePerson.objects.there()
    if there.filter(Q(record=other) | Q(counts_as=record)).exists():
        return _("There is no chain: the record that is counted as counts as no third one.")
    return _told(record)


def _told(record: Staff) -> str:
    """Say what stands against moving what counts for a record; what others bring does not."""
    told = told_of(record.pk)
    if told is None:
        return ""
    said = _("Proposal %(no)s is “%(state)s”: what was told of one record is not moved to another.")
    return said % {"no": told.no, "state": PROPOSAL_STATES[told.state]}


def lacks_to_approve(row: SamePerson, *, by: User) -> str:
    """Say what keeps somebody from the second word; empty if nothing."""
    if row.undone_at:
        return _("It was undone meanwhile.")
    if row.approved_at:
        return _("Somebody has said their word on it already.")
    if by.pk == row.proposed_by_id:
        return _("You proposed it: somebody else approves.")
    return _not_theirs(by, row.record, row.counts_as) or _told(row.record)


def lacks_to_undo(row: SamePerson, *, by: User) -> str:
    """Say what keeps somebody from ending it; empty if nothing."""
    if row.undone_at:
        return _("It was undone meanwhile.")
    return _not_theirs(by, row.record, row.counts_as)


def _not_theirs(user: User, *records: Staff) -> str:
    if not may_join(user):
        return _("The personnel section looks after this.")
    own = set().union(*(records_of(one.pk) for one in records))
    return _("These are your own records: somebody else says so.") if user.staff_id in own else ""


def to_approve(user: User) -> QuerySet[SamePerson]:
    """List what waits for the second word of somebody, who did not propose it."""
    if not may_join(user):
        return SamePerson.objects.none()
    waiting = SamePerson.objects.visible_to(user).there().filter(approved_at=None)
    return waiting.exclude(proposed_by=user).order_by("proposed_at")


def joining_of(record: int, *, user: User) -> list[SamePerson]:
    """List what was said of a record and another, and waits or holds, as somebody sees it."""
    there = SamePerson.objects.visible_to(user).there()
    return list(there.filter(Q(record=record) | Q(counts_as=record)).select_related(*WITH_BOTH))


class Side(NamedTuple):
    """What the directory and the counts hold of one record, to be laid beside the other."""

    staff: Staff
    placements: list[Placement]
    events: int
    proposals: list[SanctionProposal]


def side(staff: Staff, *, user: User) -> Side:
    placements = Placement.objects.filter(staff=staff).select_related("institution", "department")
    events = CountableEvent.objects.visible_to(user).active().filter(staff=staff)
    proposals = SanctionProposal.objects.visible_to(user).filter(staff=staff)
    return Side(staff, list(placements.order_by("from_on", "pk")), events.count(),
                list(proposals.order_by("pk")))  # fmt: skip


def of_one_name(staff: Staff, *, among: QuerySet[Staff]) -> list[Staff]:
    """List the other records of somebody's name that may be the same person."""
    return list(among.filter(name=staff.name).exclude(pk=staff.pk).order_by("institution", "pk"))


def looked_up(asked: str, *, among: QuerySet[Staff]) -> list[Staff]:
    """Find records by a name or a staff number, as they stand in the roster."""
    if not asked:
        return []
    rows = among.filter(Q(name=asked) | Q(staff_no=asked)).select_related("institution")
    return list(rows.order_by("name", "institution", "pk")[:MOST])
