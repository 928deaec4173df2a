"""This app's indicators over a period, as the pages and the apps above read them.

Each is a numerator over a denominator. What several cases of one matter tell counts once; each
case has its own answer. Asked again later a period that is over says the same of whatever had been
written down by then; what is entered later with an earlier date, of an old book or a weekend,
counts from then on in the time it tells of, and `intake.entered_later` says how much that is.
"""

from collections.abc import Collection, Mapping
from datetime import date

from bureau.calendar import WorkCalendar
from bureau.figures import Figure
from bureau.models import Institution
from complaints.figures import answers, calls, intake, orders
from complaints.figures.counting import Counted, Period, Reader
from complaints.models import Case
from complaints.models.cases import CasesQuerySet
from complaints.selectors.as_of import NO_HOUSE, as_they_stood

LIST = "complaints:cases"
READERS: Mapping[str, Reader] = {
    "intake": intake.intake,
    "taken_up_on_time": answers.taken_up_on_time,
    "answered_on_time": answers.answered_on_time,
    "substantiated": answers.substantiated,
    "fabricated": answers.fabricated,
    "satisfied": calls.satisfied,
    "order_response": orders.response,
    "order_on_time": answers.orders_on_time,
    "order_solved": calls.orders_solved,
    "order_satisfied": calls.orders_satisfied,
}
"""Every indicator by its code, in the order of its page."""


def figures(
    *, first: date, last: date, institutions: Collection[Institution], calendar: WorkCalendar
) -> list[Figure]:
    """Reckon all of them for some institutions, whoever may see the cases."""
    counted = reckon(Case.objects.all(), Period(first, last, calendar))
    keys = {str(one.pk) for one in institutions}
    codes = [one.code for one in institutions]
    narrow = {"of": codes[0]} if len(codes) == 1 else {}
    return [
        figure_of(code, [one for one in rows if one.house in keys], first, last, narrow)
        for code, rows in counted.items()
    ]


def reckon(cases: CasesQuerySet, period: Period) -> dict[str, list[Counted]]:
    """Read what every indicator counts of some cases, as they stood at the period's end."""
    then = as_they_stood(cases, period.last)
    return {code: read(then, period) for code, read in READERS.items()}


def counted_cases(code: str, cases: CasesQuerySet, period: Period) -> set[int]:
    """Name the cases that an indicator's numerator counts; none for what is no indicator."""
    read = READERS.get(code)
    if read is None:
        return set()
    return {one.case for one in read(as_they_stood(cases, period.last), period) if one.is_in}


def figure_of(
    code: str, rows: Collection[Counted], first: date, last: date, narrow: Mapping[str, str]
) -> Figure:
    """Reckon an indicator from its rows: what stands under one key counts once."""
    of = len({one.key for one in rows})
    asked = {"only": code, "since": first.isoformat(), "until": last.isoformat(), "tab": "all"}
    count = len({one.key for one in rows if one.is_in})
    return Figure(code, count, of, of, LIST, {**narrow, **asked})


def by_house(
    counted: Mapping[str, Collection[Counted]], period: Period, codes: Mapping[str, str]
) -> dict[str, list[Figure]]:
    """Part what was counted by institution; `codes` gives each key's code, in the order shown."""
    return {
        key: [
            figure_of(
                code, [one for one in rows if one.house == key], period.first, period.last,
                {"of": house} if key != NO_HOUSE else {},
            )
            for code, rows in counted.items()
        ]
        for key, house in codes.items()
    }  # fmt: skip
