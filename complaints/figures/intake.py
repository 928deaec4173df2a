"""How much came in, and how much of it can count against anybody."""

from complaints.figures.counting import Counted, Period, by_matter
from complaints.models.cases import CasesQuerySet
from complaints.rules import workflow
from complaints.rules.words import CaseState

LEFT = frozenset({CaseState.WITHDRAWN, CaseState.NOT_HANDLED})


def intake(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of the matters that came in, those with a complaint or a report that stands."""
    came = cases.filter(received_at__date__range=period.days)
    rows = came.order_by().values_list("pk", "type", "state_then")
    found = [
        (pk, kind in workflow.COUNTING_TYPES and state not in LEFT) for pk, kind, state in rows
    ]
    return by_matter(cases, found)
