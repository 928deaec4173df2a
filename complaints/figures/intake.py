"""How much came in, and how much of it can count against anybody."""

from django.db.models import Exists, OuterRef

from bureau.models import Act
from complaints.figures.counting import Counted, Period, by_matter
from complaints.models.cases import CasesQuerySet
from complaints.rules import workflow
from complaints.rules.words import CaseState
from complaints.selectors.as_of import CASE

LEFT = frozenset({CaseState.WITHDRAWN, CaseState.NOT_HANDLED})


def intake(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of the matters that came in, those with a complaint or a report that stands."""
    came = cases.filter(received_at__date__range=period.days)
    rows = came.order_by().values_list("pk", "type", "state_then")
    found = [
        (pk, kind in workflow.COUNTING_TYPES and state not in LEFT) for pk, kind, state in rows
    ]
    return by_matter(cases, found)


def entered_later(cases: CasesQuerySet, period: Period) -> int:
    """Count what came in the period and was written down only after it: it was not counted then."""
    entered = Act.objects.filter(
        object_kind=CASE, object_no=OuterRef("no"), verb="register_case", at__date__gt=period.last
    )
    return cases.filter(Exists(entered), received_at__date__range=period.days).count()
