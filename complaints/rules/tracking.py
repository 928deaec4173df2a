"""What somebody who complained may know and do with number and code: rules over plain values."""

from dataclasses import dataclass
from datetime import date

from complaints.rules import workflow
from complaints.rules.words import CaseState, PublicState

COURSE = (
    PublicState.SUBMITTED,
    PublicState.ACCEPTED,
    PublicState.HANDLING,
    PublicState.ANSWERED,
)
"""The four words in their order; what was taken back stands beside them."""
MOST_GRADES = 2
"""One grade, and one more later (追评), which stands beside the first."""
MOST_ADDED = 20
MOST_PHOTOS_KEPT = 9
"""Of the files that fit on a case so many are the public's, first and added together: the rest is
kept free for what the bureau and the unit hang on it."""
GRADABLE = frozenset({CaseState.REPLIED, CaseState.CALLBACK, CaseState.CLOSED})
CAME_AT = {
    "accept_case": PublicState.ACCEPTED,
    "decline_case": PublicState.ANSWERED,
    "transfer_case": PublicState.ANSWERED,
    "dispatch_case": PublicState.HANDLING,
    "begin_investigation": PublicState.HANDLING,
    "reply_case": PublicState.ANSWERED,
}
"""Which act of the bureau brings a case to which word; the first one says when."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four words, and when the case came there; None where it did not, or passed by."""

    state: PublicState
    is_reached: bool
    is_current: bool
    on: date | None = None


def course(state: CaseState, *, came_on: dict[PublicState, date]) -> list[Step]:
    """List the four words with how far a case is. What was taken back stands where it was."""
    current = workflow.PUBLIC[state]
    reached = COURSE.index(current) if current in COURSE else _furthest(came_on)
    return [
        Step(step, at <= reached, step is current, came_on.get(step) if at <= reached else None)
        for at, step in enumerate(COURSE)
    ]


def _furthest(came_on: dict[PublicState, date]) -> int:
    return max((COURSE.index(step) for step in came_on), default=0)


def may_add(state: CaseState, *, added: int) -> bool:
    """Test if more may be told: until there is an answer, and not without end."""
    is_open = workflow.PUBLIC[state] in {*COURSE} - {PublicState.ANSWERED}
    return is_open and added < MOST_ADDED


def photos_left(*, hanging: int) -> int:
    """Return how many more photos of the public's a case takes."""
    return max(MOST_PHOTOS_KEPT - hanging, 0)


def may_grade(state: CaseState, *, graded: int) -> bool:
    """Test if the answer may be graded: once, and once more."""
    return state in GRADABLE and graded < MOST_GRADES
