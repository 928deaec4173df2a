"""The ledger's sentences: how an item stands, in a chip; what a step came to, in a line."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.models import Act
from bureau.templatetags.shell import day as in_full
from bureau.templatetags.shell import listed, short_day
from rectification import selectors
from rectification.choices import ledger as choices
from rectification.models import Item, LookBack
from rectification.rules.words import ItemState, LookBackResult, Tone

TONES = {
    Tone.NONE: "neutral",
    Tone.RUNNING: "primary",
    Tone.SOON: "warning",
    Tone.OVERDUE: "danger",
    Tone.DONE: "success",
}
STATE_TONES = {
    ItemState.DRAFT: "neutral",
    ItemState.DISMISSED: "neutral",
    ItemState.WITHDRAWN: "neutral",
    ItemState.RETURNED: "danger",
    ItemState.CLOSURE_REQUESTED: "hold",
    ItemState.VERIFYING: "hold",
    ItemState.PUBLICITY: "hold",
    ItemState.CLOSED: "success",
}
SEVERITY_TONES = {"high": "danger", "serious": "warning", "ordinary": "neutral"}


class Chip(NamedTuple):
    tone: str
    label: str
    title: str = ""


class Line(NamedTuple):
    """An item as a list shows it."""

    item: Item
    state: Chip
    due: Chip


def line(item: Item, day: date, *, soon_days: int) -> Line:
    return Line(item, state_chip(item), due_chip(item, day, soon_days=soon_days))


def state_chip(item: Item) -> Chip:
    state = ItemState(item.state)
    return Chip(STATE_TONES.get(state, "primary"), str(choices.STATES[state]))


def due_chip(item: Item, day: date, *, soon_days: int) -> Chip:
    """Say how an item's day stands, in colour and in words; hovering shows the day itself."""
    tone = TONES[item.tone(day, soon_days=soon_days)]
    return Chip(tone, due_words(item, day), in_full(item.due_on) if item.due_on else "")


def due_words(item: Item, day: date) -> str:
    if item.look_back_on:
        return _("look back on %(day)s") % {"day": short_day(item.look_back_on)}
    if item.state == ItemState.CLOSED:
        return _("struck off on %(day)s") % {"day": short_day(item.closed_on)}
    if item.state == ItemState.WITHDRAWN:
        return _("no day any more")
    if item.due_on is None:
        return _("no day yet")
    if item.state == ItemState.PUBLICITY and item.publicity_until:
        return _("on notice until %(day)s") % {"day": short_day(item.publicity_until)}
    if item.state in {ItemState.CLOSURE_REQUESTED, ItemState.VERIFYING}:
        return _("waits for the bureau")
    return days_words((item.due_on - day).days)


def days_words(left: int) -> str:
    if left < 0:
        return ngettext("Overdue %(n)s day", "Overdue %(n)s days", -left) % {"n": -left}
    if left == 0:
        return _("Due today")
    return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}


def details(act: Act) -> str:
    """Say what else an act of the ledger has to tell."""
    facts = act.facts
    method = facts.get("method")
    said = [
        _("due %(day)s") % {"day": facts["due_on"]}
        if facts.get("due_on") and "now" not in facts
        else "",
        _("until %(day)s") % {"day": facts["until"]} if facts.get("until") else "",
        _("asks for %(day)s") % {"day": facts["to"]} if facts.get("to") else "",
        str(choices.METHODS.get(method, "")) if method else "",
        *_put_right(facts),
    ]
    return " · ".join(filter(None, said))


def _put_right(facts: Mapping[str, Any]) -> Iterator[str]:
    """Say of each thing in an order that was put right what it was and what it is."""
    was, now = facts.get("was") or {}, facts.get("now") or {}
    for name, label in choices.ORDER.items():
        if name in now:
            words = {
                "what": label,
                "was": _value(name, was.get(name)),
                "now": _value(name, now[name]),
            }
            yield _("%(what)s: %(was)s → %(now)s") % words


def _value(name: str, value: Any) -> str:
    if name == "kind":
        return str(choices.RECT_KINDS.get(value, value))
    return listed(value) if isinstance(value, list) else str(value or "—")


def looked_back(done: LookBack) -> str:
    """Say what came of a look-back: nothing, the old item anew, or another entry."""
    if done.result == LookBackResult.HOLDS:
        return _("The look-back is recorded: it holds.")
    entered = selectors.entry_from(done)
    if entered is None:
        return _("Reopened under its own number. The institution is told.")
    link = format_html('<a href="{}">{}</a>', entered.get_absolute_url(), entered.no)
    words = _("The days in which it would be the same problem are over: entered anew as {no}.")
    return format_html(words, no=link)


def verify_chip(verify_by: date, day: date) -> Chip:
    """Say how long the bureau still has to look."""
    left = (verify_by - day).days
    tone = "danger" if left < 0 else "warning" if left == 0 else "neutral"
    return Chip(tone, days_words(left), in_full(verify_by))
