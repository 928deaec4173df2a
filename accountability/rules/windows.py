"""The time in which is counted: a year, or the twelve months that end on an event's day.

Source: the county's plan, “年内” and “当年” (domain A-01): the calendar year by default, a plan
year that begins in another month, or twelve months that roll (decision 39).
"""

from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Window(NamedTuple):
    """A time of counting; both its days are in it."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def window_of(day: date, *, begins_month: int = 1) -> Window:
    """Return the year of counting that a day is in."""
    year = day.year if day.month >= begins_month else day.year - 1
    return window_from(date(year, begins_month, 1))


def twelve_months_to(day: date) -> Window:
    """Return the twelve months that end on a day: they begin the day after the same date.

    The 28th and the 29th of February of a leap year have the same ones, from the 1st of March.
    """
    is_leap_day = (day.month, day.day) == (2, 29)
    before = date(day.year - 1, 2, 28) if is_leap_day else day.replace(year=day.year - 1)
    return window_from(before + ONE_DAY)


def window_from(first: date) -> Window:
    """Return the twelve months that begin on a day: up to the day before the same date."""
    is_leap_day = (first.month, first.day) == (2, 29)
    again = date(first.year + 1, 3, 1) if is_leap_day else first.replace(year=first.year + 1)
    return Window(first, again - ONE_DAY)


def year_of(first: date, *, rolls: bool) -> int:
    """Name the year under which something is listed: of twelve months that roll, their last."""
    return window_from(first).last.year if rolls else first.year


def award_year(first: date, *, rolls: bool) -> Window:
    """Return the year whose awards are kept back: “当年” is no twelve months that roll."""
    return window_from(date(year_of(first, rolls=True), 1, 1)) if rolls else window_from(first)
