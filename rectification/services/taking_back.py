"""A finding that is no fault after all takes its draft back; what was ordered stays ordered."""

from datetime import datetime

from django.utils.translation import gettext as _

from bureau.models import User
from rectification.models import Relapse, VisitResult
from rectification.rules.words import ItemState
from rectification.services.acts import locked
from rectification.services.errors import LedgerError
from rectification.services.opening import dismiss_item

GONE = (ItemState.DISMISSED, ItemState.WITHDRAWN)


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
