"""What is due by an instant, and which of it still makes sense: the ladder every deadline climbs.

An app says by which levels a thing is warned of, reminded of and carried further, and when. Here
stands which level is to be taken now. A level is known by the thing and its number, never by the
run that took it, so a run may be late, doubled or missed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from bureau.calendar import ONE_DAY, WorkCalendar

# A tick comes every few minutes; what is taken later than this after its moment was taken late.
GRACE = timedelta(minutes=30)


class LevelKind(StrEnum):
    """What a level does: warn before the day, remind on it, carry it further after it."""

    WARN = "warn"
    REMIND = "remind"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of a ladder. `at_any_hour` is for what concerns safety and waits for no morning."""

    no: int
    kind: LevelKind
    at: datetime
    at_any_hour: bool = False


@dataclass(frozen=True, slots=True)
class DueThing:
    """Something with a deadline, by its number, and its levels from the lowest to the highest."""

    no: str
    levels: tuple[Level, ...]


class Plan(NamedTuple):
    """What is to be done about a thing now: at most one level to take, others to pass over."""

    take: Level | None
    skip: tuple[Level, ...]


NOTHING = Plan(None, ())


def plan(
    levels: Sequence[Level],
    *,
    taken: Collection[int],
    at: datetime,
    is_office_hour: bool,
    stale_after: timedelta,
) -> Plan:
    """Choose the highest level reached by `at` and not taken; the ones below it are passed over.

    After an outage people get one reminder, the one that fits the day. A level reached longer
    than `stale_after` ago makes no sense any more and is passed over as well. At night and on a
    rest day nothing is chosen but what may come at any hour: the rest waits for the morning, by
    which the thing may be done.
    """
    reached = [level for level in levels if level.at <= at and level.no not in taken]
    if not is_office_hour:
        reached = [level for level in reached if level.at_any_hour]
    if not reached:
        return NOTHING
    highest = max(reached, key=lambda level: level.no)
    fits = at - highest.at <= stale_after and highest.no > max(taken, default=0)
    passed = [level for level in reached if level is not highest or not fits]
    return Plan(highest if fits else None, tuple(passed))


def was_late(due_at: datetime, taken_at: datetime) -> bool:
    """Test if a level was taken later than a working job would have taken it."""
    return taken_at - due_at > GRACE


def on_working_day(
    day: date, hour: time, *, fixed: date, calendar: WorkCalendar, zone: tzinfo
) -> datetime:
    """Find the moment of a reminder on `day`, of something due on the `fixed` day.

    On a rest day a reminder up to the fixed day moves back to the last working day, so that it
    comes before; any other moves forward to the next. Source: the bureau's defaults on timing.
    """
    step = -ONE_DAY if day <= fixed else ONE_DAY
    while not calendar.is_workday(day):
        day += step
    return datetime.combine(day, hour, zone)
