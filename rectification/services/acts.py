"""The acts of this app, and the lock under which an item moves."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import record_act
from bureau.services.acts import Doer
from rectification.choices.ledger import STATES
from rectification.models import Item
from rectification.models.items import ITEM
from rectification.rules.words import ItemState
from rectification.services.errors import LedgerError


def locked(item: Item) -> Item:
    """Lock an item and read it anew: whatever the page showed, this is how it stands."""
    return (
        Item.objects.select_for_update(of=("self",)).select_related("institution").get(pk=item.pk)
    )


def record_item_act(item: Item, verb: str, *, by: Doer | None, at: datetime, **said: Any) -> None:
    record_act(verb=verb, kind=ITEM, no=item.no, by=by, at=at, institution=item.institution, **said)


def note_application_download(*, item: Item, by: User, at: datetime) -> None:
    """Write down who took an application on paper."""
    record_item_act(item, "download_paper", by=by, at=at)


def move(
    item: Item,
    to: ItemState,
    verb: str,
    *,
    by: Doer | None,
    at: datetime,
    saving: tuple[str, ...] = (),
    **said: Any,
) -> None:
    """Move a locked item along the table of transitions, save what goes with it, write the act.

    :raises LedgerError: if the table has no such step.
    """
    before = ItemState(item.state)
    if not item.may_become(to):
        raise LedgerError(
            _("%(no)s is “%(state)s” and cannot become “%(to)s”.")
            % {"no": item.no, "state": STATES[before], "to": STATES[to]}
        )
    item.state = to
    item.save(update_fields=["state", *saving])
    record_item_act(item, verb, by=by, at=at, before=before, after=to, **said)


def check_state(item: Item, *states: ItemState) -> None:
    """:raises LedgerError: if an item is in none of the states in which this can be done."""
    if item.state not in states:
        raise LedgerError(
            _("%(no)s is “%(state)s”: this cannot be done now.")
            % {"no": item.no, "state": STATES[item.state]}
        )
