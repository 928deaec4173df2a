"""When an institution is reminded of a register, and when the bureau hears that it is overdue.

Source: the bureau's defaults on timing. Reminders on the days of the table, the late list on the
day after the due day, all at the opening of office hours (`bureau.sending`).
"""

from datetime import date, time, timedelta, tzinfo

from bureau import sending
from bureau.calendar import WorkCalendar
from bureau.due import Level, LevelKind, on_working_day
from followups.rules.register import STANDARD, RegisterTable

# What was to be said longer ago is not said any more.
STALE_AFTER = timedelta(days=70)


def levels(
    due_on: date, *, calendar: WorkCalendar, zone: tzinfo, table: RegisterTable = STANDARD
) -> tuple[Level, ...]:
    """Give the levels of a register due on a day: each reminder, then the overdue one.

    A level is numbered by its day, counted on from the month of the due day, so that a table
    with other days never takes one for another and what comes later is higher, though a month
    ends in between.
    """
    reminders = [
        _level(due_on.replace(day=day), due_on, calendar, zone) for day in table.reminder_days
    ]
    return (*reminders, overdue_level(due_on, calendar=calendar, zone=zone))


def overdue_level(due_on: date, *, calendar: WorkCalendar, zone: tzinfo) -> Level:
    return _level(due_on + timedelta(days=1), due_on, calendar, zone)


def _level(day: date, due_on: date, calendar: WorkCalendar, zone: tzinfo) -> Level:
    kind = LevelKind.WARN if day < due_on else LevelKind.REMIND
    if day > due_on:
        kind = LevelKind.ESCALATE
    hour: time = sending.STANDARD.opens
    at = on_working_day(day, hour, fixed=due_on, calendar=calendar, zone=zone)
    return Level(due_on.day + (day - due_on).days, kind, at)
