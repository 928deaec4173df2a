"""A hospital's system hands in rows: checked, staged and submitted in one go, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from bureau.bulk import without_collection
from bureau.models import Institution
from bureau.sentences import in_each_language, listed, sentences
from bureau.services import (
    Doer,
    atomic_with_files,
    client_of,
    finish_job,
    keep_file,
    open_file,
    queue_job,
    report_progress,
)
from followups import sheets
from followups.models import MonthlyRegister, RegisterVersion, Upload
from followups.rules.words import Severity, UploadState
from followups.services.acts import record_register_act
from followups.services.errors import RegisterError
from followups.services.owed_months import check_month, register_of
from followups.services.submissions import hold_register, submit_upload
from followups.services.uploads import (
    STAGES,
    receive_rows,
    record_outcome,
    roster_of,
    store_checked,
)


class RowsRefused(RegisterError):
    """Nothing of the rows was taken in; `rows` are those that keep the others from it."""

    def __init__(self, said: str | Promise, rows: Sequence[sheets.CheckedRow]) -> None:
        super().__init__(said)
        self.rows = rows


def check_push(
    rows: Sequence[Mapping[str, Any]], *, institution: Institution, month: date, day: date
) -> list[sheets.CheckedRow]:
    """Check rows as a workbook's are checked; they are numbered from 1."""
    return sheets.check_rows(
        sheets.table_of_records(rows),
        month=month,
        institution_code=institution.code,
        roster=roster_of(institution),
        day=day,
    )


@atomic_with_files()
def push_rows(
    *,
    register: MonthlyRegister,
    rows: Sequence[Mapping[str, Any]],
    payload: bytes | None,
    by: Doer | None,
    at: datetime,
    reason: str = "",
    is_whole: bool = False,
    agreed: Callable[[MonthlyRegister], None] | None = None,
) -> tuple[Upload, RegisterVersion]:
    """Hand in rows as one submission: the good ones count, unless they must be taken whole.

    `payload` is what they came in, to be kept; None where this is only tried. `agreed` looks at
    the register while nobody else can change it, and raises where it is not what was built on.

    :raises RowsRefused: if a row is another institution's, no row is good, or one is not and
        they must be taken whole. Nothing is kept then.
    :raises RegisterError: if the month is closed and no reason is given, or has not begun.
    """
    institution, month = register.institution, register.month
    check_month(institution, month, timezone.localdate(at))
    if agreed:
        agreed(hold_register(register_of(institution=institution, month=month).pk))
    with without_collection():
        checked = check_push(rows, institution=institution, month=month, day=timezone.localdate(at))
        refuse_whole(checked, is_whole=is_whole)
        name = f"{month:%Y-%m}.json"
        kept = keep_file(name=name, content=payload, by=by, at=at) if payload else None
        upload = receive_rows(
            institution=institution, month=month, rows=checked, by=by, at=at, payload=kept
        )
        version = submit_upload(upload=upload, by=by, at=at, reason=reason)
    upload.refresh_from_db()
    return upload, version


def refuse_whole(checked: Sequence[sheets.CheckedRow], *, is_whole: bool) -> None:
    """Refuse rows of which nothing may be taken.

    :raises RowsRefused: naming the rows because of which.
    """
    if blocked := [row for row in checked if row.severity is Severity.BLOCK]:
        raise RowsRefused(
            _("There are rows of another institution, so nothing of them can be submitted."),
            blocked,
        )
    refused = [row for row in checked if row.values is None]
    if refused and is_whole:
        raise RowsRefused(_("Some rows cannot be taken, and they were to be taken whole."), refused)
    if len(refused) == len(checked):
        raise RowsRefused(_("No row is free of problems."), refused)


@atomic_with_files()
def receive_push(
    *,
    register: MonthlyRegister,
    payload: bytes,
    by: Doer | None,
    at: datetime,
    agreed: Callable[[MonthlyRegister], None] | None = None,
) -> Upload:
    """Keep rows as they came and queue their checking and submission.

    `agreed` looks at the register while nobody else can change it, as in `push_rows`.

    :raises RegisterError: if nothing can be handed in for the month.
    """
    check_month(register.institution, register.month, timezone.localdate(at))
    register = register_of(institution=register.institution, month=register.month)
    if agreed:
        agreed(hold_register(register.pk))
    name = f"{register.month_text}.json"
    upload = Upload.objects.create(
        register=register,
        payload=keep_file(name=name, content=payload, by=by, at=at),
        job=queue_job(kind="push_register", by=by, institution=register.institution, at=at),
        client=client_of(by),
        arrived_at=at,
    )
    facts = {"upload": str(upload.pk), "bytes": len(payload)}
    record_register_act(register, "receive_rows", by=by, at=at, facts=facts)
    return upload


def take_push(upload: Upload, *, at: datetime, result_url: str = "") -> Upload:
    """Check and submit rows that wait; those that another worker has are left to it.

    What is refused becomes the job's failure, in the words of the refusal, and nothing counts.
    """
    claimed = Upload.objects.filter(pk=upload.pk, state=UploadState.WAITING).update(
        state=UploadState.READING, taken_up_at=at, attempts=upload.attempts + 1
    )
    upload.refresh_from_db()
    if not claimed:
        return upload
    report_progress(upload.job, done=1, total=STAGES)
    try:
        _take(upload, at=at, result_url=result_url)
    except RegisterError as refused:
        with transaction.atomic():
            said = _failure(refused)
            refusal = {"said": in_each_language(lambda: said)}
            if _still_ours(upload).update(state=UploadState.REFUSED, refusal=refusal):
                finish_job(upload.job, at=at, failure=said)
                upload.refresh_from_db()
                record_outcome(upload, at=at)
    upload.refresh_from_db()
    return upload


def _still_ours(upload: Upload) -> QuerySet[Upload]:
    return Upload.objects.filter(
        pk=upload.pk, state=UploadState.READING, taken_up_at=upload.taken_up_at
    )


@transaction.atomic
def _take(upload: Upload, *, at: datetime, result_url: str) -> None:
    register = upload.register
    if not _still_ours(upload).select_for_update().first():
        return
    asked = orjson.loads(open_file(upload.payload))
    with without_collection():
        checked = check_push(
            asked["rows"],
            institution=register.institution,
            month=register.month,
            day=timezone.localdate(upload.arrived_at),
        )
        refuse_whole(checked, is_whole=asked.get("all_or_nothing", False))
        store_checked(upload, checked)
        record_outcome(upload, at=at)
        submit_upload(upload=upload, by=upload.client, at=at, reason=asked.get("reason", ""))
    finish_job(upload.job, at=at, result_url=result_url)


def _failure(refused: RegisterError) -> Any:
    """Word a refusal, with the rows it is about, in the language of whoever reads it."""
    numbers = [row.number for row in getattr(refused, "rows", ())[:20]]
    if not numbers:
        return refused
    return lazy(
        lambda: sentences([str(refused), _("Rows: %(rows)s") % {"rows": listed(numbers)}]), str
    )()
