"""Taking out a row that was handed in by mistake: no file does it, for files only add."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import tell
from followups import selectors
from followups.models import FollowUpRecord, RowRemoval
from followups.rules import register as rules
from followups.services.acts import record_register_act
from followups.services.errors import RegisterError, reason_given
from followups.services.reminders import row_taken_out
from followups.services.submissions import hold_register


@transaction.atomic
def remove_row(*, record: FollowUpRecord, reason: str, by: User, at: datetime) -> RowRemoval | None:
    """Take a row out of its register, and tell its institution; what its file said stays there.

    Handed in once more it stands again. Nothing is done where it is out already.

    :raises RegisterError: without a reason, once the figures of its month are frozen, or for the
        only row of a register.
    """
    register = hold_register(record.register_id)
    reason = reason_given(reason, ask=_("Please write why this row is taken out."))
    standing = FollowUpRecord.objects.filter(pk=record.pk)
    if not standing.exists():
        return None
    months = {register.month, rules.first_of_month(record.discharged_on)}
    if any(selectors.is_frozen(month, at) for month in months):
        raise RegisterError(_("The figures of this month are frozen, so its rows stay."))
    if register.records.count() == 1:
        raise RegisterError(_("It is the only row. Send the register back instead."))
    removal = RowRemoval.objects.create(
        register=register, inpatient_no=record.inpatient_no, seq=record.seq,
        discharged_on=record.discharged_on, at=at, by=by, reason=reason,
    )  # fmt: skip
    standing.delete()
    facts = {"removal": removal.pk}
    record_register_act(register, "remove_row", by=by, at=at, why=reason, facts=facts)
    tell(row_taken_out(removal), at=at)
    return removal
