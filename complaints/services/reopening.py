"""A case taken up again: what was found is open, its terms run anew."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import User
from complaints import selectors
from complaints.models import Case
from complaints.rules.clocks import Clock
from complaints.rules.words import CaseState, ClockCode, ClockFamily, Unit
from complaints.services.acts import locked, move
from complaints.services.clocks import start_clocks, void_clocks
from complaints.services.errors import reason_given
from complaints.services.finding import open_findings


@transaction.atomic
def reopen_case(*, case: Case, why: str, by: User, at: datetime, calendar: WorkCalendar) -> Case:
    """Take a case up again, on new facts or after a call-back that was bad for a good reason.

    Its findings are open again and are made anew; what held stands beside them as void. The term
    of its answer runs anew from this day, beside the one that is over.

    :raises CaseError: without the new facts, or if it has not ended.
    """
    case = locked(case)
    if case.state == CaseState.REOPENED:
        return case
    why = reason_given(why, ask=_("Please write what is new."))
    open_findings(case, at)
    case.closed_at = None
    saving = ("closed_at", "finding", "verified_by", "verified_at")
    move(case, CaseState.REOPENED, "reopen_case", by=by, at=at, saving=saving, why=why)
    day = timezone.localdate(at)
    length = selectors.table_on(day).answer_workdays
    clock = Clock(ClockCode.ANSWER, ClockFamily.STATUTORY, Unit.WORKDAYS, length, day)
    void_clocks(case)
    _ask_again_for_the_hotline(case)
    start_clocks(case, [clock], calendar=calendar)
    return case


def _ask_again_for_the_hotline(case: Case) -> None:
    """Let the hotline's own day hold again where the order was given back and came again."""
    case.clocks.filter(code=ClockCode.HOTLINE_ANSWER, stopped_at=None).update(is_void=False)
