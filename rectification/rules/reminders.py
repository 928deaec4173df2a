"""When the unit is reminded of an item, and when the bureau hears that it is overdue.

Source: the bureau's defaults: the unit a few days before and on the day, overdue the section
after 1 working day and the leaders after 3, each once, at the opening of office hours. A plan that
is not handed in is asked for on its day, and its section hears of it after the same working day.
An application that nobody looked at rises by the same days, to the section's head and the leader.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from bureau import sending
from bureau.calendar import WorkCalendar
from bureau.due import Level, LevelKind, on_working_day
from rectification.rules.table import STANDARD, LedgerTable

# What was to be said longer ago is not said any more.
STALE_AFTER = timedelta(days=60)
SOON, TODAY, UNIT, SECTION, LEADERS = range(1, 6)
"""The levels. From UNIT on it is overdue, and each is told to those below it as well."""


def levels(
    due_on: date, *, calendar: WorkCalendar, zone: tzinfo, table: LedgerTable = STANDARD
) -> tuple[Level, ...]:
    """Give the levels of an item due on a day."""
    days = {
        SOON: due_on - timedelta(days=table.soon_days),
        TODAY: due_on,
        UNIT: due_on + timedelta(days=1),
        SECTION: calendar.add_workdays(due_on, table.escalate_section_workdays),
        LEADERS: calendar.add_workdays(due_on, table.escalate_leader_workdays),
    }
    kinds = {SOON: LevelKind.WARN, TODAY: LevelKind.REMIND}
    return tuple(
        Level(no, kinds.get(no, LevelKind.ESCALATE), _morning(day, due_on, calendar, zone))
        for no, day in days.items()
    )


def levels_after_return(
    due_on: date,
    returned_at: datetime,
    *,
    calendar: WorkCalendar,
    zone: tzinfo,
    table: LedgerTable = STANDARD,
) -> tuple[Level, ...]:
    """Give the levels of an item that came back after its day: it is overdue from that moment on.

    What was reached while the bureau had it is reached by the return, so the level that fits the
    day is taken at once; the ones below it are passed over.
    """
    ladder = levels(due_on, calendar=calendar, zone=zone, table=table)
    return tuple(replace(one, at=max(one.at, returned_at)) for one in ladder if one.no >= UNIT)


def plan_levels(
    plan_due_on: date, *, calendar: WorkCalendar, zone: tzinfo, table: LedgerTable = STANDARD
) -> tuple[Level, ...]:
    """Give the levels of a plan that is owed: to the unit on its day, then to the section too."""
    late_on = calendar.add_workdays(plan_due_on, table.escalate_section_workdays)
    return (
        Level(TODAY, LevelKind.REMIND, _morning(plan_due_on, plan_due_on, calendar, zone)),
        Level(SECTION, LevelKind.ESCALATE, _morning(late_on, plan_due_on, calendar, zone)),
    )


def verify_levels(
    verify_by: date, *, calendar: WorkCalendar, zone: tzinfo, table: LedgerTable = STANDARD
) -> tuple[Level, ...]:
    """Give the levels of an application that the bureau owes a look: its own delay rises too."""
    days = {
        SECTION: calendar.add_workdays(verify_by, table.escalate_section_workdays),
        LEADERS: calendar.add_workdays(verify_by, table.escalate_leader_workdays),
    }
    above = (
        Level(no, LevelKind.ESCALATE, _morning(day, verify_by, calendar, zone))
        for no, day in days.items()
    )
    return (*one_level(verify_by, calendar=calendar, zone=zone), *above)


def one_level(due_on: date, *, calendar: WorkCalendar, zone: tzinfo) -> tuple[Level, ...]:
    """Give the only level of what the bureau itself owes: on the morning of its day."""
    return (Level(1, LevelKind.REMIND, _morning(due_on, due_on, calendar, zone)),)


def _morning(day: date, fixed: date, calendar: WorkCalendar, zone: tzinfo) -> datetime:
    return on_working_day(day, sending.STANDARD.opens, fixed=fixed, calendar=calendar, zone=zone)
