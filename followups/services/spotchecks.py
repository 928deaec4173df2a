"""The draw over a register, the look at a number, the calls, and the redraw."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from bureau.models import User
from followups import selectors
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    NumberReveal,
    SpotCall,
    SpotCheck,
    SpotCheckItem,
)
from followups.rules import sampling
from followups.rules.words import REACHED, Verdict
from followups.services.errors import RegisterError


@transaction.atomic
def draw_spot_check(
    *, register: MonthlyRegister, at: datetime, seed: str | None = None
) -> SpotCheck:
    """Draw over what arrived since the last draw, once; two workers at once make one draw.

    What was drawn from before is not drawn from again. The seed is made when drawing, so that no
    hospital can know it before it hands in.
    """
    register = MonthlyRegister.objects.select_for_update(of=("self",)).get(pk=register.pk)
    newest = register.versions.aggregate(newest=Max("number"))["newest"] or 0
    last = register.checks.filter(drawn_at__isnull=False).order_by("batch", "number").last()
    if last and last.upto_version >= newest:
        return selectors.check_in_force(register, batch=last.batch)
    known = register.checks.aggregate(number=Max("number"))["number"] or 0
    check = SpotCheck(
        register=register,
        number=known + 1,
        batch=last.batch + 1 if last else 1,
        upto_version=newest,
        percent=_percent(register),
    )
    if last and not _claimed(check).exists():
        # A correction brought nobody new: noted, so that it is not looked at for ever.
        register.checks.filter(pk=last.pk).update(upto_version=newest)
        return last
    return _draw(check, at=at, seed=seed)


def _percent(register: MonthlyRegister) -> int:
    above = register.institution.is_level2_or_above
    return sampling.percent_for(is_level2_or_above=above)


def _claimed(check: SpotCheck) -> QuerySet[FollowUpRecord]:
    """Rows claimed as followed that came with this register and were not drawn from before."""
    claimed = FollowUpRecord.objects.filter(
        version__register=check.register, outcome__in=sorted(REACHED)
    )
    return claimed.exclude(pk__in=selectors.drawn_before(check))


def _draw(check: SpotCheck, *, at: datetime, seed: str | None = None) -> SpotCheck:
    macs = {}
    frame = []
    rows = _claimed(check).order_by("pk").values_list("pk", "department", "content_mac")
    for key, department, mac in rows:
        frame.append(sampling.Frame(key, department))
        macs[key] = bytes(mac)
    check.seed = seed or secrets.token_hex(16)
    check.frame = [list(row) for row in frame]
    check.frame_hash = sampling.frame_hash(frame)
    check.required = sampling.required_checks(len(frame), percent=check.percent)
    check.drawn_at = at
    # Where nobody was claimed as followed there is nobody to call.
    check.finished_at = at if not frame else None
    check.save()
    chosen, spare = sampling.draw(frame, required=check.required, seed=check.seed)
    SpotCheckItem.objects.bulk_create(
        SpotCheckItem(
            spot_check=check,
            position=position,
            record_id=key,
            drawn_mac=macs[key],
            is_replacement=position > len(chosen),
            is_called_up=position <= len(chosen),
        )
        for position, key in enumerate([*chosen, *spare], start=1)
    )
    return check


@transaction.atomic
def reveal_number(*, item: SpotCheckItem, by: User, at: datetime) -> SpotCheckItem:
    """Write down that somebody looks at a drawn person's number; then it may be shown.

    :raises RegisterError: if the person is not up to be called.
    """
    item = _in_force(item)
    if not item.is_called_up or item.verdict:
        raise RegisterError(_("This person is not waiting for a call."))
    NumberReveal.objects.create(item=item, by=by, at=at)
    return item


@transaction.atomic
def record_call(
    *,
    item: SpotCheckItem,
    attempt: int,
    verdict: Verdict,
    by: User,
    at: datetime,
    grade: str = "",
    note: str = "",
) -> SpotCheckItem:
    """Write down what a call found; call up the next person where a place falls free.

    Recording the same attempt again changes nothing. A person who does not answer stays until
    the third attempt, and then stays on record while the next on the list is called up.

    :raises RegisterError: if the person is not up to be called or the attempt is not the next.
    """
    check = SpotCheck.objects.select_for_update().get(pk=item.spot_check_id)
    item = _in_force(item)
    known = {call.number: call for call in item.calls.all()}
    if attempt in known and known[attempt].verdict == verdict:
        return item
    if not item.is_called_up or item.verdict or attempt != len(known) + 1:
        raise RegisterError(_("Somebody has recorded a result for this person meanwhile."))
    SpotCall.objects.create(
        item=item, number=attempt, at=at, by=by, verdict=verdict, grade=grade, note=note
    )
    calls = [Verdict(call.verdict) for _number, call in sorted(known.items())]
    settled = sampling.verdict_after([*calls, verdict])
    if settled is None:
        return item
    item.verdict = settled
    item.save(update_fields=["verdict"])
    if settled in sampling.REPLACED:
        _call_up_next(check)
    _finish_if_all_in(check, at)
    return item


def _in_force(item: SpotCheckItem) -> SpotCheckItem:
    item = (
        SpotCheckItem.objects.select_for_update(of=("self",))
        .select_related("spot_check")
        .get(pk=item.pk)
    )
    if item.spot_check.is_replaced or item.spot_check.drawn_at is None:
        raise RegisterError(_("This list was replaced by another draw."))
    return item


def _call_up_next(check: SpotCheck) -> None:
    following = check.items.filter(is_called_up=False).order_by("position").first()
    if following:
        following.is_called_up = True
        following.save(update_fields=["is_called_up"])


def _finish_if_all_in(check: SpotCheck, at: datetime) -> None:
    if not check.items.filter(is_called_up=True, verdict="").exists():
        check.finished_at = at
        check.save(update_fields=["finished_at"])


@transaction.atomic
def ask_redraw(*, check: SpotCheck, reason: str, by: User) -> SpotCheck:
    """Ask for another draw over the same register. Nothing changes until a second person agrees.

    :raises RegisterError: without a reason, or while another redraw waits.
    """
    check = SpotCheck.objects.select_for_update().get(pk=check.pk)
    if not reason.strip():
        raise RegisterError(_("Please write why the list should be drawn again."))
    if check.is_replaced or check.register.checks.filter(drawn_at__isnull=True).exists():
        raise RegisterError(_("Another redraw of this register is waiting or was made already."))
    latest = check.register.checks.aggregate(latest=Max("number"))["latest"]
    return SpotCheck.objects.create(
        register=check.register,
        number=latest + 1,
        batch=check.batch,
        upto_version=check.upto_version,
        percent=check.percent,
        reason=reason.strip(),
        asked_by=by,
    )


@transaction.atomic
def approve_redraw(*, check: SpotCheck, by: User, at: datetime) -> SpotCheck:
    """Agree to a redraw that somebody else asked for, and draw. The first draw is kept.

    :raises RegisterError: if the same person asked for it.
    """
    check = SpotCheck.objects.select_for_update().get(pk=check.pk)
    if check.drawn_at is not None:
        return check
    if check.asked_by_id == by.pk:
        raise RegisterError(_("A second person has to agree to a redraw."))
    earlier = selectors.check_in_force(check.register, batch=check.batch)
    SpotCheck.objects.filter(pk=earlier.pk).update(is_replaced=True)
    check.approved_by = by
    return _draw(check, at=at)
