"""What the bureau does with what came in: take it up, decline it, hand it on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import User
from complaints import selectors
from complaints.models import Case
from complaints.rules import clocks
from complaints.rules.steps import Step
from complaints.rules.words import (
    CaseState,
    ClockCode,
    Ground,
    Receiver,
)
from complaints.services.acts import check_step, locked, move, record_case_act
from complaints.services.clocks import start_clocks, stop_clocks, void_clocks
from complaints.services.errors import CaseError, reason_given
from complaints.services.orders import note_signed


@transaction.atomic
def take_case(*, case: Case, handler: User, by: User, at: datetime) -> Case:
    """Make somebody of the bureau responsible. Another handler moves no day.

    :raises CaseError: for somebody who may not see the case, or once it is over.
    """
    case = locked(case)
    if case.handler_id == handler.pk:
        return case
    _check_may_handle(case, handler)
    check_step(case, Step.TAKE)
    before, case.handler = case.handler, handler
    case.save(update_fields=["handler"])
    facts = {"from": str(before.pk) if before else "", "to": str(handler.pk)}
    record_case_act(case, "take_case", by=by, at=at, facts=facts)
    return case


@transaction.atomic
def accept_case(*, case: Case, by: User, at: datetime, calendar: WorkCalendar) -> Case:
    """Take a case up. Who takes it is responsible for it, unless somebody is already.

    :raises CaseError: for somebody who may not see it any more, or if another one took it up.
    """
    case = locked(case)
    _check_may_handle(case, by)
    if case.state == CaseState.ACCEPTED:
        _check_is_theirs(case, by)
        return case
    case.handler = case.handler or by
    move(case, CaseState.ACCEPTED, "accept_case", by=by, at=at, saving=("handler",))
    if case.is_hotline:
        note_signed(case, by=by, at=at)
        void_clocks(case, ClockCode.HOTLINE_RETURN)
    stop_clocks(
        case,
        ClockCode.TRIAGE,
        ClockCode.FIRST_ACTION,
        ClockCode.HOTLINE_SIGN,
        ClockCode.PETITION_TELL,
        ClockCode.PETITION_OBJECT,
        at=at,
    )
    if case.is_petition:
        day = timezone.localdate(at)
        finish = clocks.petition_finish(day, table=selectors.table_on(day))
        start_clocks(case, [finish], calendar=calendar)
    return case


def _check_may_handle(case: Case, user: User) -> None:
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        raise CaseError(_("%(name)s cannot handle this case.") % {"name": user})


def _check_is_theirs(case: Case, by: User) -> None:
    if case.handler and case.handler_id != by.pk:
        raise CaseError(_("%(name)s has taken it up already.") % {"name": case.handler})


@transaction.atomic
def decline_case(*, case: Case, ground: Ground, explanation: str, by: User, at: datetime) -> Case:
    """Do not handle a case, on one of the five grounds, and say why to whoever complained.

    :raises CaseError: without an explanation, or if it is being handled already.
    """
    case = locked(case)
    if case.state == CaseState.NOT_HANDLED:
        return case
    case.ground = ground
    case.explanation = reason_given(
        explanation, ask=_("Please explain to the complainant why this is not handled.")
    )
    move(
        case, CaseState.NOT_HANDLED, "decline_case", by=by, at=at,
        saving=("ground", "explanation"), why=case.explanation, facts={"ground": str(ground)},
    )  # fmt: skip
    void_clocks(case)
    return case


@transaction.atomic
def transfer_case(*, case: Case, to: Receiver, explanation: str, by: User, at: datetime) -> Case:
    """Hand a case on to another authority, and say so to whoever complained.

    :raises CaseError: without an explanation, or if it is past that.
    """
    case = locked(case)
    if case.state == CaseState.TRANSFERRED:
        return case
    case.handed_to = to
    case.explanation = reason_given(
        explanation, ask=_("Please explain to the complainant who handles it now.")
    )
    move(
        case, CaseState.TRANSFERRED, "transfer_case", by=by, at=at,
        saving=("handed_to", "explanation"), why=case.explanation, facts={"to": str(to)},
    )  # fmt: skip
    void_clocks(case)
    return case
