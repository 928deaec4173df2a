"""What an indicator counts: cases with their keys, placed where they stood."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from bureau.calendar import WorkCalendar
from complaints.models.cases import CasesQuerySet


class Period(NamedTuple):
    """The days of which numbers are asked for; `today` where the last of them is still to come."""

    first: date
    last: date
    calendar: WorkCalendar
    today: date = date.max

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


class Counted(NamedTuple):
    """A case in an indicator's denominator, and whether it is in its numerator.

    What has the same key counts once; `house` is the institution's key, "" where there is none.
    """

    case: int
    house: str
    key: tuple[str, int]
    is_in: bool


Reader = Callable[[CasesQuerySet, Period], list[Counted]]


def by_case(cases: CasesQuerySet, found: Iterable[tuple[int, bool]]) -> list[Counted]:
    """Place what was found of cases, each counting by itself; of others than these nothing."""
    listed = list(found)
    places = _places(cases, listed)
    return [Counted(pk, places[pk][0], ("case", pk), is_in) for pk, is_in in listed if pk in places]


def by_matter(cases: CasesQuerySet, found: Iterable[tuple[int, bool]]) -> list[Counted]:
    """Place what was found of cases, those of one matter counting once."""
    listed = list(found)
    places = _places(cases, listed)
    return [
        Counted(pk, places[pk][0], ("matter", places[pk][1]), is_in)
        for pk, is_in in listed
        if pk in places
    ]


def _places(cases: CasesQuerySet, found: list[tuple[int, bool]]) -> dict[int, tuple[str, int]]:
    named = cases.filter(pk__in={pk for pk, _is_in in found}).order_by()
    rows = named.values_list("pk", "house_then", "matter_then")
    return {pk: (house, matter) for pk, house, matter in rows}
