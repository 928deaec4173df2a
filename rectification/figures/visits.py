"""The figure of compliance: what was met of what applied, at the visits done in a time."""

from collections.abc import Collection
from datetime import date

from bureau.figures import Figure
from bureau.models import Institution
from rectification.models import VisitResult
from rectification.rules.inspections import Finding, VisitState, compliance
from rectification.selectors.visits import findings_on


def figures(*, first: date, last: date, institutions: Collection[Institution]) -> list[Figure]:
    """Reckon compliance of the visits done from one day to another, both included.

    As it was known on the last day: an answer put right later leaves the figure as it was.
    """
    found = VisitResult.objects.filter(
        visit__state=VisitState.DONE,
        visit__done_at__date__range=(first, last),
        visit__institution__in=[house.pk for house in institutions],
    )
    kept = compliance(findings_on(found, last))
    return [
        Figure(
            "checklist_compliance",
            kept.met,
            kept.applicable,
            kept.applicable,
            "rectification:visit_results",
            {"finding": Finding.MET.value, "since": first.isoformat(), "until": last.isoformat()},
        )
    ]
