"""What becomes of a case that whoever complained takes back."""

from django.utils import timezone

from bureau.categories import category_table_on
from bureau.category_table import counting
from complaints.models import Case
from complaints.rules import workflow
from complaints.rules.words import CaseState


def withdrawn_to(case: Case) -> CaseState:
    """Return what a case becomes: for safety and discipline the bureau goes on."""
    return workflow.withdrawn_to(
        safety_urgent=case.safety_urgent, to_discipline=_is_for_discipline(case)
    )


def is_accepted_first(case: Case) -> bool:
    """Test if the bureau would go on with what nobody has taken up yet."""
    goes_on = withdrawn_to(case) is CaseState.WITHDRAWN_CONTINUE
    return goes_on and case.state == CaseState.REGISTERED


def _is_for_discipline(case: Case) -> bool:
    if case.category is None:
        return case.is_accusation
    table = category_table_on(timezone.localdate(case.received_at))
    return case.is_accusation or counting(case.category.code, table=table).to_discipline
