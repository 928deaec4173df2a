"""The to-do cards of follow-ups in doubt: who is to call again, to explain, to decide."""

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.templatetags.shell import short_day
from bureau.worklist import CardAction, TodoCard
from followups import selectors


def doubt_cards(user: User, day: date) -> list[TodoCard]:
    """List what a person is to do about follow-ups that patients deny."""
    cards = []
    if user.has_perm("followups.make_second_call"):
        cards += _to_call(user)
    if user.has_perm("followups.explain_doubt"):
        cards += _to_explain(user, day)
    if user.has_perm("followups.decide_doubt"):
        cards += _to_decide(user, day)
    return cards


def _to_call(user: User) -> list[TodoCard]:
    waiting = [*selectors.to_call_again(user, at=timezone.now()).values_list("pk", flat=True)]
    note = _("patients deny a follow-up; another officer rings again")
    return _card(_("Second calls"), waiting, note)


def _to_explain(user: User, day: date) -> list[TodoCard]:
    found = [*selectors.to_explain(user).values_list("item", "explain_by")]
    note = _("patients deny a follow-up; the bureau asks how it was made")
    cards = _card(_("Follow-ups to explain"), [pk for pk, _until in found], note)
    if not found:
        return []
    first = min(until for _pk, until in found if until)
    aside = _("due %(day)s") % {"day": short_day(first)}
    return [replace(card, aside=aside, tone="danger" if first < day else "") for card in cards]


def _to_decide(user: User, day: date) -> list[TodoCard]:
    waiting = [*selectors.to_decide(user, day=day).values_list("item", flat=True)]
    note = _("follow-ups in doubt, explained or past their term")
    return _card(_("Follow-ups to decide on"), waiting, note)


def _card(title: str, waiting: list, note: str) -> list[TodoCard]:
    if not waiting:
        return []
    action = CardAction(_("Look at it"), reverse("followups:doubt", args=[waiting[0]]), True)
    return [TodoCard(title=title, value=len(waiting), note=note, actions=[action])]
