"""Old ledgers that wait for a second person, for the to-do cards."""

from datetime import date

from django.utils.translation import gettext as _

from bureau.models import User
from bureau.worklist import CardAction, NavItem, TodoCard
from rectification.selectors.importing import waiting_for

MOST_NAMED = 5


def open_work(user: User, day: date) -> list[NavItem]:
    return []


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """Name the files that somebody else handed in and this person may take in."""
    waiting = list(waiting_for(user)[: MOST_NAMED + 1])
    if not waiting:
        return []
    return [
        TodoCard(
            title=_("Old ledgers to look at and take in"),
            value=f"{MOST_NAMED}+" if len(waiting) > MOST_NAMED else len(waiting),
            note=_("rows of them are struck off: that takes a second person"),
            names=[f"{one.file.name} {one.by.name}" for one in waiting[:MOST_NAMED]],
            actions=[CardAction(_("Look at it"), waiting[0].get_absolute_url())],
        )
    ]
