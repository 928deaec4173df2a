"""Figures of posting: how many institutions have posted everything, and how calls were answered."""

from collections.abc import Collection
from datetime import date

from bureau.calendar import WorkCalendar
from bureau.figures import Figure
from bureau.models import Institution
from rectification.models import TestCall
from rectification.selectors.places import posting_standings


def figures(
    *, first: date, last: date, institutions: Collection[Institution], calendar: WorkCalendar
) -> list[Figure]:
    """Tell of the last day who has posted everything, and of the time how calls were answered."""
    standings = posting_standings(institutions, day=last, calendar=calendar)
    complete = sum(one.coverage.is_complete for one in standings)
    calls = TestCall.objects.known_on(last).filter(
        institution__in=[house.pk for house in institutions],
        called_at__date__range=(first, last),
    )
    rung = calls.count()
    answered = calls.filter(answered_in_s__isnull=False).count()
    where, then = "rectification:places", {"on": last.isoformat()}
    return [
        Figure("posting_coverage", complete, len(standings), len(standings), where, then),
        Figure("posting_calls_answered", answered, rung, rung, where),
    ]
