"""Checklists and visits: what is asked of whom, what may follow what, and how far it is kept to.

Source: the plan's items S-04 to S-16 and the ten duties of complaint handling; a visit, its item
results and that an unannounced one stays hidden until it is done are the bureau's (domain 8).
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from rectification.rules.words import SourceKind


class Group(StrEnum):
    """Which kind of institution a checklist is for; the plan names the first two."""

    LEVEL2 = "level2"
    TOWNSHIP = "township"
    OTHER = "other"


def group_of(*, is_level2: bool, is_township: bool) -> Group:
    if is_level2:
        return Group.LEVEL2
    return Group.TOWNSHIP if is_township else Group.OTHER


class VisitKind(StrEnum):
    """检查, 督导, 暗访."""

    INSPECTION = "inspection"
    SUPERVISION = "supervision"
    UNANNOUNCED = "unannounced"


class VisitState(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


STEPS: Mapping[VisitState, frozenset[VisitState]] = {
    VisitState.PLANNED: frozenset({VisitState.UNDER_WAY, VisitState.CANCELLED}),
    VisitState.UNDER_WAY: frozenset({VisitState.DONE, VisitState.CANCELLED}),
    VisitState.DONE: frozenset(),
    VisitState.CANCELLED: frozenset(),
}
OPEN = frozenset({VisitState.PLANNED, VisitState.UNDER_WAY})


class Finding(StrEnum):
    """符合, 部分符合, 不符合, 不适用."""

    MET = "met"
    PARTIAL = "partial"
    UNMET = "unmet"
    NOT_APPLICABLE = "not_applicable"


class ChecklistState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


FAULTS = frozenset({Finding.PARTIAL, Finding.UNMET})
"""What may go into the ledger: what is not kept, and on request what is kept in part."""


def can_move(before: VisitState, after: VisitState) -> bool:
    return after in STEPS[before]


def is_hidden_from_units(kind: VisitKind, state: VisitState) -> bool:
    """Test if the institution must not know that there is such a visit."""
    return kind is VisitKind.UNANNOUNCED and state is not VisitState.DONE


def source_of(kind: VisitKind) -> SourceKind:
    unannounced = kind is VisitKind.UNANNOUNCED
    return SourceKind.UNANNOUNCED if unannounced else SourceKind.INSPECTION


def unanswered(codes: Iterable[str], answered: Collection[str]) -> list[str]:
    """List the items of a checklist that nobody has answered yet, in its order."""
    return [code for code in codes if code not in answered]


class Compliance(NamedTuple):
    """How far items are kept to. What does not apply is not counted; in part is not kept."""

    met: int
    partial: int
    unmet: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        return self.met + self.partial + self.unmet

    @property
    def share(self) -> float | None:
        """The share kept; None where nothing applied."""
        return self.met / self.applicable if self.applicable else None


def compliance(findings: Iterable[str]) -> Compliance:
    counted = list(findings)
    return Compliance(
        met=counted.count(Finding.MET),
        partial=counted.count(Finding.PARTIAL),
        unmet=counted.count(Finding.UNMET),
        not_applicable=counted.count(Finding.NOT_APPLICABLE),
    )
