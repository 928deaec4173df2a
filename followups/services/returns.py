"""Sending a register back to the institution that handed it in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import tell
from followups import selectors
from followups.models import MonthlyRegister, RegisterReturn
from followups.services.acts import record_register_act
from followups.services.errors import RegisterError, reason_given
from followups.services.reminders import sent_back
from followups.services.submissions import hold_register


@transaction.atomic
def return_register(
    *, register: MonthlyRegister, reason: str, by: User, at: datetime, as_missing: bool = False
) -> RegisterReturn:
    """Send a register back to be mended, and tell its institution why.

    It stays handed in, on the day it came, unless it is to count as not handed in: then the
    next one counts when it comes. Sending back what is sent back already changes nothing.

    :raises RegisterError: without a reason, where nothing is in, or if it is to count as not
        handed in though the month's figures are frozen.
    """
    register = hold_register(register.pk)
    reason = reason_given(reason, ask=_("Please write what has to be mended."))
    if register.arrived_on is None and register.returned_at is None:
        raise RegisterError(_("Nothing is handed in, so there is nothing to send back."))
    if register.returned_at and (register.arrived_on is None or not as_missing):
        return register.returns.latest("at")
    if as_missing and selectors.is_frozen(register.month, at):
        raise RegisterError(
            _("The figures of this month are frozen: it stays handed in. Send it back without.")
        )
    was = register.standing(timezone.localdate(at)).state
    sent = RegisterReturn.objects.create(
        register=register, at=at, by=by, reason=reason, as_missing=as_missing
    )
    _mark(register, at, as_missing=as_missing)
    record_register_act(
        register, "return_register", by=by, at=at, before=was, why=reason,
        after=register.standing(timezone.localdate(at)).state, facts={"as_missing": as_missing},
    )  # fmt: skip
    tell(sent_back(sent), at=at)
    return sent


def _mark(register: MonthlyRegister, at: datetime, *, as_missing: bool) -> None:
    register.returned_at = at
    if as_missing:
        register.arrived_on = register.completed_on = None
        register.is_nil = False
    register.save(update_fields=["returned_at", "arrived_on", "completed_on", "is_nil"])
