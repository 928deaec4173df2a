from django.utils.translation import gettext as _

from bureau.rules import MIN_REASON, says_something
from bureau.services import BureauError
from rectification.choices.ledger import BARS
from rectification.models import Item
from rectification.rules.verification import Bar


class LedgerError(BureauError):
    """An anticipated refusal, worded for the person at the screen."""


class SeenBefore(BureauError):
    """A file that shows nothing new; of several, the others are taken."""


class EnteredAlready(LedgerError):
    """The source has this problem of this institution already, as `standing`."""

    def __init__(self, standing: Item) -> None:
        self.standing = standing
        super().__init__(
            _("Of %(number)s this institution has a problem in the ledger already, as %(no)s.")
            % {"number": standing.number_at_source, "no": standing.no}
        )


def reason_given(reason: str, *, ask: str) -> str:
    """Return a reason as it is kept; `ask` says what it is wanted for.

    :raises LedgerError: where it is empty or says nothing.
    """
    reason = reason.strip()
    if not says_something(reason):
        raise LedgerError(_("%(ask)s At least %(n)s characters.") % {"ask": ask, "n": MIN_REASON})
    return reason


def refuse_if(bar: Bar | None) -> None:
    """:raises LedgerError: if something stands in the way."""
    if bar is not None:
        raise LedgerError(str(BARS[bar]))
