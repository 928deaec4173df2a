"""This app's indicators over a period and some institutions, as the apps above read them."""

from collections.abc import Collection
from datetime import date

from bureau.calendar import WorkCalendar
from bureau.figures import Figure
from bureau.models import Institution
from rectification.figures import ledger, places, visits


def figures(
    *, first: date, last: date, institutions: Collection[Institution], calendar: WorkCalendar
) -> list[Figure]:
    """Reckon all of them; the calendar says which test calls were out of hours."""
    return [
        *ledger.figures(first=first, last=last, institutions=institutions),
        *places.figures(first=first, last=last, institutions=institutions, calendar=calendar),
        *visits.figures(first=first, last=last, institutions=institutions),
    ]
