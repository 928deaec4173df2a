"""Orders that said something wrong: put right with a reason, or withdrawn by somebody else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Section, User
from bureau.services import tell
from rectification import selectors
from rectification.models import Item, Measure
from rectification.notices import ledger as notices
from rectification.rules import states
from rectification.rules.words import ItemState, RectKind
from rectification.services import days
from rectification.services.acts import check_state, locked, move, record_item_act
from rectification.services.errors import LedgerError, reason_given
from rectification.services.opening import name_sections

WITH_THE_UNIT = tuple(sorted(states.WITH_THE_UNIT))
COLUMNS = ("kind", "leader", "responsible", "due_on", "term_reason")
CORRECTABLE = frozenset({*COLUMNS, "sections", "measures"})


@transaction.atomic
def correct_order(
    *, item: Item, changes: Mapping[str, Any], reason: str, by: User, at: datetime
) -> Item:
    """Put right what an order says, with a reason; the act keeps what it said before.

    Its day is bounded as in the order itself, whatever it was: a later one takes its own
    `term_reason`. The same changes nothing.

    :raises LedgerError: without a reason, once strike-off is applied for, for a day that is past
        or late without a word, without a section, or for what is no matter of an order.
    """
    item = locked(item)
    check_state(item, *WITH_THE_UNIT)
    why = reason_given(reason, ask=_("Please write why the order is put right."))
    if set(changes) - CORRECTABLE:
        raise LedgerError(_("The problem itself, its source and its day are not changed."))
    was = _said(item)
    now = {**was, **_as_said(changes)}
    now["term_reason"] = _term_reason(item, was, now, timezone.localdate(at))
    changed = {name: value for name, value in now.items() if was[name] != value}
    if not changed:
        return item
    given = {**changes, "term_reason": now["term_reason"]}
    _write(item, {name: given[name] for name in changed})
    record_item_act(item, "correct_order", by=by, at=at, why=why, facts=_facts(was, changed))
    cause = f"{item.no} {at:%Y%m%d%H%M%S%f}"
    tell(notices.corrected(item, cause=cause, day=timezone.localdate(at)), at=at)
    return item


def _facts(was: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    moved = {"due_on": changed["due_on"]} if "due_on" in changed else {}
    return {"was": {name: was[name] for name in changed}, "now": changed, **moved}


def _said(item: Item) -> dict[str, Any]:
    """Return what an order says, in values that an act can keep."""
    sections = [one.section for one in item.itemsection_set.select_related("section")]
    said = {name: getattr(item, name) for name in COLUMNS}
    measures = [measure.text for measure in item.measures.all()]
    return _as_said({**said, "sections": sections, "measures": measures})


def _as_said(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return list(dict.fromkeys(str(one).strip() for one in value if str(one).strip()))
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def _term_reason(item: Item, was: Mapping[str, str], now: Mapping[str, str], today: date) -> str:
    """Return why the term is longer than usual, as the order is to say it.

    :raises LedgerError: for a day past, late without a reason, or while more time is asked for.
    """
    if all(was[name] == now[name] for name in ("due_on", "kind", "term_reason")):
        return was["term_reason"]
    day = date.fromisoformat(now["due_on"])
    if was["due_on"] != now["due_on"]:
        if item.extensions.filter(round=item.round, decision="").exists():
            raise LedgerError(_("More time is asked for: decide on that first."))
        days.refuse_past(day, today)
    began_on = selectors.term_began_on(item)
    return days.term_reason(day, RectKind(now["kind"]), now["term_reason"], began_on=began_on)


def _write(item: Item, changes: Mapping[str, Any]) -> None:
    if "sections" in changes:
        _write_sections(item, changes["sections"])
    if "measures" in changes:
        _write_measures(item, changes["measures"])
    columns = {name: changes[name] for name in COLUMNS if name in changes}
    for name, value in columns.items():
        setattr(item, name, value)
    if item.plan_due_on and "due_on" in columns:
        item.plan_due_on = min(item.plan_due_on, item.term_ends_on)
    item.save(update_fields=[*columns, "plan_due_on"])


def _write_sections(item: Item, sections: Sequence[Section]) -> None:
    if not sections:
        raise LedgerError(_("Please name at least one accountable section; the first one leads."))
    name_sections(item, sections)


def _write_measures(item: Item, measures: Sequence[str]) -> None:
    """:raises LedgerError: if nothing would be left to do, or the plan is not in yet."""
    wanted = [text.strip() for text in measures if text.strip()]
    if not wanted or not item.measures.exists():
        raise LedgerError(_("Measures are put right once the plan is in; at least one is left."))
    item.measures.all().delete()
    Measure.objects.bulk_create(
        Measure(item=item, position=n, text=text) for n, text in enumerate(wanted, 1)
    )


@transaction.atomic
def withdraw_item(*, item: Item, reason: str, by: User, at: datetime) -> Item:
    """Withdraw what was ordered by mistake; its number stays and is never given again.

    Somebody else than who ordered it, for it leaves the ledger without anybody having seen that
    the problem is gone. Withdrawn twice is once.

    :raises LedgerError: without a reason, for one's own order, once strike-off was applied for, or
        if it was struck off before: then it was no mistake.
    """
    item = locked(item)
    if item.state == ItemState.WITHDRAWN:
        return item
    check_state(item, *WITH_THE_UNIT)
    why = reason_given(reason, ask=_("Please write why the order is withdrawn."))
    if by.institution_id or selectors.has_ordered(by, item):
        raise LedgerError(_("You ordered this yourself: somebody else of the bureau withdraws it."))
    if item.round > 1:
        raise LedgerError(_("It was struck off before and came back: it ends by a verification."))
    move(item, ItemState.WITHDRAWN, "withdraw_item", by=by, at=at, why=why)
    tell(notices.withdrawn(item, day=timezone.localdate(at)), at=at)
    return item
