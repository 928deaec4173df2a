"""How pending appointment ends: the unit assesses, the bureau confirms (domain 7.4, A-17).

Source: the county's plan: “待聘一年，待聘期间只发基本工资”; that it ends by assessment and
re-appointment, and how long before its end the unit begins, is the bureau's default.
"""

from datetime import date, time, timedelta, tzinfo
from enum import StrEnum

from bureau.calendar import ONE_DAY, WorkCalendar
from bureau.due import Level, LevelKind, on_working_day


class Result(StrEnum):
    """What the unit's assessment came to."""

    FIT = "fit"
    UNFIT = "unfit"


class AssessmentState(StrEnum):
    FILED = "filed"
    SENT_BACK = "sent_back"
    CONFIRMED = "confirmed"


class Stage(StrEnum):
    """Where a pending appointment stands on a day."""

    RUNNING = "running"
    TO_ASSESS = "to_assess"
    OVERDUE = "overdue"
    FILED = "filed"
    CONFIRMED = "confirmed"


STANDING = frozenset({AssessmentState.FILED, AssessmentState.CONFIRMED})
"""Beside these nothing is filed anew; what was sent back is."""
AWAITED = frozenset({Stage.TO_ASSESS, Stage.OVERDUE})
"""Where the unit's assessment is awaited by now."""
STALE_AFTER = timedelta(days=30)
MORNING = time(9)
TO_ASSESS, LAST_DAY, OVERDUE = 1, 2, 3


def begins(last: date, *, ahead: int) -> date:
    """Return the first day on which the unit files its assessment."""
    return last - timedelta(days=ahead)


def stage(last: date, day: date, *, ahead: int, standing: AssessmentState | None) -> Stage:
    """Say where it stands: the last day of the term is still in it."""
    if standing is AssessmentState.CONFIRMED:
        return Stage.CONFIRMED
    if standing is AssessmentState.FILED:
        return Stage.FILED
    if day > last:
        return Stage.OVERDUE
    return Stage.TO_ASSESS if day >= begins(last, ahead=ahead) else Stage.RUNNING


def levels(
    last: date, *, ahead: int, calendar: WorkCalendar, zone: tzinfo
) -> tuple[Level, Level, Level]:
    """Return when the unit is told: as it may begin, on the last day, once it is late."""
    days = (begins(last, ahead=ahead), last, last + ONE_DAY)
    kinds = (LevelKind.WARN, LevelKind.REMIND, LevelKind.ESCALATE)
    first, second, third = (
        Level(no, kind, on_working_day(day, MORNING, fixed=last, calendar=calendar, zone=zone))
        for no, kind, day in zip((TO_ASSESS, LAST_DAY, OVERDUE), kinds, days, strict=True)
    )
    return first, second, third
