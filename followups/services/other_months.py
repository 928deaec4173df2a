"""A workbook handed in for the wrong month goes to the one it seems to be of, as it came."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import atomic_with_files, open_file
from followups.models import Upload
from followups.rules.words import UploadState
from followups.services.errors import RegisterError
from followups.services.uploads import receive_upload
from followups.sheets import TableFault


def seeming_month(upload: Upload) -> date | None:
    """Return the month a refused file seems to be of, if that is why it was refused."""
    if upload.state != UploadState.REFUSED or upload.refusal.get("table") != TableFault.OTHER_MONTH:
        return None
    return date.fromisoformat(f"{upload.refusal['names'][0]}-01")


@atomic_with_files()
def hand_in_for_its_month(*, upload: Upload, by: User | None, at: datetime) -> Upload:
    """Hand a file in for the month it seems to be of; it arrives there now.

    The file that was refused stays. Done again, it returns the file there is.

    :raises RegisterError: if the file is not of another month, or nothing can be handed in for it.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    month = seeming_month(upload)
    if month is None or upload.file is None:
        raise RegisterError(_("This file was not refused for its month."))
    known = upload.refusal.get("handed_in_as")
    if known:
        return Upload.objects.get(pk=known)
    handed_in = receive_upload(
        institution=upload.register.institution,
        month=month,
        name=upload.file.name,
        content=open_file(upload.file),
        by=by,
        at=at,
    )
    upload.refusal = {**upload.refusal, "handed_in_as": str(handed_in.pk)}
    upload.save(update_fields=["refusal"])
    return handed_in
