"""The acts of this app, and the lock under which an item moves."""

from datetime import datetime
from typing import Any

from bureau.models import User
from bureau.services import record_act
from bureau.services.acts import Doer
from bureau.services.moves import Moves
from rectification.choices.ledger import STATES
from rectification.models import Item
from rectification.models.scope import ITEM
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


_moves = Moves(STATES, LedgerError, record_item_act)
move, check_state = _moves.move, _moves.check_state
