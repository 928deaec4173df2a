"""A person's open work on inspections, for the side bar and the to-do cards."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.templatetags.shell import short_day
from bureau.worklist import CardAction, NavItem, TodoCard
from rectification.selectors.visits import visits_to_make

NAMED = 5


def open_work(user: User, day: date) -> list[NavItem]:
    if not user.has_perm("rectification.view_visit"):
        return []
    inspects = user.has_perm("rectification.inspect_visit")
    waiting = [visits_to_make(user)] if inspects else []
    return [NavItem(_("Inspections"), reverse("rectification:visits"), waits=waiting)]


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """Tell an inspector which visits are to be made."""
    if not user.has_perm("rectification.inspect_visit"):
        return []
    waiting = list(visits_to_make(user))
    if not waiting:
        return []
    first = waiting[0]
    action = CardAction(_("Open"), reverse("rectification:visit", args=[first.no]))
    if len(waiting) > 1:
        action = CardAction(_("Open the list"), reverse("rectification:visits"))
    return [
        TodoCard(
            title=_("Visits to make"),
            value=len(waiting),
            aside=short_day(first.planned_on),
            tone="danger" if first.planned_on < day else "",
            names=[visit.institution.name for visit in waiting[:NAMED]],
            actions=[action],
        )
    ]
