"""When people hear of a clock: half-way, near its end, on its day, and who hears when it is over.

Source: the bureau's defaults (domain 3.4): 50 % and 80 % of the term, rounded down, and the due
day, in the morning; overdue the responsible person at once, the section's head after 1 working
day, the deputy director after 3, each once.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from functools import partial

from bureau import sending
from bureau.calendar import ONE_DAY, WorkCalendar
from bureau.due import Level, LevelKind, on_working_day
from complaints.rules.clocks import RIGHTS, Clock, last_day
from complaints.rules.table import STANDARD, CaseTable
from complaints.rules.words import Unit

# What was to be said longer ago is not said any more.
STALE_AFTER = timedelta(days=60)
FIRST_WARNING = 1
TODAY, OVERDUE, HEAD, DEPUTY = 11, 12, 13, 14
"""The levels; warnings stand below TODAY. Each is told to those below it as well."""


def levels(
    clock: Clock,
    due_at: datetime,
    *,
    calendar: WorkCalendar,
    zone: tzinfo,
    table: CaseTable = STANDARD,
) -> tuple[Level, ...]:
    """Give the levels of a clock that is due at an instant, the lowest first.

    A clock in hours presses: its warnings come at any hour. What may be done and need not is
    warned of alone.
    """
    due_on = last_day(due_at, zone)
    morning = partial(
        on_working_day, hour=sending.STANDARD.opens, fixed=due_on, calendar=calendar, zone=zone
    )
    warnings = _moments(clock, due_on, table, morning, calendar)
    in_hours = clock.unit is Unit.HOURS
    found = [Level(no, LevelKind.WARN, at, in_hours) for no, at in warnings]
    if not in_hours:
        found.append(Level(TODAY, LevelKind.REMIND, morning(due_on)))
    if clock.code in RIGHTS:
        return tuple(found)
    over = due_at if in_hours else morning(due_on + ONE_DAY)
    found.append(Level(OVERDUE, LevelKind.ESCALATE, over, in_hours))
    for no, days in (
        (HEAD, table.escalate_section_workdays), (DEPUTY, table.escalate_deputy_workdays),
    ):  # fmt: skip
        # Counted from the day on which the responsible person hears: the head comes after.
        day = calendar.add_workdays(over.astimezone(zone).date(), days)
        found.append(Level(no, LevelKind.ESCALATE, morning(day)))
    return tuple(found)


def _moments(
    clock: Clock, due_on: date, table: CaseTable, morning: partial, calendar: WorkCalendar
) -> Iterator[tuple[int, datetime]]:
    """Say when the term's parts are over: none on the first day, none on the due day itself."""
    passed: set[date] = set()
    for no, percent in enumerate(table.warn_percent, start=FIRST_WARNING):
        part = clock.total * percent // 100
        if clock.unit is Unit.HOURS and clock.started_at is not None:
            yield no, clock.started_at + timedelta(hours=clock.length) * percent / 100
            continue
        if part < 1:
            continue
        day = clock.started_on + timedelta(days=part)
        if clock.unit is Unit.WORKDAYS:
            day = calendar.add_workdays(clock.started_on, part)
        if day < due_on and day not in passed:
            passed.add(day)
            yield no, morning(day)
