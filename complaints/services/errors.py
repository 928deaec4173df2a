from django.utils.translation import gettext as _

from bureau.rules import MIN_REASON, says_something
from bureau.services import BureauError


class CaseError(BureauError):
    """An anticipated refusal, worded for the person at the screen."""


def reason_given(reason: str, *, ask: str) -> str:
    """Return a reason as it is kept; `ask` says what it is wanted for.

    :raises CaseError: where it is empty or says nothing.
    """
    reason = reason.strip()
    if not says_something(reason):
        raise CaseError(asked_for(ask))
    return reason


def lacking_nothing(missing: str) -> None:
    """:raises CaseError: with what a step lacks, where it lacks something."""
    if missing:
        raise CaseError(missing)


def asked_for(ask: str) -> str:
    """Word what a reason is wanted for, and how much of it."""
    return _("%(ask)s At least %(n)s characters.") % {"ask": ask, "n": MIN_REASON}


def words_given(text: str, *, ask: str) -> str:
    """:raises CaseError: where nothing is written."""
    text = text.strip()
    if not text:
        raise CaseError(ask)
    return text
