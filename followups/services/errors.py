from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bureau.sentences import filled
from bureau.services import BureauError
from followups.rules import reasons


class RegisterError(BureauError):
    """An anticipated refusal, worded for the person at the screen.

    A job's is worded lazily: `str()` says it in the language of whoever asks the job.
    """


class ReasonWanted(RegisterError):
    """Refused for want of a reason: `field` is where a program puts it."""

    field = "reason"


def reason_given(reason: str, *, ask: str | Promise) -> str:
    """Return a reason as it is kept; `ask` says what it is wanted for.

    :raises ReasonWanted: where it is empty, too short to say anything, or longer than is kept.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonWanted(ask)
    if not reasons.says_something(reason):
        said = _("%(ask)s At least %(n)s characters.")
        raise ReasonWanted(filled(said, ask=ask, n=reasons.MIN_SIGNS))
    if len(reason) > reasons.MOST_SIGNS:
        said = _("%(ask)s At most %(n)s characters.")
        raise ReasonWanted(filled(said, ask=ask, n=reasons.MOST_SIGNS))
    return reason
