"""A person's open cases, for the side bar and the to-do cards."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.models import User
from bureau.worklist import CardAction, NavItem, TodoCard
from complaints.forms.filters import ME, OVER
from complaints.models import Case, Fabrication, Recheck, Supervision
from complaints.models.queue import CasesQuerySet
from complaints.rules import workflow
from complaints.rules.words import Tab, Waiting
from complaints.selectors import waiting_for

MOST_COUNTED = 1_000
MOST_NAMED = 5
WITH_UNITS = sorted(workflow.WITH_THE_UNIT)


def open_work(user: User, day: date) -> list[NavItem]:
    if not user.has_perm("complaints.view_case"):
        return []
    return [NavItem(_("Complaints"), reverse("complaints:cases"), waits=_waiting(user))]


def _waiting(user: User) -> list[CasesQuerySet]:
    """List what is this person's to do: a unit's open cases, those that nobody took up yet."""
    rows = Case.objects.visible_to(user)
    if user.institution_id:
        return [rows.filter(state__in=WITH_UNITS)]
    if not user.has_perm("complaints.handle_case"):
        return []
    return [rows.in_tab(Tab.TO_ACCEPT), rows.in_tab(Tab.TO_DISPATCH)]


def _capped(rows: CasesQuerySet) -> int:
    return rows.order_by()[:MOST_COUNTED].count()


def _rechecks(user: User) -> list[TodoCard]:
    """Tell of what was drawn to be looked at again by somebody who had no part in it."""
    if not user.has_perm("complaints.recheck_case"):
        return []
    waiting = Recheck.objects.visible_to(user).waiting().for_another(user).order_by()
    count = waiting[:MOST_COUNTED].count()
    action = CardAction(_("Open the list"), reverse("complaints:rechecks"))
    return [TodoCard(title=_("Findings to re-check"), value=count, actions=[action])] * bool(count)


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """Tell of what waits: to be taken up, overdue; of a unit, what it was given."""
    if not user.has_perm("complaints.view_case"):
        return []
    rows = Case.objects.visible_to(user)
    if user.institution_id:
        return _card(rows.filter(state__in=WITH_UNITS), _("Complaints to report on"), Tab.HANDLING)
    if user.has_perm("complaints.note_supervision"):
        return [*_supervised(user), *_rechecks(user)]
    if not user.has_perm("complaints.handle_case"):
        return []
    return [
        *_card(rows.in_tab(Tab.TO_ACCEPT), _("Complaints to accept"), Tab.TO_ACCEPT),
        *_own_cards(user, rows, day),
        *_waiting_cards(user, rows),
        *_rechecks(user),
    ]


def _own_cards(user: User, rows: CasesQuerySet, day: date) -> list[TodoCard]:
    """Tell who handles cases what of them is late or next."""
    own = rows.filter(handler=user)
    late = own.in_tab(Tab.HANDLING).overdue(day)
    return [
        *_card(late, _("Complaints being handled, overdue"), Tab.HANDLING, handler=ME, due=OVER),
        *_card(own.in_tab(Tab.TO_REPLY), _("Complaints to answer"), Tab.TO_REPLY, handler=ME),
        *_card(own.in_tab(Tab.TO_CALL_BACK), _("Complainants to call back"), Tab.TO_CALL_BACK,
               handler=ME),
    ]  # fmt: skip


def _waiting_cards(user: User, rows: CasesQuerySet) -> list[TodoCard]:
    """Tell of what waits for a word that this person may say; a head hears of everything.

    What the head found, others make hold.
    """
    is_head = user.has_perm("complaints.approve_more_time")
    own, narrowed = (rows, {}) if is_head else (rows.filter(handler=user), {"handler": ME})
    kinds: list[tuple[Waiting, str, CasesQuerySet, dict[str, str]]] = [
        (Waiting.REVIEW, _("Bad grades to review"), own, narrowed)
    ]
    if user.has_perm("complaints.find_case"):
        kinds.append((Waiting.VERIFY, _("Findings to make hold"), rows, {}))
    if is_head:
        kinds.append((Waiting.DECIDE, _("Requests on complaints to decide"), rows, {}))
    return [
        card
        for kind, title, seen, asked in kinds
        for card in _card(
            waiting_for(kind, seen, user=user), title, Tab.ALL, waits=kind.value, **asked
        )
    ] + _marks(user, rows)


def _marks(user: User, rows: CasesQuerySet) -> list[TodoCard]:
    """Tell of complaints that somebody else marked as made up, for a second word."""
    if not user.has_perm("complaints.find_case"):
        return []
    marks = Fabrication.objects.waiting().exclude(marked_by=user)
    waiting = rows.filter(pk__in=marks.values("case")).exclude(handler=user).order_by("pk")
    found = list(waiting[:MOST_COUNTED])
    if not found:
        return []
    action = CardAction(_("Look at it"), found[0].get_absolute_url())
    title = _("Marked as made up, to be confirmed by a second person")
    names = [one.no for one in found[:MOST_NAMED]]
    return [TodoCard(title=title, value=len(found), names=names, actions=[action])]


def _supervised(user: User) -> list[TodoCard]:
    """Tell a leader what waits for their word."""
    waiting = Supervision.objects.visible_to(user).waiting().order_by()
    count = waiting[:MOST_COUNTED].count()
    action = CardAction(_("Open the list"), reverse("complaints:supervised"))
    card = TodoCard(title=_("Under supervision"), value=count, actions=[action])
    return [card] if count else []


def _card(rows: CasesQuerySet, title: str, tab: Tab, **asked: str) -> list[TodoCard]:
    """Make the card of what waits, if anything does; it opens the list that it counts."""
    waiting = _capped(rows)
    if not waiting:
        return []
    over = _capped(rows.filter(next_due_at__lte=timezone.now()))
    words = ngettext("%(n)s overdue", "%(n)s overdue", over) % {"n": over}
    named = rows.by_urgency().select_related("institution")[:MOST_NAMED]
    address = reverse("complaints:cases", query={"tab": tab, **asked})
    return [
        TodoCard(
            title=title,
            value=waiting,
            aside=words if over else "",
            tone="danger" if over else "",
            names=[f"{case.institution or ''} {case.no}".strip() for case in named],
            actions=[CardAction(_("Open the list"), address)],
        )
    ]
