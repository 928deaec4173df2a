"""A finding that is no fault after all takes its draft back; what was ordered stays ordered."""

from datetime import datetime

from django.utils.translation import gettext as _

from bureau.models import User
from rectification.models import Item, Relapse, Visit, VisitResult
from rectification.rules.words import ItemState
from rectification.services.acts import locked
from rectification.services.errors import LedgerError
from rectification.services.opening import dismiss_item

GONE = (ItemState.DISMISSED, ItemState.WITHDRAWN)


def lay_drafts_aside(visit: Visit, *, why: str, by: User, at: datetime) -> None:
    """Lay aside what was entered at a visit that is called off; what was ordered stays ordered."""
    drafts = Item.objects.filter(visit_result__visit=visit, state=ItemState.DRAFT)
    said = _("The visit %(no)s was called off: %(why)s") % {"no": visit.no, "why": why}
    for item in drafts.order_by("pk"):
        dismiss_item(item=item, reason=said, by=by, at=at)


def take_back_draft(found: VisitResult, *, by: User, at: datetime) -> None:
    """Lay aside the draft of a locked finding, if it has one, and part the two.

    :raises LedgerError: if its rectification was ordered, or it reopened an old item.
    """
    if found.ledger_item is None:
        return
    item = locked(found.ledger_item)
    if reopened := Relapse.objects.filter(draft=item).select_related("item").first():
        raise LedgerError(
            _("This finding reopened %(no)s: it ends there by a verification.")
            % {"no": reopened.item}
        )
    if item.state == ItemState.DRAFT:
        why = _("The answer at the visit was changed: %(key)s.") % {"key": found.key}
        dismiss_item(item=item, reason=why, by=by, at=at)
    elif item.state not in GONE:
        raise LedgerError(
            _("Its rectification was ordered as %(no)s: withdraw the order there first.")
            % {"no": item}
        )
    found.ledger_item = None
