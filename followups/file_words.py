"""Where a handed-in file stands, in words: of a checked one, what can be done with it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from followups.models import Upload
from followups.rules.words import UploadState
from followups.sheets import TableFault

TONES = {
    UploadState.SUBMITTED: "success",
    UploadState.REFUSED: "danger",
    UploadState.FAILED: "danger",
    UploadState.ASKING: "warning",
    UploadState.CHECKED: "warning",
    UploadState.WITHDRAWN: "neutral",
}


class Stand(NamedTuple):
    tone: str
    words: str


def stand_of(upload: Upload, *, brings_nothing: bool = False) -> Stand:
    """Tell how a file stands; no file is called to be submitted that cannot or need not be."""
    if upload.state == UploadState.CHECKED:
        if upload.is_blocked:
            return Stand("danger", _("Cannot be submitted: rows of another institution"))
        if not upload.rows_good:
            return Stand("danger", _("Cannot be submitted: no row in order"))
        if brings_nothing:
            return Stand("neutral", _("Brings nothing new"))
    if upload.refusal.get("table") == TableFault.OTHER_MONTH:
        return Stand("danger", _("Of another month"))
    if upload.refusal.get("table") == TableFault.OTHER_INSTITUTION:
        return Stand("danger", _("Of another institution"))
    tone = TONES.get(UploadState(upload.state), "primary")
    return Stand(tone, upload.get_state_display())


def waits_words(upload: Upload, *, brings_nothing: bool = False) -> str:
    """Say in a sentence for what an open file waits."""
    facts = {"file": upload.title}
    if upload.state == UploadState.ASKING:
        return _("“%(file)s” waits for your answer to a question.") % facts
    if upload.state != UploadState.CHECKED:
        return _("“%(file)s” is being read.") % facts
    if upload.is_blocked:
        said = _("“%(file)s” cannot be submitted: it holds rows of another institution.")
        return said % facts
    if not upload.rows_good:
        return _("“%(file)s” cannot be submitted: no row of it is in order.") % facts
    if brings_nothing:
        return _("“%(file)s” brings nothing new; it need not be submitted.") % facts
    return _("“%(file)s” was checked and is not submitted yet. It does not count until it is.") % (
        facts
    )
