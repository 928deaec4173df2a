"""By when something is due on a case, what a pause gives back, and when people are warned.

A clock is worked out once, when it starts, and kept: a later change of the rules, a comment, an
edit, another handler or a return moves no day. Only a pause, an approved extension, an approved
change to the longer term and a calendar that became known do.

Source: 医疗机构投诉管理办法 (5 and 10 working days, "一般应当于接到投诉之日起"), 信访工作条例 (15,
60 and 30 days, 5 working days), the bureau's defaults (domain 3.4, 4). The day of receipt does
not count (民法典 art. 201). A petition's last day is shown unrolled, which is the safer one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import takewhile

from bureau.calendar import WorkCalendar
from complaints.rules.table import STANDARD, CaseTable
from complaints.rules.words import PETITIONS, CaseType, Channel, ClockCode, ClockFamily, Unit

C = ClockCode
ONE_DAY = timedelta(days=1)
ANSWERS = (C.ANSWER, C.ANSWER_MANY, C.HOTLINE_ANSWER, C.PETITION_FINISH)
"""What waits for the answer to whoever complained."""
RIGHTS = (C.HOTLINE_RETURN, C.PETITION_OBJECT)
"""What may be done by a day and need not be: it is warned of, is never overdue, rules no screen."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline: what it is, from when, how long, and what it was given back or granted.

    `length` is in `unit`; `credit` and `extension` are in the same. A clock in hours has its
    instant in `started_at` and neither credit nor extension.
    """

    code: ClockCode
    family: ClockFamily
    unit: Unit
    length: int
    started_on: date
    started_at: datetime | None = None
    credit: int = 0
    extension: int = 0

    @property
    def total(self) -> int:
        return self.length + self.credit + self.extension

    def due_on(self, calendar: WorkCalendar) -> date:
        """Return the last day, which is in time up to its end."""
        if self.unit is Unit.WORKDAYS:
            return calendar.add_workdays(self.started_on, self.total)
        if self.unit is Unit.DAYS:
            return self.started_on + timedelta(days=self.total)
        return self.due_at(calendar).date()

    def due_at(self, calendar: WorkCalendar, zone: tzinfo | None = None) -> datetime:
        """Return the instant from which it is overdue."""
        if self.unit is Unit.HOURS:
            if self.started_at is None:
                raise ValueError("a clock in hours starts at an instant")
            return self.started_at + timedelta(hours=self.length)
        return end_of(self.due_on(calendar), zone)


def end_of(day: date, zone: tzinfo | None) -> datetime:
    """Return the instant at which a day is over: its 24:00."""
    return datetime.combine(day + ONE_DAY, time(0), zone)


def last_day(due_at: datetime, zone: tzinfo) -> date:
    """Return the last day that is in time; midnight belongs to the day before."""
    return (due_at.astimezone(zone) - timedelta(microseconds=1)).date()


def starting(
    *,
    kind: CaseType,
    channel: Channel,
    received_at: datetime,
    zone: tzinfo,
    safety_urgent: bool = False,
    handed_down: bool = False,
    table: CaseTable = STANDARD,
) -> list[Clock]:
    """List the clocks that a case starts with, the day of receipt being local in `zone`.

    The statutory term, the channel's own and the bureau's stand side by side.
    """
    local = received_at.astimezone(zone)
    day = local.date()

    def clock(code: ClockCode, family: ClockFamily, unit: Unit, length: int) -> Clock:
        return Clock(code, family, unit, length, day)

    clocks = [clock(C.TRIAGE, ClockFamily.INTERNAL, Unit.WORKDAYS, table.triage_workdays)]
    if safety_urgent:
        clocks.append(first_action(local, table=table))
    clocks += answers(kind=kind, channel=channel, day=day, table=table)
    if channel is Channel.HOTLINE:
        days = table.hotline_sign_workdays
        clocks.append(clock(C.HOTLINE_SIGN, ClockFamily.CHANNEL, Unit.WORKDAYS, days))
    if channel in PETITIONS:
        clocks.append(
            clock(C.PETITION_TELL, ClockFamily.CHANNEL, Unit.DAYS, table.petition_tell_days)
        )
        if handed_down:
            days = table.petition_object_workdays
            clocks.append(clock(C.PETITION_OBJECT, ClockFamily.CHANNEL, Unit.WORKDAYS, days))
    return clocks


def answers(
    *, kind: CaseType, channel: Channel, day: date, table: CaseTable = STANDARD
) -> list[Clock]:
    """List the terms of an answer from a day on: the law's or the house's, and the hotline's."""
    terms = []
    if kind in {CaseType.COMPLAINT, CaseType.REPORT}:
        terms.append((C.ANSWER, ClockFamily.STATUTORY, table.answer_workdays))
    elif (days := _other_term(kind, table)) is not None:
        terms.append((C.ANSWER, ClockFamily.INTERNAL, days))
    if channel is Channel.HOTLINE:
        terms.append((C.HOTLINE_ANSWER, ClockFamily.CHANNEL, hotline_term(kind, table)))
    return [Clock(code, family, Unit.WORKDAYS, days, day) for code, family, days in terms]


