"""Looking back at what was struck off, and taking up again what was not gone after all."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import tell
from bureau.templatetags.shell import short_day
from rectification import selectors
from rectification.models import Item, LookBack, LookBackDraw, Relapse
from rectification.notices import ledger as notices
from rectification.rules import look_backs, terms, verification
from rectification.rules.words import (
    ItemState,
    LookBackResult,
    RectKind,
    Severity,
    SourceKind,
    Verdict,
)
from rectification.services.acts import check_state, locked, move, record_item_act
from rectification.services.errors import LedgerError, reason_given, refuse_if
from rectification.services.opening import open_item, refuse_before_its_visit_is_done


def plan_look_back(item: Item, *, at: datetime, draw: LookBackDraw | None = None) -> LookBack:
    """Plan the look-back of a struck-off item, once for each time it was struck off."""
    table = selectors.table_on(item.ordered_on)
    due_on = max(look_backs.look_back_on(item.struck_off_on, table=table), timezone.localdate(at))
    planned, is_new = LookBack.objects.get_or_create(
        item=item, round=item.round, defaults={"due_on": due_on, "draw": draw}
    )
    if is_new:
        facts = {"due_on": due_on.isoformat(), "drawn": draw is not None}
        record_item_act(item, "plan_look_back", by=None, at=at, facts=facts)
    return planned


def draw_look_backs(*, at: datetime) -> int:
    """Draw the look-backs of every month that is over and was not drawn from; return how many.

    Late, twice or in two workers at once a month is drawn from once.
    """
    months = selectors.months_to_draw(before=timezone.localdate(at).replace(day=1))
    return sum(_draw_month(month, at) for month in months)


@transaction.atomic
def _draw_month(month: date, at: datetime) -> int:
    items = {item.no: item for item in selectors.closed_in(month)}
    frame = sorted(items)
    draw, is_new = LookBackDraw.objects.get_or_create(
        month=month, defaults={"seed": secrets.token_hex(16), "frame": frame, "drawn_at": at}
    )
    if not is_new:
        return 0
    table = selectors.table_on(month)
    chosen = look_backs.drawn(frame, seed=draw.seed, table=table)
    for no in chosen:
        plan_look_back(items[no], at=at, draw=draw)
    return len(chosen)


@transaction.atomic
def record_look_back(
    *, look_back: LookBack, result: LookBackResult, note: str, by: User, at: datetime
) -> LookBack:
    """Write what was seen at another look; a relapse reopens the item. Recorded once.

    A relapse seen when its days are over is written all the same: it is entered as a new draft.

    :raises LedgerError: for one's own work or verdict, without words about a relapse, or if the
        item was reopened already.
    """
    item = locked(look_back.item)
    look_back = LookBack.objects.select_for_update().get(pk=look_back.pk)
    if look_back.result:
        return look_back
    check_state(item, ItemState.CLOSED)
    refuse_if(
        verification.bar_to_look_back(selectors.verifier_of(by, item), selectors.work_of(item))
    )
    if result is LookBackResult.HOLDS and timezone.localdate(at) < look_back.due_on:
        raise LedgerError(
            _("That it holds can be said from %(day)s on. A relapse can be recorded at any time.")
            % {"day": short_day(look_back.due_on)}
        )
    if result is LookBackResult.RELAPSE:
        note = reason_given(note, ask=_("Please write what was seen."))
    look_back.result, look_back.note, look_back.by = result, note.strip(), by
    look_back.on, look_back.at = timezone.localdate(at), at
    look_back.save(update_fields=["result", "note", "by", "on", "at"])
    record_item_act(item, "record_look_back", by=by, at=at, after=result, why=look_back.note)
    if result is LookBackResult.RELAPSE:
        _take_up_again(item, look_back.on, note, by=by, at=at)
    return look_back


def _take_up_again(item: Item, found_on: date, note: str, *, by: User, at: datetime) -> None:
    """Reopen an item, or enter its problem anew as from its number where the days are over."""
    table = selectors.table_on(item.ordered_on)
    if look_backs.is_relapse(item.struck_off_on, found_on, table=table):
        reopen_item(item=item, found_on=found_on, note=note, by=by, at=at)
        return
    words = _("%(problem)s\nSeen at the look-back: %(note)s") % {
        "problem": item.problem,
        "note": note,
    }
    open_item(
        institution=item.institution, source=SourceKind.INSPECTION, source_no=item.no,
        part=item.round, problem=words, found_on=found_on, category=item.category,
        theme=item.theme, severity=Severity(item.severity), is_common=item.is_common,
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def reopen_item(
    *,
    item: Item,
    found_on: date,
    note: str,
    draft: Item | None = None,
    by: User,
    at: datetime,
) -> Item:
    """Take up a struck-off item again under its own number, because the same problem is back.

    A person says so. `draft` is the entry that told of it: it is laid aside for this item.

    :raises LedgerError: without words, outside the days in which it counts as the same problem,
        for another institution's draft, or if the item is not struck off.
    """
    item = locked(item)
    if draft is not None and Relapse.objects.filter(item=item, draft=draft).exists():
        return item
    check_state(item, ItemState.CLOSED)
    note = reason_given(note, ask=_("Please write what was seen."))
    table = selectors.table_on(item.ordered_on)
    if not look_backs.is_relapse(item.struck_off_on, found_on, table=table):
        raise LedgerError(
            _("Found more than %(n)s days after the strike-off, or before it: a new entry, please.")
            % {"n": table.relapse_days}
        )
    if found_on > timezone.localdate(at):
        raise LedgerError(_("A problem cannot have been found in the future."))
    _lay_aside(draft, item, by=by, at=at)
    _begin_round(item, found_on, note, draft, by=by, at=at)
    tell(notices.reopened(item, day=timezone.localdate(at)), at=at)
    return item


def _lay_aside(draft: Item | None, item: Item, *, by: User, at: datetime) -> None:
    if draft is None:
        return
    draft = locked(draft)
    if draft.institution_id != item.institution_id:
        raise LedgerError(_("The same problem is a problem of the same institution."))
    refuse_before_its_visit_is_done(draft)
    why = _("The same problem as %(no)s, which was reopened.") % {"no": item.no}
    move(draft, ItemState.DISMISSED, "dismiss_item", by=by, at=at, why=why)


def _begin_round(
    item: Item, found_on: date, note: str, draft: Item | None, *, by: User, at: datetime
) -> None:
    """Begin another round. The day goes by the rules of the day on which it is taken up again."""
    today = timezone.localdate(at)
    Relapse.objects.create(
        item=item,
        round=item.round + 1,
        found_on=found_on,
        note=note,
        draft=draft,
        was_closure=item.closures.get(round=item.round, verdict=Verdict.ACCEPTED),
        was_closed_on=item.struck_off_on,
        by=by,
        at=at,
    )
    term = terms.due_on(today, RectKind(item.kind), table=selectors.table_on(today))
    item.round, item.due_on = item.round + 1, term
    item.closure = item.closed_on = item.publicity_until = None
    item.term_reason = ""
    saving = ("round", "due_on", "term_reason", "closure", "closed_on", "publicity_until")
    facts = {"round": item.round, "due_on": term.isoformat()}
    move(
        item, ItemState.RECTIFYING, "reopen_item",
        by=by, at=at, saving=saving, why=note, facts=facts,
    )  # fmt: skip
