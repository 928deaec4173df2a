"""A workbook arrives, is read in a child process, checked, and staged row by row."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial

import orjson
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bureau.bulk import without_collection
from bureau.models import Institution, StoredFile
from bureau.selectors import department_names, staff_names
from bureau.sentences import in_each_language
from bureau.services import (
    Doer,
    atomic_with_files,
    client_of,
    finish_job,
    keep_file,
    open_file,
    queue_job,
    report_progress,
    user_of,
)
from bureau.workbooks import WorkbookRefused, read_workbook
from followups import selectors, sheets
from followups.models import Upload
from followups.rules.rows import Roster
from followups.rules.words import Severity, UploadState
from followups.services.acts import record_register_act
from followups.services.errors import RegisterError
from followups.services.owed_months import check_month, register_of
from followups.services.staging import stage_rows
from followups.wording import FAULT_OF_OURS

STAGES = 4  # kept, read, checked, staged
MAX_ATTEMPTS = 3
# A reading is ended after seconds, and staging after it takes seconds as well.
TAKEN_UP_FOR = timedelta(minutes=2)


@atomic_with_files()
def receive_upload(
    *,
    institution: Institution,
    month: date,
    name: str,
    content: bytes,
    by: Doer | None,
    at: datetime,
) -> Upload:
    """Keep a workbook as it came and queue its reading. Nothing is looked at here.

    :raises RegisterError: if nothing can be handed in for the month.
    """
    check_month(institution, month, timezone.localdate(at))
    register = register_of(institution=institution, month=month)
    upload = Upload.objects.create(
        register=register,
        file=keep_file(name=name, content=content, by=by, at=at),
        job=queue_job(kind="check_register", by=by, institution=institution, at=at),
        by=user_of(by),
        arrived_at=at,
    )
    facts = {"upload": str(upload.pk), "bytes": len(content)}
    record_register_act(register, "receive_upload", by=by, at=at, facts=facts)
    return upload


def check_upload(
    upload: Upload, *, at: datetime, clock: Callable[[], datetime] | None = None
) -> Upload:
    """Read, check and stage a waiting file; a file that another worker has is left to it.

    It is taken up at `at`; `clock` tells when it was finished, where somebody waits for that.

    What a person can mend becomes a state of the upload: refused with its reason, asking a
    question, or checked row by row.
    """
    claimed = Upload.objects.filter(pk=upload.pk, state=UploadState.WAITING).update(
        state=UploadState.READING, taken_up_at=at, attempts=upload.attempts + 1
    )
    upload.refresh_from_db()
    if claimed:
        with without_collection():
            _settle(upload, _read_or_refuse(upload), at=at, clock=clock)
    return upload


def _read_or_refuse(upload: Upload) -> Sequence[sheets.CheckedRow] | None:
    try:
        return _read(upload)
    except WorkbookRefused as refused:
        _refuse(upload, {"reason": refused.reason, "facts": refused.facts})
    except sheets.TableProblem as problem:
        _refuse(upload, {"table": problem.fault, "names": problem.names})
    return None


@transaction.atomic
def _settle(
    upload: Upload,
    rows: Sequence[sheets.CheckedRow] | None,
    *,
    at: datetime,
    clock: Callable[[], datetime] | None,
) -> None:
    """Write down what came of a reading, unless the file is no longer ours to write on.

    A worker that froze wakes up to a file that another has read, or that was laid aside; who
    took the file from it sees to its job.
    """
    if not _taken_up(upload).select_for_update().first():
        upload.refresh_from_db()
        return
    if rows is None:
        upload.save()
    else:
        _store_or_refuse(upload, rows)
    record_outcome(upload, at=at)
    finish_job(upload.job, at=clock() if clock else at)


def _store_or_refuse(upload: Upload, rows: Sequence[sheets.CheckedRow]) -> None:
    try:
        store_checked(upload, rows)
    except RegisterError as error:
        _refuse(upload, {"said": in_each_language(partial(str, error))})
        upload.save()


def record_outcome(upload: Upload, *, at: datetime) -> None:
    """Write what a reading came to: counts, or the reason why the file was refused."""
    facts = {
        "upload": str(upload.pk),
        "rows": upload.rows_total,
        "refused": upload.rows_refused,
        "blocked": upload.is_blocked,
        "reason": str(upload.refusal.get("reason") or upload.refusal.get("table") or ""),
    }
    record_register_act(
        upload.register,
        "check_upload",
        by=None,
        at=at,
        before=UploadState.READING,
        after=upload.state,
        facts={name: fact for name, fact in facts.items() if fact},
    )


def _taken_up(upload: Upload) -> QuerySet[Upload]:
    return Upload.objects.filter(
        pk=upload.pk, state=UploadState.READING, taken_up_at=upload.taken_up_at
    )


def _read(upload: Upload) -> Sequence[sheets.CheckedRow] | None:
    """Read the file and check its rows; None where it has to be asked about first."""
    started = time.perf_counter()
    report_progress(upload.job, done=1, total=STAGES)
    workbook = read_workbook(open_file(upload.file))
    upload.read_ms = round((time.perf_counter() - started) * 1000)
    report_progress(upload.job, done=2, total=STAGES)
    month = upload.register.month
    table = sheets.find_table(workbook, month=month)
    table.require_rows()
    upload.sheet_name = table.sheet
    upload.header_row = table.header_row
    upload.layout = {
        field: {"column": column + 1, "heading": table.headings.get(field, "")}
        for field, column in table.columns.items()
    }
    questions = [*_naming_question(upload, table), *sheets.questions(table, month=month)]
    upload.questions = [{"key": one.key, **asdict(one)} for one in questions]
    if any(question.key not in upload.answers for question in questions):
        upload.state = UploadState.ASKING
        return None
    sheets.refuse_foreign(questions, upload.answers)
    rows = _checked_rows(upload, table)
    report_progress(upload.job, done=3, total=STAGES)
    return rows


def _naming_question(upload: Upload, table: sheets.Table) -> list[sheets.Question]:
    """Ask where the workbook names another institution of the directory as its own."""
    own = upload.register.institution
    others = Institution.objects.exclude(pk=own.pk).values_list("name", flat=True)
    name = upload.file.name if upload.file else ""
    return sheets.institution_question(table, own=own.name, others=others, file_name=name)


def _checked_rows(upload: Upload, table: sheets.Table) -> Sequence[sheets.CheckedRow]:
    institution, month = upload.register.institution, upload.register.month
    remarks = sheets.notes(table, month=month, institution_code=institution.code)
    upload.remarks = [asdict(remark) for remark in remarks]
    rows = sheets.check_rows(
        table,
        month=month,
        institution_code=institution.code,
        roster=roster_of(institution),
        answers=upload.answers,
        corrections=corrections_of(upload),
        day=timezone.localdate(upload.arrived_at),
    )
    return sheets.of_this_month(rows)


def roster_of(institution: Institution) -> Roster:
    """Read whom and what an institution has: what its rows are held against."""
    return Roster(
        staff_names(institution), department_names(institution), frozenset({institution.name})
    )


def corrections_of(upload: Upload) -> dict[int, dict[str, str]]:
    """Read what the person typed on the page in place of cells: by row number and field."""
    kept = orjson.loads(upload.corrections.reveal() or b"{}")
    return {int(number): texts for number, texts in kept.items()}


@transaction.atomic
def store_checked(upload: Upload, rows: Sequence[sheets.CheckedRow]) -> None:
    """Stage checked rows and note on the upload what they amount to."""
    counts = stage_rows(upload, rows)
    upload.rows_total = len(rows)
    upload.rows_new, upload.rows_updated, upload.rows_unchanged, upload.rows_refused = counts
    upload.rows_repeated = sum(row.is_repeated for row in rows)
    upload.rows_absent = selectors.absent_count(upload)
    upload.blocked_rows = [row.number for row in rows if row.severity is Severity.BLOCK]
    upload.is_blocked = bool(upload.blocked_rows)
    upload.refusal = {}
    upload.state = UploadState.CHECKED
    upload.save()


def _refuse(upload: Upload, refusal: dict) -> None:
    upload.refusal = refusal
    upload.state = UploadState.REFUSED


@transaction.atomic
def fail_upload(upload: Upload, *, at: datetime) -> None:
    """Note that reading broke off through a fault of ours; the file is kept."""
    if _taken_up(upload).update(state=UploadState.FAILED):
        finish_job(upload.job, at=at, failure=FAULT_OF_OURS)
        upload.state = UploadState.FAILED
        record_outcome(upload, at=at)


def requeue_stuck_uploads(*, at: datetime) -> list[Upload]:
    """Hand out again what waits, and what a worker took up and never finished; list it.

    After three attempts a file is given up and says so.
    """
    stuck = Upload.objects.filter(state=UploadState.READING, taken_up_at__lt=at - TAKEN_UP_FOR)
    for upload in stuck.filter(attempts__gte=MAX_ATTEMPTS):
        fail_upload(upload, at=at)
    stuck.filter(attempts__lt=MAX_ATTEMPTS).update(state=UploadState.WAITING)
    return list(Upload.objects.filter(state=UploadState.WAITING).order_by("arrived_at"))


@transaction.atomic
def receive_rows(
    *,
    institution: Institution,
    month: date,
    rows: Sequence[sheets.CheckedRow],
    by: Doer | None,
    at: datetime,
    payload: StoredFile | None = None,
) -> Upload:
    """Stage rows that did not come in a workbook; from here on they go the same way.

    `payload` is what they came in, kept as it came.
    """
    register = register_of(institution=institution, month=month)
    job = queue_job(kind="check_register", by=by, institution=institution, at=at)
    upload = Upload.objects.create(
        register=register,
        job=job,
        by=user_of(by),
        client=client_of(by),
        payload=payload,
        arrived_at=at,
    )
    facts = {"upload": str(upload.pk), "rows": len(rows)}
    record_register_act(register, "receive_rows", by=by, at=at, facts=facts)
    store_checked(upload, rows)
    record_outcome(upload, at=at)
    finish_job(job, at=at)
    return upload
