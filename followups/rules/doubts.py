"""When a follow-up that the patient denies may be found to be made up (虚假随访), and by whom.

The plan is silent on it. The bureau's default: two calls by two officers, the institution's
explanation within some working days, and then the word of somebody who made neither call.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from bureau.calendar import ONE_DAY, WorkCalendar
from bureau.due import Level, LevelKind, on_working_day
from bureau.sending import STANDARD
from followups.rules.words import DoubtState, Verdict

BORNE_OUT = Verdict.NOT_FOLLOWED
"""Only this doubts that there was a follow-up. Other content or a number that is wrong do not."""
UNTOLD = frozenset({Verdict.UNREACHABLE})
"""A second call that nobody answered says nothing: it is made again."""


ENDS_SOON, OVER = 1, 2
"""The levels of a doubt: the term to explain it ends, and is over with nothing decided."""
MORNING = STANDARD.opens
STALE_AFTER = timedelta(days=70)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known of a doubted follow-up, from its second call on."""

    second: Verdict
    explain_by: date | None = None
    is_explained: bool = False
    decision: str = ""
    is_taken_back: bool = False


def state(doubt: Doubt, day: date) -> DoubtState:
    """Tell where a doubt stands on a day; the last day to explain is the institution's whole."""
    if doubt.is_taken_back:
        return DoubtState.TAKEN_BACK
    if doubt.decision:
        return DoubtState(doubt.decision)
    if doubt.second is not BORNE_OUT or doubt.explain_by is None:
        return DoubtState.NOT_BORNE_OUT
    if doubt.is_explained or day > doubt.explain_by:
        return DoubtState.TO_DECIDE
    return DoubtState.EXPLAINING


def levels(explain_by: date, *, calendar: WorkCalendar, zone: tzinfo) -> tuple[Level, Level]:
    """Return when the institution is warned, and when the bureau hears that nothing is decided.

    On the morning of the working day before the last to explain, and of the one after it.
    """
    days = (explain_by - ONE_DAY, explain_by + ONE_DAY)
    warned, overdue = (
        on_working_day(day, MORNING, fixed=explain_by, calendar=calendar, zone=zone) for day in days
    )
    return (Level(ENDS_SOON, LevelKind.WARN, warned), Level(OVER, LevelKind.ESCALATE, overdue))


def may_call_second(caller: int, first: Collection[int]) -> bool:
    """Test if a person may make the second call: one who made none of the first."""
    return caller not in first


def may_decide(person: int, callers: Collection[int]) -> bool:
    """Test if a person may decide: one who made none of the calls."""
    return person not in callers
