"""When a month's register is due, when it closes, and how it stands.

Source: the county's plan, follow-ups: the register of a month goes to the bureau by the 10th
of the next month, a fixed day that does not move for rest days (S-21). Which day it is and all
other thresholds stand in `table.py`.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from followups.rules.table import STANDARD, RegisterTable


class RegisterState(StrEnum):
    """How a month's register of one institution stands on a day. Derived, never stored."""

    NOT_DUE = "not_due"
    ON_TIME = "on_time"
    LATE = "late"
    PARTIAL = "partial"
    MISSING = "missing"
    NIL = "nil"


RECEIVED = frozenset(
    {RegisterState.ON_TIME, RegisterState.LATE, RegisterState.PARTIAL, RegisterState.NIL}
)
# Which states each number of a month counts, so that every number can open its rows.
COUNTED = {
    "expected": frozenset(RegisterState),
    "received": RECEIVED,
    "on_time": frozenset({RegisterState.ON_TIME, RegisterState.NIL}),
    "missing": frozenset({RegisterState.MISSING, RegisterState.NOT_DUE}),
}


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def last_of_month(month: date) -> date:
    return month_after(month) - timedelta(days=1)


def months_until(month: date, *, count: int) -> list[date]:
    """List `count` months that end with `month`, oldest first."""
    months = [month]
    while len(months) < count:
        months.append(month_before(months[-1]))
    return months[::-1]


def is_too_long_ago(month: date, day: date) -> bool:
    """Test if a month lies more than two years before `day`: a slip rather than a register."""
    return (day.year - month.year) * 12 + day.month - month.month > 24


def due_on(month: date, table: RegisterTable = STANDARD) -> date:
    """Return the last day on which the register of `month` is on time: fixed, also on a Sunday."""
    return month_after(month).replace(day=table.due_day)


def closes_at(month: date, zone: tzinfo, table: RegisterTable = STANDARD) -> datetime:
    """Return the instant from which the month can be closed: 24:00 of the due day."""
    return end_of(due_on(month, table), zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)


class Closing(NamedTuple):
    """When a month closes, and when its figures freeze whatever is still under way."""

    closes_at: datetime
    freezes_at: datetime


def closing(month: date, zone: tzinfo, table: RegisterTable = STANDARD) -> Closing:
    """Return the two instants of a month's closing.

    A file that arrived before the first may be submitted until the second; no other may.
    """
    instant = closes_at(month, zone, table)
    return Closing(instant, instant + timedelta(minutes=table.closing_grace_minutes))


def ran_late(month: date, at: datetime, zone: tzinfo, table: RegisterTable = STANDARD) -> bool:
    """Test if a month closed at `at` was closed late: the job had been down.

    A month that waited for its files freezes when the grace is over; as much again is for the
    job to come round.
    """
    grace = timedelta(minutes=table.closing_grace_minutes)
    return at > closing(month, zone, table).freezes_at + grace


def provisional_at(month: date, zone: tzinfo, table: RegisterTable = STANDARD) -> datetime:
    return datetime.combine(due_on(month, table), time(table.provisional_hour), zone)


class Standing(NamedTuple):
    """A state, and by how many days it is late (0 where that says nothing)."""

    state: RegisterState
    late_days: int = 0


def standing(
    *,
    due: date,
    arrived_on: date | None,
    completed_on: date | None,
    is_nil: bool,
    day: date,
) -> Standing:
    """Tell how a register stands on `day`.

    A file that arrives on the due day, up to 24:00, is on time. A part of the rows counts as
    received, and as on time only if the rest arrived by the due day as well. A nil report is a
    report: late if it comes late.
    """
    if arrived_on is None:
        return Standing(RegisterState.MISSING if day > due else RegisterState.NOT_DUE)
    if completed_on is None:
        return Standing(RegisterState.PARTIAL)
    late_days = max((completed_on - due).days, 0)
    if late_days:
        return Standing(RegisterState.LATE, late_days)
    return Standing(RegisterState.NIL if is_nil else RegisterState.ON_TIME)


def is_over(month: date, day: date) -> bool:
    """Test if every day of a month lies behind: before, no register of it can be complete."""
    return day > last_of_month(month)


def counted_on(
    *, arrived_on: date, submitted_on: date, was_corrected: bool, was_frozen: bool
) -> date:
    """Return the day on which a submission counts.

    It is the day the file arrived, also where it was submitted after midnight. What was mended
    on the page did not arrive that way, and what was submitted once the month's figures were
    frozen is in none of them: both count on the day they were submitted.
    """
    return submitted_on if was_corrected or was_frozen else arrived_on


class Handed(NamedTuple):
    """What a submission leaves behind: rows refused in it, rows that stand but are not in it,
    the follow-ups that all its files brought together, and the most rows of any earlier file,
    refused ones included but for those that repeated another."""

    refused: int
    absent: int
    taken: int
    most_before: int


def completes(handed: Handed, *, month: date, day: date) -> bool:
    """Test if a submission makes a month's register complete.

    Nothing may be refused, and the month must be over. A file that leaves rows out completes
    only if as many were taken as ever were handed in: resending one row is not the rest.
    """
    is_whole = handed.absent == 0 or handed.taken >= handed.most_before
    return handed.refused == 0 and is_whole and is_over(month, day)


def is_on_time(state: RegisterState) -> bool:
    return state in COUNTED["on_time"]


class Ratio(NamedTuple):
    """A share kept as its two numbers, so that every percentage can be counted again."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None


class FourNumbers(NamedTuple):
    """Expected, received, received on time; the rate is on time of expected."""

    expected: int
    received: int
    on_time: int

    @property
    def rate(self) -> Ratio:
        return Ratio(self.on_time, self.expected)


def four_numbers(states: Iterable[RegisterState]) -> FourNumbers:
    """Count the registers of institutions that owe one."""
    states = list(states)
    return FourNumbers(
        expected=len(states),
        received=sum(state in RECEIVED for state in states),
        on_time=sum(map(is_on_time, states)),
    )
