"""The year in which is counted.

Source: the county's plan, “年内” and “当年” (domain A-01): the calendar year by default, or a plan
year that begins in another month.
"""

from datetime import date, timedelta
from typing import NamedTuple


class Window(NamedTuple):
    """A year of counting; both its days are in it."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def window_of(day: date, *, begins_month: int = 1) -> Window:
    """Return the year of counting that a day is in."""
    year = day.year if day.month >= begins_month else day.year - 1
    return window_from(date(year, begins_month, 1))


def window_from(first: date) -> Window:
    """Return the year of counting that begins on a day, the first of its month."""
    return Window(first, first.replace(year=first.year + 1) - timedelta(days=1))
