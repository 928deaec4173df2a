"""A petition that was handed down and is not ours: objected to in time, with reasons."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import User
from complaints.models import Case
from complaints.rules.steps import Step
from complaints.rules.words import CaseState, ClockCode, Receiver
from complaints.services.acts import check_step, locked, move
from complaints.services.clocks import void_clocks
from complaints.services.errors import CaseError, reason_given


@transaction.atomic
def object_petition(*, case: Case, reasons: str, by: User, at: datetime) -> Case:
    """Object that a petition is not ours, and give it back to whoever handed it down.

    :raises CaseError: without reasons, for what was not handed down, or after its working days.
    """
    case = locked(case)
    if case.state == CaseState.TRANSFERRED and case.handed_to == Receiver.PETITIONS:
        return case
    why = reason_given(reasons, ask=_("Please write with reasons why this is not ours."))
    clock = case.clocks.filter(code=ClockCode.PETITION_OBJECT, is_void=False).first()
    if clock is None:
        raise CaseError(_("Only a petition that was handed down is objected to."))
    if clock.due_on < timezone.localdate(at):
        raise CaseError(_("The working days within which one objects are over: it is ours."))
    check_step(case, Step.OBJECT)
    case.handed_to, case.explanation = Receiver.PETITIONS, why
    move(
        case, CaseState.TRANSFERRED, "object_petition", by=by, at=at,
        saving=("handed_to", "explanation"), why=why,
    )  # fmt: skip
    void_clocks(case)
    return case
