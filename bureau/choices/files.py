"""What leaves the house, and what hangs on records."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.attachments import Unfit
from bureau.choices.by_word import by_word
from bureau.rules import Audience, ExportForm, ExportState, PaperState

EXPORT_FORMS = by_word(
    {
        ExportForm.XLSX: _("Workbook (xlsx)"),
        ExportForm.CSV: _("Text (csv)"),
    }
)
EXPORT_STATES = by_word(
    {
        ExportState.ASKED: pgettext_lazy("export", "Waiting for a second person"),
        ExportState.QUEUED: pgettext_lazy("export", "Waiting to be built"),
        ExportState.BUILDING: pgettext_lazy("export", "Being built"),
        ExportState.READY: pgettext_lazy("export", "Ready"),
        ExportState.DELIVERED: pgettext_lazy("export", "Fetched"),
        ExportState.REFUSED: pgettext_lazy("export", "Refused"),
        ExportState.FAILED: pgettext_lazy("export", "Failed"),
        ExportState.EXPIRED: pgettext_lazy("export", "Expired"),
    }
)
PAPER_STATES = by_word(
    {
        PaperState.DRAFT: pgettext_lazy("paper", "Draft"),
        PaperState.REVIEWED: pgettext_lazy("paper", "Reviewed"),
        PaperState.SIGNED: pgettext_lazy("paper", "Signed"),
        PaperState.VOIDED: pgettext_lazy("paper", "Voided"),
    }
)
TO_VOID, SENT = "to_void", "sent"
"""No states of a paper: lists ask by these words for signed ones whose ground fell, and for drafts
that wait to be reviewed."""
AUDIENCES = by_word(
    {
        Audience.INTERNAL: pgettext_lazy("audience", "The bureau only"),
        Audience.INSTITUTION: pgettext_lazy("audience", "The bureau and the institution"),
        Audience.PUBLIC: pgettext_lazy("audience", "Everybody"),
    }
)
UNFIT = by_word(
    {
        Unfit.EMPTY: _("This file is empty. Choose another."),
        Unfit.TOO_BIG: _("This file is too big: at most 10 MB, unpacked at most 100 MB."),
        Unfit.UNKNOWN_TYPE: _(
            "This kind of file is not taken. Send a photo (jpg, png, webp), a PDF, or a document,"
            " workbook or presentation (docx, xlsx, pptx)."
        ),
        Unfit.ACTIVE: _(
            "There is a program in this file. Save it without macros or scripts and try again."
        ),
        Unfit.TOO_MANY_PIXELS: _("This picture is too large: at most 40 million points."),
        Unfit.BROKEN: _("This file cannot be read to its end. Send it again."),
        Unfit.ENCRYPTED: _("This file is locked with a password. Save it without one."),
    }
)
