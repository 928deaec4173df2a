"""Looking again at what was decided: within which days, what it may come to, what is put right.

Source: who is concerned asks for a review, then appeals, then once more, 30 days each; what holds
goes on meanwhile, and nothing becomes heavier by asking (domain 7.3, L23, L24). What has to
be restored is the list of domain 7.4.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from accountability.rules.measures import last_day as end_of_term
from accountability.rules.road import Terms, is_heavier
from accountability.rules.words import (
    Document,
    LadderCode,
    MeasureCode,
    Outcome,
    ProposalKind,
    ProposalState,
    RemedyKind,
    Task,
)
from bureau.calendar import WorkCalendar

S, M = ProposalState, MeasureCode
ANSWERS: Mapping[RemedyKind, Document] = MappingProxyType(
    {
        RemedyKind.REVIEW: Document.REVIEW,
        RemedyKind.APPEAL: Document.APPEAL,
        RemedyKind.RE_APPEAL: Document.RE_APPEAL,
        RemedyKind.GROUND: Document.REVOCATION,
    }
)
"""The paper by which each is answered."""
ASKED = (RemedyKind.REVIEW, RemedyKind.APPEAL, RemedyKind.RE_APPEAL)
"""What is asked for, each once the answer to the one before it was served."""
APPEALS = frozenset({RemedyKind.APPEAL, RemedyKind.RE_APPEAL})


def asked_by(ladder: LadderCode) -> tuple[RemedyKind, ...]:
    """Name what somebody can ask for; an institution has the review, as its decision says.

    Appeals are the law's for people (domain 7.3, L23).
    """
    return ASKED if ladder.is_of_people else (RemedyKind.REVIEW,)


TASK_OF: Mapping[MeasureCode, Task] = MappingProxyType(
    {
        M.AWARD_BAN: Task.AWARDS,
        M.TITLE_PROMOTION_BAN: Task.BAN_REMOVED,
        M.PENDING_APPOINTMENT: Task.BACK_PAY,
    }
)
PAPER_OF: Mapping[Task, Document] = MappingProxyType(
    {
        Task.CORRECTION_BULLETIN: Document.CORRECTION,
        Task.AWARDS: Document.RESTORATION,
        Task.BAN_REMOVED: Document.RESTORATION,
        Task.BACK_PAY: Document.RESTORATION,
        Task.SHORTER_TERM: Document.RESTORATION,
    }
)
"""The paper with which a task is done; the machine itself counts later tiers anew."""


class AskTerm(NamedTuple):
    """The days within which something is asked for: how many, on which they end, and the last."""

    days: int
    ends_on: date
    last: date

    @property
    def is_moved(self) -> bool:
        return self.last != self.ends_on


def ask_term(received_on: date, *, days: int, calendar: WorkCalendar | None = None) -> AskTerm:
    """Reckon a term of days that begins on the day after something was received.

    With a calendar, one that ends on a rest day runs until the next working day.
    """
    ends_on = received_on + timedelta(days=days)
    if calendar is None or calendar.is_workday(ends_on):
        return AskTerm(days, ends_on, ends_on)
    return AskTerm(days, ends_on, calendar.next_workday(ends_on))


def outcome_of(kind: ProposalKind) -> Outcome:
    """Say what taking back comes to: revoked where nothing counts any more, else varied."""
    return Outcome.REVOKED if kind is ProposalKind.REVOKE else Outcome.VARIED


def end_of(kind: RemedyKind, outcome: Outcome) -> ProposalState | None:
    """Return the state in which something ends; None if it goes on, upheld or made lighter.

    Made lighter on review it goes on as it is left. Where its ground fell it ends: a lower tier
    and whatever else counts have proposals of their own.
    """
    if outcome is Outcome.REVOKED:
        return S.REVOKED
    return S.VARIED if outcome is Outcome.VARIED and kind is RemedyKind.GROUND else None


def months_until(start: date, ceased_on: date, *, months: int) -> int:
    """Return how many whole months of a term are left that was cut short."""
    left = (n for n in range(months, 0, -1) if end_of_term(start, months=n) < ceased_on)
    return next(left, 0)


def is_lighter(left: Terms, held: Terms) -> bool:
    """Test if something of what held falls or is shortened, and nothing grows."""
    return bool(left) and dict(left) != dict(held) and not is_heavier(left, held)


RESTORING = frozenset(PAPER_OF.values())
"""The papers that are drafted anew for every decision after which something is put right."""


def about_of(no: str, *, before: int) -> str:
    """Name what such a paper is about; `before` is how many decisions had one already."""
    return f"{no}.{before + 1}" if before else no


def no_of(about: str) -> str:
    """Return the proposal's number from what a paper is about."""
    return about.partition(".")[0]


def tasks(
    fallen: Collection[MeasureCode], shortened: Collection[MeasureCode], *, is_published: bool
) -> list[Task]:
    """Name what has to be put right, in the order of the list.

    Given back is what a measure kept back that holds no more; of one that was shortened the unit
    is told its new last day, and nothing else.
    """
    found = {TASK_OF[one] for one in fallen if one in TASK_OF}
    if is_published and M.COUNTY_BULLETIN in fallen:
        found.add(Task.CORRECTION_BULLETIN)
    if shortened:
        found.add(Task.SHORTER_TERM)
    found.add(Task.LATER_TIERS)
    return [one for one in Task if one in found]
