"""What the 12345 hotline wants of a case: signed in, its caller rung, returned once at most."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import User
from bureau.services import tell
from complaints import notices, selectors
from complaints.models import Case, HotlineOrder, OrderRequest
from complaints.rules.clocks import Clock
from complaints.rules.steps import Step
from complaints.rules.words import (
    CaseState,
    ClockCode,
    ClockFamily,
    OrderAsk,
    Receiver,
    ReturnGround,
    Unit,
)
from complaints.services.acts import check_state, check_step, locked, move, record_case_act
from complaints.services.clocks import start_clocks, stop_clocks, void_clocks
from complaints.services.errors import CaseError, lacking_nothing, reason_given


@transaction.atomic
def sign_order(*, case: Case, by: User, at: datetime, calendar: WorkCalendar) -> HotlineOrder:
    """Sign an order in. From then on runs the time within which it may be given back.

    :raises CaseError: for what is no order of the hotline, or is past that.
    """
    case = locked(case)
    lacking_nothing(selectors.lacks_order(case))
    if standing := HotlineOrder.objects.filter(case=case).first():
        return standing
    check_step(case, Step.SIGN)
    order = note_signed(case, by=by, at=at)
    day = timezone.localdate(at)
    length = selectors.table_on(day).hotline_return_workdays
    clock = Clock(ClockCode.HOTLINE_RETURN, ClockFamily.CHANNEL, Unit.WORKDAYS, length, day)
    start_clocks(case, [clock], calendar=calendar)
    return order


def note_signed(case: Case, *, by: User, at: datetime) -> HotlineOrder:
    """Write down who signed an order of a locked case in; who takes it up signs it in as well."""
    order, is_new = HotlineOrder.objects.get_or_create(
        case=case, defaults={"signed_at": at, "signed_by": by}
    )
    if is_new:
        stop_clocks(case, ClockCode.HOTLINE_SIGN, at=at)
        record_case_act(case, "sign_order", by=by, at=at)
    return order


@transaction.atomic
def contact_caller(*, case: Case, by: User, at: datetime) -> HotlineOrder:
    """Write down that the caller was rung; the first time counts.

    :raises CaseError: for what is no order of the hotline, or was not signed in.
    """
    case = locked(case)
    order = _order_of(case)
    if order.contacted_at is not None:
        return order
    check_step(case, Step.CONTACT)
    order.contacted_at, order.contacted_by = at, by
    order.save(update_fields=["contacted_at", "contacted_by"])
    record_case_act(case, "contact_caller", by=by, at=at)
    stop_clocks(case, ClockCode.FIRST_ACTION, at=at)
    return order


def _order_of(case: Case) -> HotlineOrder:
    lacking_nothing(selectors.lacks_signature(case))
    return HotlineOrder.objects.get(case=case)


@transaction.atomic
def ask_return(
    *, case: Case, ground: ReturnGround, basis: str, by: User, at: datetime
) -> OrderRequest:
    """Ask to give an order back that is not ours: signed in, in time, and once.

    :raises CaseError: without its legal basis, too late, after it was taken up, or once more.
    """
    case = locked(case)
    _order_of(case)
    basis = reason_given(basis, ask=_("Please write the legal basis and why this is not ours."))
    returns = OrderRequest.objects.filter(case=case, kind=OrderAsk.RETURN)
    if waiting := returns.filter(is_granted__isnull=True).first():
        return waiting
    check_step(case, Step.GIVE_BACK)
    _check_return(case, returns.filter(is_granted=True).count(), at)
    request = OrderRequest.objects.create(
        case=case, kind=OrderAsk.RETURN, ground=ground, basis=basis, asked_by=by, asked_at=at
    )
    record_case_act(case, "ask_return", by=by, at=at, why=basis, facts={"return": str(ground)})
    tell(notices.asked(request, day=timezone.localdate(at)), at=at)
    return request


def _check_return(case: Case, returned: int, at: datetime) -> None:
    today = timezone.localdate(at)
    if returned >= selectors.table_on(timezone.localdate(case.received_at)).hotline_returns:
        raise CaseError(_("This order was given back before: it is ours now."))
    clock = case.clocks.filter(code=ClockCode.HOTLINE_RETURN, is_void=False).first()
    if clock is None or clock.due_on < today:
        raise CaseError(_("The time within which an order may be given back is over."))


@transaction.atomic
def ask_exclusion(*, case: Case, basis: str, by: User, at: datetime) -> OrderRequest:
    """Ask that an order does not count in the rates: what it wants cannot reasonably be wanted.

    :raises CaseError: without a reason, or if it does not count already.
    """
    case = locked(case)
    _order_of(case)
    basis = reason_given(basis, ask=_("Please write why it should not count."))
    asked = OrderRequest.objects.filter(case=case, kind=OrderAsk.EXCLUDE)
    if standing := asked.exclude(is_granted=False).first():
        return standing
    check_step(case, Step.EXCLUDE)
    request = OrderRequest.objects.create(
        case=case, kind=OrderAsk.EXCLUDE, basis=basis, asked_by=by, asked_at=at
    )
    record_case_act(case, "ask_exclusion", by=by, at=at, why=basis)
    tell(notices.asked(request, day=timezone.localdate(at)), at=at)
    return request


@transaction.atomic
def decide_request(
    *, request: OrderRequest, is_granted: bool, answer: str = "", by: User, at: datetime
) -> OrderRequest:
    """Grant or refuse what was asked about an order. Decided twice, the first stands.

    A return that is granted goes to the hotline, and nothing of it is asked for here any more.

    :raises CaseError: for one's own request, without a reason for a refusal, or if the order was
        taken up meanwhile.
    """
    case = locked(request.case)
    request = OrderRequest.objects.select_for_update().get(pk=request.pk)
    if request.is_granted is not None:
        return request
    if request.asked_by_id == by.pk:
        raise CaseError(_("Somebody else decides on this."))
    check_step(case, Step.DECIDE_ORDER)
    if not is_granted:
        answer = reason_given(answer, ask=_("Please write why not."))
    request.is_granted, request.answer = is_granted, answer.strip()
    request.decided_by, request.decided_at = by, at
    request.save(update_fields=["is_granted", "answer", "decided_by", "decided_at"])
    if is_granted and request.kind == OrderAsk.RETURN:
        _send_back(case, request, by=by, at=at)
    verb = "decide_return" if request.kind == OrderAsk.RETURN else "decide_exclusion"
    record_case_act(case, verb, by=by, at=at, why=answer, facts={"granted": is_granted})
    return request


def _send_back(case: Case, request: OrderRequest, *, by: User, at: datetime) -> None:
    check_state(case, CaseState.REGISTERED)
    case.handed_to, case.explanation = Receiver.HOTLINE, request.basis
    move(
        case, CaseState.TRANSFERRED, "transfer_case", by=by, at=at,
        saving=("handed_to", "explanation"), why=request.basis,
        facts={"to": str(Receiver.HOTLINE)},
    )  # fmt: skip
    void_clocks(case)


@transaction.atomic
def note_package(*, case: Case, by: User, at: datetime) -> None:
    """Write down who took out what goes back to the hotline.

    :raises CaseError: for what is no order of the hotline, or has no answer yet.
    """
    case = locked(case)
    lacking_nothing(selectors.lacks_to_pack(case))
    record_case_act(case, "pack_order", by=by, at=at)
