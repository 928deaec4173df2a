"""The draw over a register, the look at a number, and the calls."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
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
from followups.rules import register as rules
from followups.rules import sampling
from followups.rules.table import RegisterTable
from followups.rules.words import Verdict
from followups.services.acts import record_check_act, record_check_look
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
    last = register.checks.filter(drawn_at__isnull=False).order_by("batch", "number").last()
    table = selectors.table_of(register.month)
    newest = _newest_version(register, table, is_first=last is None)
    if last and last.upto_version >= newest:
        return selectors.check_in_force(register, batch=last.batch)
    known = register.checks.aggregate(number=Max("number"))["number"] or 0
    check = SpotCheck(
        register=register,
        number=known + 1,
        batch=last.batch + 1 if last else 1,
        upto_version=newest,
        percent=sampling.percent_for(
            is_township=register.institution.is_township,
            is_level2_or_above=register.institution.is_level2_or_above,
            table=table,
        ),
    )
    claims = selectors.claims_of(check)
    drawn_before = selectors.drawn_before(check, [one.key for one in claims])
    claims = [one for one in claims if one.key not in drawn_before]
    if last and not claims:
        # A correction brought nobody new: noted, so that it is not looked at for ever.
        register.checks.filter(pk=last.pk).update(upto_version=newest)
        return last
    frame = [sampling.Frame(one.key, one.department) for one in claims]
    check.required = sampling.required_checks(len(frame), percent=check.percent, table=table)
    macs = {one.key: one.mac for one in claims}
    check = draw_into(check, frame, macs=macs, table=table, at=at, seed=seed)
    record_check_act(check, "draw_spot_check", by=None, at=at, facts=draw_facts(check))
    return check


def draw_facts(check: SpotCheck) -> dict[str, Any]:
    """Tell of a draw what it takes to repeat it, and how many it drew."""
    return {
        "number": check.number,
        "required": check.required,
        "percent": check.percent,
        "seed": check.seed,
        "method": check.method,
        "frame_hash": check.frame_hash,
        "rules": selectors.rules_no(check.register.month),
    }


def _newest_version(register: MonthlyRegister, table: RegisterTable, *, is_first: bool) -> int:
    """Return up to which version is drawn from: the first draw is over what came by the closing.

    So it is the same however late the job runs; what came meanwhile gets a draw of its own.
    """
    newest = register.versions.aggregate(newest=Max("number"))["newest"] or 0
    if not is_first:
        return newest
    closing = rules.closing(register.month, timezone.get_default_timezone(), table=table)
    in_time = selectors.came_by(register.versions.all(), closing)
    return in_time.aggregate(newest=Max("number"))["newest"] or newest


def macs_of(check: SpotCheck) -> dict[int, bytes]:
    """Tell what each row of a frame said when it was claimed, so that later changes show.

    Frames kept before claims were looked up may name others: those say what they say now.
    """
    keys = [key for key, _department in check.frame]
    now = FollowUpRecord.objects.filter(pk__in=keys).values_list("pk", "content_mac")
    said = {key: bytes(mac) for key, mac in now}
    return said | {one.key: one.mac for one in selectors.claims_of(check) if one.key in said}


def draw_into(
    check: SpotCheck,
    rows: Iterable[Sequence[Any]],
    *,
    macs: Mapping[int, bytes],
    table: RegisterTable,
    at: datetime,
    seed: str | None = None,
) -> SpotCheck:
    """Draw the list of a check that names how many it takes from a frame, and keep both."""
    frame = [sampling.Frame(key, department) for key, department in rows]
    check.seed = seed or secrets.token_hex(16)
    check.frame = [list(row) for row in frame]
    check.frame_hash = sampling.frame_hash(frame)
    # A redraw that was asked for earlier is drawn as one draws today.
    check.method = sampling.BY_LOT
    check.drawn_at = at
    # Where nobody was claimed as followed there is nobody to call.
    check.finished_at = at if not frame else None
    check.save()
    chosen, spare = sampling.draw(
        frame, required=check.required, seed=check.seed, table=table, method=check.method
    )
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
    item = in_force(item)
    if not item.is_called_up or item.verdict:
        raise RegisterError(_("This person is not waiting for a call."))
    NumberReveal.objects.create(item=item, by=by, at=at)
    limits = selectors.look_limits(timezone.localdate(at))
    facts = {"position": item.position}
    record_check_look(item.spot_check, "reveal_number", by=by, at=at, facts=facts, limits=limits)
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
    the last attempt that is owed, and then stays on record while the next on the list is called up.

    :raises RegisterError: if the person is not up to be called, the attempt is not the next, the
        caller has not looked at the number, or it is too early for another unanswered call.
    """
    check = SpotCheck.objects.select_for_update().get(pk=item.spot_check_id)
    item = in_force(item)
    known = {call.number: call for call in item.calls.all()}
    if attempt in known and known[attempt].verdict == verdict:
        return item
    if not item.is_called_up or item.verdict or attempt != len(known) + 1:
        raise RegisterError(_("Somebody has recorded a result for this person meanwhile."))
    _check_was_called(item, verdict, by=by, at=at, before=known.values())
    SpotCall.objects.create(
        item=item, number=attempt, at=at, by=by, verdict=verdict, grade=grade, note=note
    )
    facts = {"position": item.position, "attempt": attempt}
    record_check_act(check, "record_call", by=by, at=at, after=verdict, facts=facts)
    table = selectors.table_of(check.register.month)
    settled = sampling.verdict_after(selectors.results_of(item), table=table)
    if settled is None:
        return item
    item.verdict = settled
    item.save(update_fields=["verdict"])
    if settled in sampling.REPLACED:
        call_up_next(check)
    _finish_if_all_in(check, at)
    return item


def _check_was_called(
    item: SpotCheckItem, verdict: Verdict, *, by: User, at: datetime, before: Collection[SpotCall]
) -> None:
    """Refuse a result without a look at the number, and attempts that follow too closely."""
    if not selectors.has_looked(item, by=by, at=at):
        raise RegisterError(_("Look at the number and call first; then record what you found."))
    if verdict is not Verdict.UNREACHABLE:
        return
    zone = timezone.get_default_timezone()
    table = selectors.table_of(item.spot_check.register.month)
    following = sampling.next_attempt_at([call.at for call in before], zone, table=table)
    if following and at < following:
        when = f"{timezone.localtime(following):%Y-%m-%d %H:%M}"
        raise RegisterError(
            _("Another call that is not answered counts from %(when)s on.") % {"when": when}
        )


def in_force(item: SpotCheckItem) -> SpotCheckItem:
    item = (
        SpotCheckItem.objects.select_for_update(of=("self",))
        .select_related("spot_check")
        .get(pk=item.pk)
    )
    if item.spot_check.is_replaced or item.spot_check.drawn_at is None:
        raise RegisterError(_("This list was replaced by another draw."))
    return item


def call_up_next(check: SpotCheck) -> None:
    following = check.items.filter(is_called_up=False).order_by("position").first()
    if following:
        following.is_called_up = True
        following.save(update_fields=["is_called_up"])


def _finish_if_all_in(check: SpotCheck, at: datetime) -> None:
    if not check.items.filter(is_called_up=True, verdict="").exists():
        check.finished_at = at
        check.save(update_fields=["finished_at"])
