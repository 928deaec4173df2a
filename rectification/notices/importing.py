"""Who is told that an old ledger waits for them: whoever may take its strike-offs in."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext

from bureau.sending import NoticeKind
from bureau.services import Telling
from rectification.models import LedgerImport
from rectification.selectors.importing import confirmers

KIND = "ledger_import"


def to_confirm(batch: LedgerImport) -> Telling:
    """Tell everybody but the sender: an old ledger's strike-offs take a second person."""
    return Telling(
        kind=NoticeKind.TASK,
        recipients=confirmers(batch),
        words=partial(_to_confirm, batch),
        subject=(KIND, str(batch.pk)),
        url=reverse("rectification:import", args=[batch.pk]),
        cause=f"to confirm {batch.pk}",
    )


def _to_confirm(batch: LedgerImport) -> str:
    words = gettext(
        "%(name)s handed in the old ledger “%(file)s”: rows of it are struck off, and it waits for"
        " you or another one to look at them and take it in."
    )
    return words % {"name": batch.by.name, "file": batch.file.name}
