"""Follow-ups that patients deny: a second call, the institution's explanation, a decision."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import Staff, User
from bureau.services import tell
from followups import selectors
from followups.models import DoubtedFollowUp, NumberReveal, SpotCheck, SpotCheckItem
from followups.rules import doubts as rules
from followups.rules.words import DoubtState, Verdict
from followups.services.acts import record_check_act, record_check_look
from followups.services.doubt_items import drop_item, open_false_record
from followups.services.errors import RegisterError, reason_given
from followups.services.reminders import doubt_decided, doubt_explained, doubt_raised


@transaction.atomic
def reveal_for_second_call(*, item: SpotCheckItem, by: User, at: datetime) -> SpotCheckItem:
    """Write down that somebody looks at a number for the second call; then it may be shown.

    :raises RegisterError: if nobody waits for this person's second call.
    """
    item = _awaiting_second_call(item, by=by, at=at)
    NumberReveal.objects.create(item=item, by=by, at=at)
    limits = selectors.look_limits(timezone.localdate(at))
    facts = {"position": item.position}
    record_check_look(item.spot_check, "reveal_number", by=by, at=at, facts=facts, limits=limits)
    return item


@transaction.atomic
def record_second_call(
    *, item: SpotCheckItem, verdict: Verdict, by: User, at: datetime, calendar: WorkCalendar
) -> DoubtedFollowUp:
    """Write down what another officer's call found; where it is the same, the house explains.

    The same result again, by the same person, changes nothing.

    :raises RegisterError: if it is not the person's to make, nobody answered, or the caller has
        not looked at the number.
    """
    known = selectors.doubt_of(item)
    if known and (known.called_by_id, known.verdict) == (by.pk, verdict):
        return known
    item = _awaiting_second_call(item, by=by, at=at)
    if verdict in rules.UNTOLD:
        raise RegisterError(_("Nobody answered, so it says nothing yet: ring again later."))
    if not selectors.has_looked(item, by=by, at=at):
        raise RegisterError(_("Look at the number and call first; then record what you found."))
    doubt = _begin(item, verdict, by=by, at=at, calendar=calendar)
    _record(doubt, "record_second_call", by=by, at=at, after=verdict)
    if doubt.explain_by:
        tell(doubt_raised(doubt), at=at)
    return doubt


def _begin(
    item: SpotCheckItem, verdict: Verdict, *, by: User, at: datetime, calendar: WorkCalendar
) -> DoubtedFollowUp:
    table = selectors.table_of(item.spot_check.register.month)
    is_borne_out = verdict is rules.BORNE_OUT
    explain_by = calendar.add_workdays(timezone.localdate(at), table.explain_days)
    return DoubtedFollowUp.objects.create(
        item=item,
        number=item.doubts.count() + 1,
        called_by=by,
        called_at=at,
        verdict=verdict,
        explain_by=explain_by if is_borne_out else None,
    )


@transaction.atomic
def explain_doubt(*, doubt: DoubtedFollowUp, text: str, by: User, at: datetime) -> DoubtedFollowUp:
    """Write down how the institution explains a follow-up that its patient denies, once.

    After its term it may still explain, as long as nobody has decided.

    :raises RegisterError: if it says nothing, or an explanation or a decision stands already.
    """
    doubt = _locked(doubt)
    if doubt.explained_at and doubt.explanation == text.strip():
        return doubt
    if doubt.explained_at or doubt.decision or doubt.taken_back_at or not doubt.explain_by:
        raise RegisterError(_("Somebody has explained or decided this meanwhile."))
    text = reason_given(text, ask=_("Please write how the follow-up was made, and by whom."))
    doubt.explained_by, doubt.explained_at, doubt.explanation = by, at, text
    doubt.save(update_fields=["explained_by", "explained_at", "explanation"])
    _record(doubt, "explain_doubt", by=by, at=at, why=text, after=DoubtState.TO_DECIDE)
    tell(doubt_explained(doubt), at=at)
    return doubt


@transaction.atomic
def confirm_false_followup(
    *, doubt: DoubtedFollowUp, note: str, by: User, at: datetime
) -> DoubtedFollowUp:
    """Find that a follow-up was made up: it is struck, and the ledger has a draft about it.

    :raises RegisterError: without a reason, for a caller, before the institution has explained or
        its term is over, or where the first call's result was corrected meanwhile.
    """
    doubt = _locked(doubt)
    if doubt.decision == DoubtState.CONFIRMED and not doubt.taken_back_at:
        return doubt
    note = _may_decide(doubt, note, by=by)
    if doubt.state_on(timezone.localdate(at)) is not DoubtState.TO_DECIDE:
        raise RegisterError(_("The institution may still explain it: decide after that."))
    if doubt.item.verdict != rules.BORNE_OUT:
        raise RegisterError(_("The result of the first call was corrected: nobody denies it now."))
    staff = selectors.named_follower(doubt.item)
    doubt = _decide(doubt, DoubtState.CONFIRMED, note, by=by, at=at, staff=staff)
    open_false_record(doubt, by=by, at=at)
    tell(doubt_decided(doubt), at=at)
    return doubt


@transaction.atomic
def dismiss_doubt(*, doubt: DoubtedFollowUp, note: str, by: User, at: datetime) -> DoubtedFollowUp:
    """Find that a follow-up in doubt is not shown to be made up; that needs no explanation first.

    :raises RegisterError: without a reason, for a caller, or if it is decided otherwise.
    """
    doubt = _locked(doubt)
    if doubt.decision == DoubtState.DISMISSED and not doubt.taken_back_at:
        return doubt
    note = _may_decide(doubt, note, by=by)
    doubt = _decide(doubt, DoubtState.DISMISSED, note, by=by, at=at)
    tell(doubt_decided(doubt), at=at)
    return doubt


@transaction.atomic
def take_back_doubt(
    *, doubt: DoubtedFollowUp, reason: str, by: User, at: datetime
) -> DoubtedFollowUp:
    """Take a decision, or a second call that bore nothing out, back; a new round may begin.

    The row counts again. A draft in the ledger is dismissed; what was ordered by then stays there,
    for the ledger to end.

    :raises RegisterError: without a reason, or before there is a decision.
    """
    doubt = _locked(doubt)
    if doubt.taken_back_at:
        return doubt
    reason = reason_given(reason, ask=_("Please write why the decision is taken back."))
    if doubt.explain_by and not doubt.decision:
        raise RegisterError(_("Nothing is decided yet: dismiss it instead."))
    before = doubt.state_on(timezone.localdate(at))
    doubt.taken_back_by, doubt.taken_back_at, doubt.why_back = by, at, reason
    doubt.save(update_fields=["taken_back_by", "taken_back_at", "why_back"])
    states = {"before": before, "after": DoubtState.TAKEN_BACK}
    _record(doubt, "take_back_doubt", by=by, at=at, why=reason, **states)
    drop_item(doubt, reason=reason, by=by, at=at)
    tell(doubt_decided(doubt), at=at)
    return doubt


def _awaiting_second_call(item: SpotCheckItem, *, by: User, at: datetime) -> SpotCheckItem:
    """Lock a list and return the person, if this caller may ring them as the second.

    :raises RegisterError: if not.
    """
    SpotCheck.objects.select_for_update().get(pk=item.spot_check_id)
    item = SpotCheckItem.objects.select_related("spot_check__register__institution").get(pk=item.pk)
    state = selectors.state_of_doubt(item, selectors.doubt_of(item), timezone.localdate(at))
    if state is not DoubtState.SECOND_CALL:
        raise RegisterError(_("This person is not waiting for a second call."))
    if not rules.may_call_second(by.pk, selectors.first_callers(item)):
        raise RegisterError(_("The second call is made by somebody else than the first."))
    return item


def _locked(doubt: DoubtedFollowUp) -> DoubtedFollowUp:
    rows = DoubtedFollowUp.objects.select_for_update(of=("self",))
    return rows.select_related("item__spot_check__register__institution").get(pk=doubt.pk)


def _may_decide(doubt: DoubtedFollowUp, note: str, *, by: User) -> str:
    note = reason_given(note, ask=_("Please write what the decision rests on."))
    if doubt.decision or doubt.taken_back_at or not doubt.explain_by:
        raise RegisterError(_("Somebody has decided this meanwhile."))
    callers = {doubt.called_by_id, *selectors.first_callers(doubt.item)}
    if not rules.may_decide(by.pk, callers):
        raise RegisterError(_("Who made one of the calls does not decide on it."))
    return note


def _decide(
    doubt: DoubtedFollowUp,
    decision: DoubtState,
    note: str,
    *,
    by: User,
    at: datetime,
    staff: Staff | None = None,
) -> DoubtedFollowUp:
    before = doubt.state_on(timezone.localdate(at))
    doubt.decision, doubt.note, doubt.staff = decision, note, staff
    doubt.decided_by, doubt.decided_at = by, at
    doubt.save(update_fields=["decision", "note", "staff", "decided_by", "decided_at"])
    verb = "confirm_false_followup" if decision is DoubtState.CONFIRMED else "dismiss_doubt"
    _record(doubt, verb, by=by, at=at, before=before, after=decision, why=note)
    return doubt


def _record(doubt: DoubtedFollowUp, verb: str, *, by: User, at: datetime, **said: str) -> None:
    facts = {"position": doubt.item.position, "round": doubt.number}
    record_check_act(doubt.item.spot_check, verb, by=by, at=at, facts=facts, **said)
