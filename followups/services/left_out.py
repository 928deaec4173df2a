"""Rows that a submission left out and that need not come in again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from followups.models import Upload
from followups.rules.words import UploadState
from followups.services.acts import record_register_act
from followups.services.errors import RegisterError, reason_given


@transaction.atomic
def settle_left_out(*, upload: Upload, by: User | None, at: datetime, reason: str) -> Upload:
    """Note that the rows a submitted file left out wait no longer, and why; said once.

    How the month stands does not change by it.

    :raises RegisterError: if the file left none out, or no reason is given.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != UploadState.SUBMITTED or not upload.rows_refused:
        raise RegisterError(_("This file left no row out."))
    reason = reason_given(reason, ask=_("Please write why these rows are not handed in again."))
    if upload.left_out_settled_at is None:
        upload.left_out_settled_at = at
        upload.save(update_fields=["left_out_settled_at"])
        facts = {"upload": str(upload.pk), "rows": upload.rows_refused}
        record_register_act(
            upload.register, "settle_left_out", by=by, at=at, why=reason, facts=facts
        )
    return upload
