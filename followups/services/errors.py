from django.utils.translation import gettext as _

from bureau.services import BureauError
from followups.rules import reasons


class RegisterError(BureauError):
    """An anticipated refusal, worded for the person at the screen."""


def reason_given(reason: str, *, ask: str) -> str:
    """Return a reason as it is kept; `ask` says what it is wanted for.

    :raises RegisterError: where it is empty or too short to say anything.
    """
    reason = reason.strip()
    if not reason:
        raise RegisterError(ask)
    if not reasons.says_something(reason):
        raise RegisterError(
            _("%(ask)s At least %(n)s characters.") % {"ask": ask, "n": reasons.MIN_SIGNS}
        )
    return reason
