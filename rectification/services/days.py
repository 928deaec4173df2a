"""By which day an order may want something done, when it is given and when it is put right."""

from datetime import date

from django.utils.translation import gettext as _

from bureau.templatetags.shell import short_day
from rectification import selectors
from rectification.rules import terms
from rectification.rules.words import RectKind
from rectification.services.errors import LedgerError, reason_given


def refuse_past(day: date, today: date) -> None:
    """:raises LedgerError: for a due day that is over."""
    if day < today:
        raise LedgerError(_("The due day cannot lie in the past."))


def term_reason(day: date, kind: RectKind, reason: str, *, began_on: date) -> str:
    """Return the reason kept beside a due day: one is wanted where the day lies unusually late.

    Where the rules give the day without a word, none is kept.

    :raises LedgerError: for a late day without a reason.
    """
    latest = terms.usual_latest(began_on, kind, table=selectors.table_on(began_on))
    if day <= latest:
        return ""
    ask = _("Later than %(day)s: please write why it takes longer.") % {"day": short_day(latest)}
    return reason_given(reason, ask=ask)
