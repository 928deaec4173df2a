"""What the bureau puts right around a case, and who looked at who complained."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import User
from complaints import selectors
from complaints.models import Case
from complaints.rules import clocks
from complaints.rules.steps import Step
from complaints.rules.words import ClockCode, Confidentiality, Risk
from complaints.services.acts import check_step, locked, record_case_act, record_case_look
from complaints.services.assigning import moved_from
from complaints.services.clocks import start_clocks, void_clocks
from complaints.services.errors import CaseError
from complaints.services.pressing import tell_pressing

CLEAR = ("complainant", "phone", "patient", "id_no")
SORTED = frozenset({"institution", "department", "category", "safety_urgent"})


@transaction.atomic
def sort_case(
    *, case: Case, changes: Mapping[str, Any], by: User, at: datetime, calendar: WorkCalendar
) -> Case:
    """Say which institution and category a case is about, and whether it presses for safety.

    No day moves; what presses gets a clock of its own beside the others, and loses
    it when it presses no more. What stands already changes nothing.

    :raises CaseError: once the findings are made or the case is over, or for a department of
        another institution.
    """
    case = locked(case)
    new = {name: value for name, value in changes.items() if getattr(case, name) != value}
    if not new:
        return case
    if case.verified_at:
        raise CaseError(_("The findings on %(no)s are made: reopen it first.") % {"no": case.no})
    check_step(case, Step.SORT)
    was = case.institution_id
    for name in sorted(SORTED & set(new)):
        setattr(case, name, new[name])
    if case.department and case.department.institution_id != case.institution_id:
        raise CaseError(_("This department is not of that institution."))
    if case.safety_urgent:
        case.risk = Risk.HIGH
    case.save(update_fields=[*sorted(SORTED), "risk"])
    if "safety_urgent" in new:
        _press(case, at, calendar)
    facts = {name: str(value) for name, value in new.items()}
    if "institution" in new:
        facts |= moved_from(case, was)
    record_case_act(case, "sort_case", by=by, at=at, facts=facts)
    return case


def _press(case: Case, at: datetime, calendar: WorkCalendar) -> None:
    """Start the hours within which something is done, once in a round: those that ran in it stay.

    Of what does not press any more nobody asks them.
    """
    if not case.safety_urgent:
        void_clocks(case, ClockCode.FIRST_ACTION)
    elif not selectors.clocks_of_round(case).filter(code=ClockCode.FIRST_ACTION).exists():
        since = timezone.localtime(at)
        hours = clocks.first_action(since, table=selectors.table_on(since.date()))
        start_clocks(case, [hours], calendar=calendar)
        tell_pressing(case, at=at)


@transaction.atomic
def reveal_complainant(*, case: Case, reason: str, by: User, at: datetime) -> dict[str, str]:
    """Return who complained in the clear, and write down who looked and why.

    :raises CaseError: for whoever does not handle the case, or where nothing is kept.
    :raises BureauError: without a reason that says something, or with one longer than is kept.
    """
    case = locked(case)
    if case.handler_id != by.pk:
        raise CaseError(_("Only whoever handles the case looks at who complained."))
    if case.confidentiality == Confidentiality.ANONYMOUS:
        raise CaseError(_("This complaint is anonymous: nothing is kept."))
    record_case_look(case, "reveal_complainant", by=by, at=at, reason=reason)
    return {name: getattr(case, name).reveal() for name in CLEAR}
