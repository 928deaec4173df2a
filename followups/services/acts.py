"""The acts of this app: which register they belong to, so that its page can tell its story."""

from datetime import date, datetime
from typing import Any

from bureau.models import StoredFile, User
from bureau.services import record_act, record_look
from bureau.services.acts import Doer
from followups.models import MonthlyRegister, RegisterVersion, SpotCheck, Upload

REGISTER, SPOT_CHECK, MONTH = "register", "spot_check", "month"


def record_register_act(
    register: MonthlyRegister, verb: str, *, by: Doer | None, at: datetime, **said: Any
) -> None:
    """Write what happened to a register or to something handed in for it."""
    record_act(
        verb=verb,
        kind=REGISTER,
        no=register.no,
        by=by,
        at=at,
        institution=register.institution,
        **said,
    )


def record_check_act(
    check: SpotCheck, verb: str, *, by: Doer | None, at: datetime, **said: Any
) -> None:
    """Write what happened to a draw. Not among the register's acts: the hospital reads those."""
    institution = check.register.institution
    record_act(
        verb=verb, kind=SPOT_CHECK, no=check.pk, by=by, at=at, institution=institution, **said
    )


def record_check_look(check: SpotCheck, verb: str, *, by: User, at: datetime, **said: Any) -> None:
    """Write that somebody looks at a drawn person's number: to call them is why."""
    institution = check.register.institution
    record_look(
        verb=verb, kind=SPOT_CHECK, no=check.pk, by=by, at=at, institution=institution, **said
    )


def note_report_download(*, month: date, kind: str, form: str, by: Doer, at: datetime) -> None:
    """Write who took a file of the county's report away, and which."""
    facts = {"report": kind, "format": form}
    record_act(
        verb="note_report_download", kind=MONTH, no=f"{month:%Y-%m}", by=by, at=at, facts=facts
    )


def note_receipt_download(*, version: RegisterVersion, by: Doer, at: datetime) -> None:
    """Write who took a receipt away on paper."""
    facts = {"receipt": version.receipt_no}
    record_register_act(version.register, "note_receipt_download", by=by, at=at, facts=facts)


def note_download(*, upload: Upload, file: StoredFile, by: Doer, at: datetime) -> None:
    """Write who took a workbook away, and which: it holds names and numbers in the clear."""
    facts = {"upload": str(upload.pk), "file": str(file.pk)}
    record_register_act(upload.register, "note_download", by=by, at=at, facts=facts)
