"""When people hear of a clock: half-way, near its end, on its day, and who hears when it is over.

Source: the bureau's defaults (domain 3.4): 50 % and 80 % of the term, rounded down, and the due
day, in the morning; overdue the responsible person at once, the section's head after 1 working
day, the deputy director after 3, each once. An order that nobody signs in within 4 working hours
is the head's at once (domain 4.1).
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial

from bureau import sending
from bureau.calendar import ONE_DAY, WorkCalendar
from bureau.due import Level, LevelKind, on_working_day
from complaints.rules.clocks import RIGHTS, Clock, last_day
from complaints.rules.table import STANDARD, CaseTable
from complaints.rules.words import ClockCode, Unit

# What was to be said longer ago is not said any more.
STALE_AFTER = timedelta(days=60)
FIRST_WARNING = 1
UNSIGNED, TODAY, OVERDUE, HEAD, DEPUTY = 10, 11, 12, 13, 14
"""The levels; warnings stand below TODAY. Each is told to those below it as well."""
SIGNED_WITHIN = timedelta(hours=4)
OPENS, CLOSES = time(8, 30), time(17, 30)
"""Between these a working day has its working hours; the hour at noon counts."""


def levels(
    clock: Clock,
    due_at: datetime,
    *,
    calendar: WorkCalendar,
    zone: tzinfo,
    table: CaseTable = STANDARD,
    since: datetime | None = None,
) -> tuple[Level, ...]:
    """Give the levels of a clock that is due at an instant, the lowest first.

    `since` is when the case came in. A clock in hours presses: its warnings come at any hour.
    What may be done and need not is warned of alone.
    """
    due_on = last_day(due_at, zone)
    morning = partial(
        on_working_day, hour=sending.STANDARD.opens, fixed=due_on, calendar=calendar, zone=zone
    )
    warnings = _moments(clock, due_on, table, morning, calendar)
    in_hours = clock.unit is Unit.HOURS
    found = [Level(no, LevelKind.WARN, at, in_hours) for no, at in warnings]
    unsigned = _unsigned_at(clock, since, calendar, zone)
    if unsigned is not None:
        found.append(Level(UNSIGNED, LevelKind.ESCALATE, unsigned))
    if not in_hours and (unsigned is None or unsigned < morning(due_on)):
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


def _unsigned_at(
    clock: Clock, since: datetime | None, calendar: WorkCalendar, zone: tzinfo
) -> datetime | None:
    """Say when an order has lain unsigned too long, counted on its clock's first day or later."""
    if clock.code is not ClockCode.HOTLINE_SIGN:
        return None
    first = datetime.combine(clock.started_on, OPENS, zone)
    return after_working_hours(max(since or first, first), calendar=calendar, zone=zone)


def after_working_hours(
    since: datetime, *, calendar: WorkCalendar, zone: tzinfo, length: timedelta = SIGNED_WITHIN
) -> datetime:
    """Return the instant by which so much working time has passed."""
    local = since.astimezone(zone)
    day = local.date()
    while True:
        begins = max(local, datetime.combine(day, OPENS, zone))
        ends = datetime.combine(day, CLOSES, zone)
        if calendar.is_workday(day) and begins < ends:
            if begins + length <= ends:
                return begins + length
            length -= ends - begins
        day += ONE_DAY


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
