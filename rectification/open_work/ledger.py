"""A person's open work in the ledger, for the side bar and the to-do cards."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.models import User
from bureau.templatetags.shell import short_day
from bureau.worklist import CardAction, NavItem, TodoCard
from rectification import selectors
from rectification.models import Item
from rectification.models.scope import LedgerQuerySet
from rectification.rules.words import ItemState, Tab
from rectification.wording import days_words

MOST_COUNTED = 1_000
MOST_NAMED = 5


def open_work(user: User, day: date) -> list[NavItem]:
    if not user.has_perm("rectification.view_item"):
        return []
    url = reverse("rectification:items")
    return [NavItem(_("Rectification"), url, waits=_waiting(user, day))]


def _waiting(user: User, day: date) -> list[QuerySet[Any]]:
    """List what is this person's to do: the unit's open items, the bureau's to take up and see."""
    rows = Item.objects.visible_to(user)
    if user.institution_id:
        return [rows.with_the_unit()]
    if not user.has_perm("rectification.verify_item"):
        return []
    waiting = [
        selectors.waiting_closures(rows),
        selectors.look_backs_due(rows, day),
        selectors.extensions_to_decide(rows, user),
        selectors.off_notice(rows, day),
    ]
    return [*waiting, _drafts(rows)] if _takes_up(user) else waiting


def _capped(rows) -> int:
    return rows.order_by()[:MOST_COUNTED].count()


def _drafts(rows: LedgerQuerySet) -> LedgerQuerySet:
    return rows.filter(state=ItemState.DRAFT)


def _takes_up(user: User) -> bool:
    return user.has_perm("rectification.issue_item")


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """List what waits for a person in the ledger."""
    if not user.has_perm("rectification.view_item"):
        return []
    rows = Item.objects.visible_to(user)
    if user.institution_id:
        return _unit_cards(user, rows, day)
    cards = []
    if user.has_perm("rectification.verify_item"):
        cards += _verify_card(rows, day)
    cards += _extensions_card(user, rows)
    if _takes_up(user):
        cards += _drafts_card(rows)
    return cards + _overdue_card(rows, day)


def _unit_cards(user: User, rows: LedgerQuerySet, day: date) -> list[TodoCard]:
    """The unit's most pressing items, each with the way to report it done."""
    if not user.has_perm("rectification.report_item"):
        return []
    with_us = rows.with_the_unit()
    pressing = list(with_us.order_by("due_on", "pk")[:MOST_NAMED])
    cards = [_item_card(item, day) for item in pressing]
    others = with_us.exclude(pk__in=[item.pk for item in pressing])
    if newest := others.order_by("-issued_on", "-pk").first():
        cards.append(_more_card(_capped(others), newest))
    return cards


def _more_card(count: int, newest: Item) -> TodoCard:
    return TodoCard(
        title=_("More rectifications"),
        value=count,
        names_label=_("The newest:"),
        names=[f"{newest.no} {newest.problem[:60]}"],
        actions=[
            CardAction(_("Open the list"), reverse("rectification:items")),
            CardAction(_("Look at the newest"), newest.get_absolute_url()),
        ],
    )


def _overdue_card(rows: LedgerQuerySet, day: date) -> list[TodoCard]:
    """What institutions are late with, for everybody of the bureau who sees the ledger."""
    overdue = rows.overdue(day).select_related("institution").order_by("due_on", "pk")
    late = _capped(overdue)
    if not late:
        return []
    url = reverse("rectification:items", query={"only": "overdue"})
    return [
        TodoCard(
            title=_("Rectifications overdue"),
            value=late,
            names=[f"{item.institution} {item.no}" for item in overdue[:MOST_NAMED]],
            tone="danger",
            actions=[CardAction(_("Open the list"), url)],
        )
    ]


def _item_card(item: Item, day: date) -> TodoCard:
    left = (item.term_ends_on - day).days
    actions = [
        CardAction(_("Report it done"), reverse("rectification:step", args=[item.no, "done"])),
        CardAction(_("Look at it"), item.get_absolute_url()),
    ]
    if item.state == ItemState.ISSUED:
        url = reverse("rectification:step", args=[item.no, "plan"])
        actions[1] = CardAction(_("Hand in the plan"), url)
    return TodoCard(
        title=_("Rectification %(no)s") % {"no": item.no},
        value=days_words(left),
        note=item.problem[:60],
        aside=_("due %(day)s") % {"day": short_day(item.due_on)},
        tone="danger"
        if left < 0
        else "warning"
        if left <= selectors.table_on(day).soon_days
        else "",
        actions=actions,
    )


def _verify_card(rows: LedgerQuerySet, day: date) -> list[TodoCard]:
    closures = selectors.waiting_closures(rows)
    due, off = selectors.look_backs_due(rows, day), selectors.off_notice(rows, day)
    waiting, to_see, over = _capped(closures), _capped(due), _capped(off)
    if not (waiting or to_see or over):
        return []
    named = [f"{one.item.institution} {one.item.no}" for one in closures[:MOST_NAMED]]
    aside = ngettext("%(n)s look-back due", "%(n)s look-backs due", to_see) % {"n": to_see}
    action = CardAction(_("Open the list"), reverse("rectification:queue"))
    return [
        TodoCard(
            title=_("Rectifications to verify"),
            value=waiting + over,
            note=_("applied for strike-off or off public notice"),
            aside=aside if to_see else "",
            names=named,
            actions=[action],
        )
    ]


def _extensions_card(user: User, rows: LedgerQuerySet) -> list[TodoCard]:
    asked = selectors.extensions_to_decide(rows, user)
    waiting = _capped(asked)
    if not waiting:
        return []
    named = list(asked[:MOST_NAMED])
    first = reverse("rectification:step", args=[named[0].item.no, "decide"])
    return [
        TodoCard(
            title=_("Requests for more time"),
            value=waiting,
            note=_("to be granted or refused"),
            aside=_("due %(day)s") % {"day": short_day(min(one.was_due_on for one in named))},
            names=[f"{one.item.institution} {one.item.no}" for one in named],
            actions=[
                CardAction(_("Decide"), first),
                CardAction(_("Open the list"), reverse("rectification:queue")),
            ],
        )
    ]


def _drafts_card(rows: LedgerQuerySet) -> list[TodoCard]:
    drafts = _drafts(rows).select_related("institution").order_by("opened_at", "pk")
    waiting = _capped(drafts)
    if not waiting:
        return []
    first = drafts[0]
    return [
        TodoCard(
            title=_("Problems to be taken up"),
            value=waiting,
            names=[f"{item.institution} {item.no}" for item in drafts[:MOST_NAMED]],
            actions=[
                CardAction(_("Look at it"), first.get_absolute_url()),
                CardAction(
                    _("Open the list"),
                    reverse("rectification:items", query={"tab": Tab.TO_TAKE_UP}),
                ),
            ],
        )
    ]
