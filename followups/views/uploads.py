"""A workbook on its way in: choose, check, submit, and the own workbook back with its errors."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.pagination import paginated
from followups import selectors, services, tasks, wording
from followups.choices import ROW_STATES
from followups.forms import AnswersForm, ReasonForm, UploadForm
from followups.models import Upload
from followups.rules.problems import masked
from followups.rules.words import RowState, Severity, UploadState
from followups.sheets import BY_FIELD
from followups.views.reading import (
    XLSX,
    allowed,
    attempt,
    reason_in,
    send_stored,
    visible_register,
    visible_upload,
)

UNDER_WAY = {UploadState.WAITING, UploadState.READING}
TABS = [RowState.NEW, RowState.UPDATED, RowState.UNCHANGED, RowState.REFUSED]
# Two more views of a checked file: rows taken with a remark, and rows that stand but it lacks.
WARNINGS, ABSENT = "warnings", "absent"


@allowed("submit_register")
def upload(request, code, month):
    register = visible_register(request, code, month)
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    if is_post and form.is_valid():
        workbook = form.cleaned_data["workbook"]
        received = attempt(
            request,
            services.receive_upload,
            institution=register.institution,
            month=month,
            name=workbook.name,
            content=workbook.read(),
            by=request.user,
            at=timezone.now(),
        )
        if received:
            # Only a hint: the row is what counts, and a sweep finds it when no hint arrives.
            tasks.hint(tasks.check_upload, str(received.pk))
            return redirect("followups:upload_detail", received.pk)
    today = timezone.localdate()
    days_left = (register.due_on - today).days
    context = {
        "register": register,
        "form": form,
        "days_left": days_left,
        "is_closed": selectors.is_closed(month),
        "open_upload": selectors.open_upload(register),
        "can_be_nil": register.can_be_nil(today),
    }
    return render(request, "followups/upload.html", context)


@allowed("view_upload")
@require_GET
def detail(request, pk):
    found = visible_upload(request, pk)
    if found.state in UNDER_WAY:
        return render(request, "followups/upload_waiting.html", _waiting(found))
    if found.state in {UploadState.REFUSED, UploadState.FAILED}:
        context = {
            "upload": found,
            "register": found.register,
            "why": wording.refusal_sentence(found.refusal),
        }
        return render(request, "followups/upload_refused.html", context)
    if found.state == UploadState.ASKING:
        return render(request, "followups/upload_asking.html", _asking(found))
    return render(request, "followups/upload_checked.html", _checked(request, found))


def _waiting(found: Upload) -> dict:
    return {"upload": found, "register": found.register, "job": found.job}


def _asking(found: Upload, data=None) -> dict:
    worded = [
        (
            question,
            wording.question_sentence(question, found.layout),
            wording.question_choices(question),
        )
        for question in found.questions
    ]
    form = AnswersForm(data, upload=found, worded=worded)
    return {"upload": found, "register": found.register, "form": form}


def _checked(request, found: Upload) -> dict:
    may_submit = request.user.has_perm("followups.submit_register")
    return {
        "upload": found,
        "register": found.register,
        **_rows_shown(request, found),
        "remarks": [wording.note_sentence(remark) for remark in found.remarks],
        "questions": [
            (
                wording.question_sentence(question, found.layout),
                wording.answer_label(question, found.answers.get(question["key"], "")),
            )
            for question in found.questions
        ],
        "is_closed": selectors.is_closed(found.register.month),
        "form": ReasonForm(),
        "answers_form": _asking(found)["form"] if found.questions else None,
        "can_submit": found.can_be_submitted and may_submit,
        "can_fix": found.state == UploadState.CHECKED and may_submit,
    }


def _rows_shown(request, found: Upload) -> dict:
    """The rows of one tab: their problems cell by cell, or the rows themselves, masked."""
    counts = {
        RowState.NEW: found.rows_new,
        RowState.UPDATED: found.rows_updated,
        RowState.UNCHANGED: found.rows_unchanged,
        RowState.REFUSED: found.rows_refused,
    }
    tab = request.GET.get("rows") or _first_tab(found, counts)
    page = paginated(request, _rows_of_tab(found, tab))
    shows_problems = tab in {RowState.REFUSED, WARNINGS}
    may_read = request.user.has_perm("followups.submit_register")
    lines = [
        line
        for row in (page if shows_problems else ())
        for line in _lines(row, found.layout, may_read=may_read)
    ]
    return {
        "tab": tab,
        "tabs": [(state, ROW_STATES[state], counts[state]) for state in TABS],
        "warnings": found.rows.filter(has_warning=True).count(),
        "page_obj": page,
        "lines": lines,
        "shows_problems": shows_problems,
    }


def _rows_of_tab(found: Upload, tab: str):
    if tab == WARNINGS:
        return found.rows.filter(has_warning=True).order_by("number")
    if tab == ABSENT:
        return selectors.absent_rows(found).order_by("discharged_on", "inpatient_no", "seq")
    if tab not in set(RowState):
        raise Http404
    return found.rows.filter(state=tab).order_by("number")


def _first_tab(found: Upload, counts) -> str:
    if found.rows_refused:
        return RowState.REFUSED
    return next((state for state in TABS if counts[state]), RowState.NEW)


def _lines(row, layout, *, may_read: bool):
    """Word what is wrong with a row; a cell with two problems is mended in one place.

    What was written, and what a sentence takes over from it, is for the house that wrote it.
    """
    seen = set()
    problems = selectors.problems_of(row)
    for problem in problems if may_read else map(masked, problems):
        yield {
            "row": row.number,
            "field": problem.field,
            "suggestions": problem.suggestions,
            "column": wording.problem_title(problem, layout),
            "written": problem.written,
            "sentence": wording.problem_sentence(problem),
            # The suggestions stand beside it as buttons.
            "remedy": wording.remedy_sentence(replace(problem, suggestions=())),
            "severity": problem.severity,
            "is_mended_here": problem.field not in seen and problem.severity != Severity.BLOCK,
        }
        seen.add(problem.field)


@allowed("view_upload")
@require_GET
def progress(request, pk):
    """The part of the waiting page that is asked for again and again."""
    found = visible_upload(request, pk)
    if found.state not in UNDER_WAY:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "followups/upload_progress.html", _waiting(found))


@allowed("submit_register")
@require_POST
def answers(request, pk):
    found = visible_upload(request, pk)
    context = _asking(found, request.POST)
    if not context["form"].is_valid():
        return render(request, "followups/upload_asking.html", context)
    given = context["form"].cleaned_data
    if attempt(request, services.answer_questions, upload=found, answers=given, at=timezone.now()):
        tasks.hint(tasks.check_upload, str(found.pk))
    return redirect("followups:upload_detail", found.pk)


@allowed("submit_register")
@require_POST
def fix(request, pk):
    """Take what was typed beside the problems: fields named fix-ROW-FIELD."""
    found = visible_upload(request, pk)
    corrections: dict[int, dict[str, str]] = {}
    for name, text in request.POST.items():
        mark, _dash, rest = name.partition("-")
        number, _dash, field = rest.partition("-")
        if mark == "fix" and number.isdecimal() and field in BY_FIELD and text.strip():
            corrections.setdefault(int(number), {})[field] = text.strip()[:500]
    if corrections and attempt(
        request, services.correct_cells, upload=found, corrections=corrections, at=timezone.now()
    ):
        tasks.hint(tasks.check_upload, str(found.pk))
    return redirect("followups:upload_detail", found.pk)


@allowed("submit_register")
@require_POST
def submit(request, pk):
    found = visible_upload(request, pk)
    version = attempt(
        request,
        services.submit_upload,
        upload=found,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    if version is None:
        return redirect("followups:upload_detail", found.pk)
    if version.upload_id != found.pk:
        messages.info(request, _("The file brings nothing new, so nothing was changed."))
    return redirect("followups:receipt", version.pk)


@allowed("submit_register")
@require_POST
def withdraw(request, pk):
    found = visible_upload(request, pk)
    if attempt(request, services.withdraw_upload, upload=found):
        messages.success(request, _("The file was laid aside. You can hand in another one."))
    register = found.register
    return redirect("followups:upload", register.institution.code, register.month)


@allowed("submit_register")
@require_POST
def mark(request, pk):
    found = visible_upload(request, pk)
    if attempt(
        request, services.order_marked_copy, upload=found, by=request.user, at=timezone.now()
    ):
        tasks.hint(tasks.mark_problems, str(found.pk))
    return redirect("followups:upload_marked", found.pk)


@allowed("submit_register")
@require_GET
def marked(request, pk):
    """The person's own workbook with its errors marked; while it is being made, a waiting page."""
    found = visible_upload(request, pk)
    context = {"upload": found, "register": found.register, "job": found.marking_job}
    if request.htmx:
        return render(request, "followups/upload_marking_progress.html", context)
    if found.marked_copy_id:
        return send_stored(found.marked_copy, media_type=XLSX)
    if found.marking_job is None:
        raise Http404
    return render(request, "followups/upload_marking.html", context)


@allowed("submit_register")
@require_GET
def original(request, pk):
    return send_stored(visible_upload(request, pk).file, media_type=XLSX)
