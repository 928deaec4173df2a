"""A year of counting as a paper names it."""

from datetime import date

from accountability.rules.windows import window_from
from bureau.papers.paper import written_day


def year_in_words(first: date) -> str:
    """Name a year of counting by its number, or by both its days where it is no calendar year."""
    if (first.month, first.day) == (1, 1):
        return f"{first.year}年度"
    return "至".join(map(written_day, window_from(first)))