def answers_again(
    *, kind: CaseType, channel: Channel, day: date, table: CaseTable = STANDARD
) -> list[Clock]:
    """List the terms of an answer to what was accepted before and is taken up again on a day."""
    terms = answers(kind=kind, channel=channel, day=day, table=table)
    return [*terms, petition_finish(day, table=table)] if channel in PETITIONS else terms


def first_action(since: datetime, *, table: CaseTable = STANDARD) -> Clock:
    """Return the hours within which something is done where somebody's health is at risk.

    `since` is local: its day is the one that the clock stands under.
    """
    return Clock(
        C.FIRST_ACTION, ClockFamily.INTERNAL, Unit.HOURS, table.first_action_hours, since.date(),
        since,
    )  # fmt: skip


def _other_term(kind: CaseType, table: CaseTable) -> int | None:
    return {
        CaseType.CONSULTATION: table.consultation_workdays,
        CaseType.HELP: table.help_workdays,
        CaseType.SUGGESTION: table.suggestion_workdays,
    }.get(kind)


def hotline_term(kind: CaseType, table: CaseTable = STANDARD) -> int:
    """Return the hotline's own working days for a kind of order."""
    return _other_term(kind, table) or table.answer_workdays


def petition_finish(
    accepted_on: date, *, extended: bool = False, table: CaseTable = STANDARD
) -> Clock:
    """Return the clock of a petition that was accepted: 60 days, and once 30 more."""
    extension = table.petition_extension_days if extended else 0
    return Clock(
        C.PETITION_FINISH, ClockFamily.CHANNEL, Unit.DAYS, table.petition_finish_days,
        accepted_on, extension=extension,
    )  # fmt: skip


def several_departments(clock: Clock, *, table: CaseTable = STANDARD) -> Clock:
    """Turn the answer's term into the one for several departments, from the same first day."""
    return replace(clock, code=C.ANSWER_MANY, length=table.answer_many_workdays)


def longest_extension(clock: Clock, *, table: CaseTable = STANDARD) -> int:
    """Return by how much a term is extended at most: a petition by 30 days, others once more."""
    if clock.code is C.PETITION_FINISH:
        return table.petition_extension_days
    return clock.length


def pause_credit(paused_on: date, resumed_on: date, *, unit: Unit, calendar: WorkCalendar) -> int:
    """Return what a pause gives back: its working days, the day of resuming not counted.

    Terms in calendar days, which the law sets, are not given any back.
    """
    if unit is not Unit.WORKDAYS:
        return 0
    days = takewhile(lambda day: day < resumed_on, _days_from(paused_on))
    return sum(map(calendar.is_workday, days))


def _days_from(day: date) -> Iterable[date]:
    while True:
        yield day
        day += ONE_DAY


def is_overdue(due_on: date, day: date) -> bool:
    """Test if a day has passed. On the due day it is in time."""
    return day > due_on


def days_left(due_on: date, day: date, calendar: WorkCalendar) -> int:
    """Return how many working days are left; on the due day 0, after it the days over, below 0."""
    if day <= due_on:
        return sum(map(calendar.is_workday, _between(day, due_on)))
    return -sum(map(calendar.is_workday, _between(due_on, day)))


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n + 1) for n in range((last - first).days)]
