"""The person's own workbook, handed back with its problems marked."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import Job, User
from bureau.services import (
    atomic_with_files,
    finish_job,
    keep_file,
    open_file,
    queue_job,
    report_progress,
)
from bureau.workbooks import (
    Cell,
    CellNote,
    KeptRows,
    Mark,
    WorkbookRefused,
    annotate_workbook,
    read_workbook,
)
from followups import selectors
from followups.models import RegisterRow, Upload
from followups.rules.words import RowState, Severity, UploadState
from followups.services.errors import RegisterError
from followups.services.uploads import corrections_of
from followups.sheets import written
from followups.wording import (
    FAULT_OF_OURS,
    SUPPLEMENT,
    column_title,
    problem_sentence,
    remedy_sentence,
)

A_MINUTE = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(minutes=10)


@transaction.atomic
def order_marked_copy(*, upload: Upload, by: User | None, at: datetime) -> Job:
    """Order the person's own workbook with its problems marked; asked twice, made once.

    :raises RegisterError: if there is nothing to mark.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.file is None or upload.state not in {UploadState.CHECKED, UploadState.SUBMITTED}:
        raise RegisterError(_("Only a file that has been checked can be marked."))
    if upload.marking_job is None or upload.marking_job.failure:
        upload.marking_job = queue_job(
            kind="mark_register", by=by, institution=upload.register.institution, at=at
        )
        upload.save(update_fields=["marking_job"])
    return upload.marking_job


def mark_problems(
    upload: Upload, *, at: datetime, clock: Callable[[], datetime] | None = None
) -> None:
    """Make the marked copy that was ordered: marked cells, comments, a list of errors in front.

    What was corrected on the page stands in its cells. Of a file that was submitted in part the
    copy has the rows that were left out, and only those. It is begun at `at`; `clock` tells when
    it was finished.
    """
    job = upload.marking_job
    if upload.marked_copy or job is None:
        return
    report_progress(job, done=0, total=1)
    left_out = rows_left_out(upload)
    try:
        original = open_file(upload.file)
        content = annotate_workbook(
            original,
            notes=_notes(upload, original),
            errors_title=_("List of errors"),
            errors_header=[_("Row"), _("Column"), _("You wrote"), _("Problem"), _("Remedy")],
            keep=KeptRows(upload.sheet_name, upload.header_row, left_out) if left_out else None,
        )
    except WorkbookRefused as refused:
        finish_job(job, at=clock() if clock else at, failure=refused)
        return
    with atomic_with_files():
        # A file that was corrected meanwhile has no use for this copy, nor for a second one.
        wanted = Upload.objects.select_for_update().filter(
            pk=upload.pk, marking_job=job, marked_copy=None
        )
        if wanted.exists():
            name = (_("left out") if left_out else _("marked")) + "-" + upload.file.name
            marked = keep_file(name=name, content=content, by=upload.by, at=at)
            wanted.update(marked_copy=marked)
        finish_job(job, at=clock() if clock else at)


def drop_marked_copy(upload: Upload, *, at: datetime) -> None:
    """Let go of a marked copy that no longer holds, and of the job that may still make it.

    The caller saves the upload, in its own transaction.
    """
    if upload.marking_job:
        finish_job(upload.marking_job, at=at)
    upload.marked_copy = upload.marking_job = None


def fail_marking(upload: Upload, *, at: datetime) -> None:
    """Note that marking broke off through a fault of ours; it can be ordered again."""
    if upload.marking_job:
        finish_job(upload.marking_job, at=at, failure=FAULT_OF_OURS)


def marks_not_made(*, at: datetime) -> list[Upload]:
    """List ordered copies that nobody has made within a minute; after ten they are given up."""
    waiting = Upload.objects.filter(
        marked_copy=None, marking_job__finished_at=None, marking_job__created_at__lt=at - A_MINUTE
    )
    for upload in waiting.filter(marking_job__created_at__lt=at - GIVEN_UP_AFTER):
        fail_marking(upload, at=at)
    return list(waiting.filter(marking_job__created_at__gte=at - GIVEN_UP_AFTER))


def rows_left_out(upload: Upload) -> list[int]:
    """List the rows that a submission left out; none while the file is not submitted."""
    if upload.state != UploadState.SUBMITTED:
        return []
    refused = upload.rows.filter(state=RowState.REFUSED).order_by("number")
    return list(refused.values_list("number", flat=True))


def _notes(upload: Upload, original: bytes) -> list[CellNote]:
    rows = upload.rows.exclude(problems=b"").order_by("number")
    notes = [note for row in rows for note in _problem_notes(upload, row)]
    notes += [*_correction_notes(upload, original), *_supplement_notes(upload)]
    return sorted(notes, key=lambda note: note.row)


def _problem_notes(upload: Upload, row: RegisterRow) -> list[CellNote]:
    return [
        CellNote(
            sheet=upload.sheet_name,
            row=row.number,
            column=upload.layout[problem.field]["column"],
            column_title=column_title(problem.field, upload.layout),
            value_text=problem.written,
            problem=problem_sentence(problem),
            remedy=remedy_sentence(problem),
            mark=Mark.WARNING if problem.severity is Severity.WARNING else Mark.ERROR,
        )
        for problem in selectors.problems_of(row)
        if problem.field in upload.layout
    ]


def _correction_notes(upload: Upload, original: bytes) -> list[CellNote]:
    """Note what was typed on the page, beside what stood there."""
    corrections = corrections_of(upload)
    if not corrections:
        return []
    [sheet] = [one for one in read_workbook(original).sheets if one.name == upload.sheet_name]
    wrong = _still_wrong(upload)
    return [
        CellNote(
            sheet=upload.sheet_name,
            row=number,
            column=upload.layout[field]["column"],
            column_title=column_title(field, upload.layout),
            value_text=_stood(sheet.rows, number, upload.layout[field]["column"]),
            problem=_said_of(text),
            remedy=_("The corrected text stands in the cell now.")
            if (number, field) not in wrong
            else _("The corrected text stands in the cell and still has a problem."),
            mark=Mark.CORRECTED,
            new_text=text,
        )
        for number, texts in corrections.items()
        for field, text in texts.items()
        if field in upload.layout
    ]


def _still_wrong(upload: Upload) -> set[tuple[int, str]]:
    """Find the cells that have a problem as they stand, corrected or not."""
    rows = upload.rows.exclude(problems=b"")
    return {(row.number, one.field) for row in rows for one in selectors.problems_of(row)}


def _said_of(text: str) -> str:
    if not text:
        return _("was emptied on the page")
    return _("was corrected on the page to “%(text)s”") % {"text": text}


def _supplement_notes(upload: Upload) -> list[CellNote]:
    """Note rows reported late on the page where the workbook has no column that would say so."""
    if "is_supplement" in upload.layout:
        return []
    said = [number for number, texts in corrections_of(upload).items() if "is_supplement" in texts]
    return [
        CellNote(
            sheet=upload.sheet_name,
            row=number,
            column=upload.layout["discharged_on"]["column"],
            column_title=column_title("discharged_on", upload.layout),
            value_text="",
            problem=_("was reported late on the page"),
            remedy=str(SUPPLEMENT),
            mark=Mark.WARNING,
        )
        for number in said
    ]


def _stood(rows: Sequence[Sequence[Cell]], row: int, column: int) -> str:
    cells = rows[row - 1] if row <= len(rows) else ()
    return written(cells[column - 1]) if column <= len(cells) else ""
