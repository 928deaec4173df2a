"""Another draw over the same register: asked for by one person, agreed to or refused by another."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import tell
from followups import selectors
from followups.models import MonthlyRegister, SpotCheck
from followups.rules.words import CheckState
from followups.services.acts import record_check_act
from followups.services.errors import RegisterError, reason_given
from followups.services.reminders import redraw_answered, redraw_asked
from followups.services.spotchecks import draw_facts, draw_into, macs_of


@transaction.atomic
def ask_redraw(*, check: SpotCheck, reason: str, by: User, at: datetime) -> SpotCheck:
    """Ask for another draw over the same register. Nothing changes until a second person agrees.

    :raises RegisterError: without a reason, while another redraw waits, or of a list that was
        never drawn.
    """
    check = _locked(check)
    reason = reason_given(reason, ask=_("Please write why the list should be drawn again."))
    if check.is_replaced or check.register.checks.waiting().exists():
        raise RegisterError(_("Another redraw of this register is waiting or was made already."))
    if check.drawn_at is None:
        raise RegisterError(_("This list was never drawn, so it cannot be drawn again."))
    latest = check.register.checks.aggregate(latest=Max("number"))["latest"]
    redraw = SpotCheck.objects.create(
        register=check.register,
        number=latest + 1,
        batch=check.batch,
        upto_version=check.upto_version,
        percent=check.percent,
        reason=reason,
        asked_by=by,
    )
    record_check_act(redraw, "ask_redraw", by=by, at=at, after=CheckState.WAITING, why=reason)
    tell(redraw_asked(redraw), at=at)
    return redraw


@transaction.atomic
def approve_redraw(*, check: SpotCheck, by: User, at: datetime) -> SpotCheck:
    """Agree to a redraw that somebody else asked for, and draw. The first draw is kept.

    Drawn from is what was drawn from before: a row that was taken back since stays in the lot.

    :raises RegisterError: if the same person asked for it, or it was laid aside meanwhile.
    """
    check = _locked(check)
    if check.drawn_at is not None:
        return check
    if check.laid_aside_at is not None:
        raise RegisterError(_("This redraw was refused or withdrawn meanwhile."))
    if check.asked_by_id == by.pk:
        raise RegisterError(_("A second person has to agree to a redraw."))
    earlier = selectors.check_in_force(check.register, batch=check.batch)
    SpotCheck.objects.filter(pk=earlier.pk).update(is_replaced=True)
    check.approved_by, check.upto_version = by, earlier.upto_version
    check.percent, check.required = earlier.percent, earlier.required
    table = selectors.table_of(check.register.month)
    check = draw_into(check, earlier.frame, macs=macs_of(earlier), table=table, at=at)
    facts = draw_facts(check)
    record_check_act(
        check,
        "approve_redraw",
        by=by,
        at=at,
        before=CheckState.WAITING,
        after=check.state,
        facts=facts,
    )
    tell(redraw_answered(check), at=at)
    return check


@transaction.atomic
def refuse_redraw(*, check: SpotCheck, reason: str, by: User, at: datetime) -> SpotCheck:
    """Refuse a redraw that somebody else asked for. The list in force stays in force.

    Refusing again changes nothing.

    :raises RegisterError: without a reason, if the same person asked for it, or if it was drawn.
    """
    check = _locked(check)
    if check.asked_by_id == by.pk:
        raise RegisterError(_("Who asked for a redraw withdraws it; a second person refuses it."))
    ask = _("Please write why the list is not drawn again.")
    reason = reason_given(reason, ask=ask)
    refused = _lay_aside(check, "refuse_redraw", reason=reason, by=by, at=at)
    tell(redraw_answered(refused), at=at)
    return refused


@transaction.atomic
def withdraw_redraw(*, check: SpotCheck, reason: str, by: User, at: datetime) -> SpotCheck:
    """Take back the own request for a redraw. The list in force stays in force.

    Withdrawing again changes nothing.

    :raises RegisterError: without a reason, if somebody else asked for it, or if it was drawn.
    """
    check = _locked(check)
    if check.asked_by_id != by.pk:
        raise RegisterError(_("Only who asked for a redraw can withdraw it."))
    ask = _("Please write why the redraw is no longer wanted.")
    reason = reason_given(reason, ask=ask)
    return _lay_aside(check, "withdraw_redraw", reason=reason, by=by, at=at)


def _locked(check: SpotCheck) -> SpotCheck:
    """Lock a list, its register before it: lists of one register are numbered and drawn in turn.

    Whoever locks both does it in this order.
    """
    MonthlyRegister.objects.select_for_update().get(pk=check.register_id)
    return SpotCheck.objects.select_for_update().get(pk=check.pk)


def _lay_aside(check: SpotCheck, verb: str, *, reason: str, by: User, at: datetime) -> SpotCheck:
    if check.drawn_at is not None:
        raise RegisterError(_("This list is drawn already."))
    if check.laid_aside_at is None:
        check.laid_aside_at, check.laid_aside_by, check.laid_aside_reason = at, by, reason
        check.save(update_fields=["laid_aside_at", "laid_aside_by", "laid_aside_reason"])
        record_check_act(
            check,
            verb,
            by=by,
            at=at,
            before=CheckState.WAITING,
            after=CheckState.LAID_ASIDE,
            why=reason,
        )
    return check
