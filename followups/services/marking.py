"""The person's own workbook, handed back with its problems marked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import Job, User
from bureau.services import finish_job, keep_file, open_file, queue_job, report_progress
from bureau.workbooks import CellNote, WorkbookRefused, annotate_workbook
from followups import selectors
from followups.models import RegisterRow, Upload
from followups.rules.words import UploadState
from followups.services.errors import RegisterError
from followups.wording import FAULT_OF_OURS, problem_sentence, problem_title, remedy_sentence

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


def mark_problems(upload: Upload, *, at: datetime) -> None:
    """Make the marked copy that was ordered: red cells, comments, and a list of errors in front."""
    job = upload.marking_job
    if upload.marked_copy or job is None:
        return
    rows = upload.rows.exclude(problems=b"").order_by("number")
    report_progress(job, done=0, total=1)
    try:
        content = annotate_workbook(
            open_file(upload.file),
            notes=[note for row in rows for note in _notes(upload, row)],
            errors_title=_("List of errors"),
            errors_header=[_("Row"), _("Column"), _("You wrote"), _("Problem"), _("Remedy")],
        )
    except WorkbookRefused as refused:
        finish_job(job, at=at, failure=str(refused))
        return
    with transaction.atomic():
        # A file that was corrected meanwhile has no use for this copy, nor for a second one.
        wanted = Upload.objects.select_for_update().filter(
            pk=upload.pk, marking_job=job, marked_copy=None
        )
        if wanted.exists():
            name = _("marked") + "-" + upload.file.name
            marked = keep_file(name=name, content=content, by=upload.by, at=at)
            wanted.update(marked_copy=marked)
        finish_job(job, at=at)


def fail_marking(upload: Upload, *, at: datetime) -> None:
    """Note that marking broke off through a fault of ours; it can be ordered again."""
    if upload.marking_job:
        finish_job(upload.marking_job, at=at, failure=str(FAULT_OF_OURS))


def marks_not_made(*, at: datetime) -> list[Upload]:
    """List ordered copies that nobody has made within a minute; after ten they are given up."""
    waiting = Upload.objects.filter(
        marked_copy=None, marking_job__finished_at=None, marking_job__created_at__lt=at - A_MINUTE
    )
    for upload in waiting.filter(marking_job__created_at__lt=at - GIVEN_UP_AFTER):
        fail_marking(upload, at=at)
    return list(waiting.filter(marking_job__created_at__gte=at - GIVEN_UP_AFTER))


def _notes(upload: Upload, row: RegisterRow) -> list[CellNote]:
    return [
        CellNote(
            sheet=upload.sheet_name,
            row=row.number,
            column=upload.layout[problem.field]["column"],
            column_title=problem_title(problem, upload.layout),
            value_text=problem.written,
            problem=problem_sentence(problem),
            remedy=remedy_sentence(problem),
        )
        for problem in selectors.problems_of(row)
        if problem.field in upload.layout
    ]
