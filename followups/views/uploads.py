"""A workbook on its way in: choose, check, submit, and the own workbook back with its errors."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.pagination import paginated
from followups import selectors, services, tasks, wording
from followups.forms import AnswersForm, ReasonForm, UploadForm
from followups.models import Upload
from followups.rules.words import RowState, UploadState
from followups.sheets import BY_FIELD
from followups.views.reading import (
    XLSX,
    allowed,
    attempt,
    send_stored,
    visible_register,
    visible_upload,
)

UNDER_WAY = {UploadState.WAITING, UploadState.READING}
TABS = [RowState.NEW, RowState.UPDATED, RowState.UNCHANGED, RowState.REFUSED]


@allowed("submit_register")
def upload(request, code, month):
    register = visible_register(request, code, month)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
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
    days_left = (register.due_on - timezone.localdate()).days
    context = {"register": register, "form": form, "days_left": days_left}
    return render(request, "followups/upload.html", context)


@allowed("view_upload")
@require_GET
def detail(request, pk):
    found = visible_upload(request, pk)
    if found.state in UNDER_WAY:
        return render(request, "followups/upload_waiting.html", {"upload": found, "job": found.job})
    if found.state in {UploadState.REFUSED, UploadState.FAILED}:
        context = {"upload": found, "why": wording.refusal_sentence(found.refusal)}
        return render(request, "followups/upload_refused.html", context)
    if found.state == UploadState.ASKING:
        return render(request, "followups/upload_asking.html", _asking(found))
    return render(request, "followups/upload_checked.html", _checked(request, found))


def _asking(found: Upload, data=None) -> dict:
    worded = [
        (
            question,
            wording.question_sentence(question, found.layout),
            wording.question_choices(question),
        )
        for question in found.questions
    ]
    return {"upload": found, "form": AnswersForm(data, upload=found, worded=worded)}


def _checked(request, found: Upload) -> dict:
    counts = {
        RowState.NEW: found.rows_new,
        RowState.UPDATED: found.rows_updated,
        RowState.UNCHANGED: found.rows_unchanged,
        RowState.REFUSED: found.rows_refused,
    }
    tab = request.GET.get("rows") or _first_tab(found, counts)
    if tab not in set(RowState) and tab != "warnings":
        raise Http404
    rows = (
        found.rows.filter(has_warning=True) if tab == "warnings" else found.rows.filter(state=tab)
    )
    page = paginated(request, rows.order_by("number"))
    return {
        "upload": found,
        "tab": tab,
        "tabs": [(state, counts[state]) for state in TABS],
        "warnings": found.rows.filter(has_warning=True).count(),
        "page_obj": page,
        "lines": [line for row in page for line in _lines(row, found.layout)],
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
        "can_submit": found.can_be_submitted and request.user.has_perm("followups.submit_register"),
        "shows_problems": tab in {RowState.REFUSED, "warnings"},
    }


def _first_tab(found: Upload, counts) -> str:
    if found.rows_refused:
        return RowState.REFUSED
    return next((state for state in TABS if counts[state]), RowState.NEW)


def _lines(row, layout):
    for problem in selectors.problems_of(row):
        yield {
            "row": row.number,
            "field": problem.field,
            "suggestions": problem.suggestions,
            "column": wording.problem_title(problem, layout),
            "written": problem.written,
            "sentence": wording.problem_sentence(problem),
            "remedy": wording.remedy_sentence(problem),
            "severity": problem.severity,
        }


@allowed("view_upload")
@require_GET
def progress(request, pk):
    """The part of the waiting page that is asked for again and again."""
    found = visible_upload(request, pk)
    if found.state not in UNDER_WAY:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "followups/upload_progress.html", {"upload": found, "job": found.job})


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
        reason=request.POST.get("reason", ""),
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


@allowed("view_upload")
@require_POST
def mark(request, pk):
    found = visible_upload(request, pk)
    if attempt(
        request, services.order_marked_copy, upload=found, by=request.user, at=timezone.now()
    ):
        tasks.hint(tasks.mark_problems, str(found.pk))
    return redirect("followups:upload_marked", found.pk)


@allowed("view_upload")
@require_GET
def marked(request, pk):
    """The person's own workbook with its errors marked; while it is being made, a waiting page."""
    found = visible_upload(request, pk)
    if found.marked_copy_id:
        return send_stored(found.marked_copy, media_type=XLSX)
    if found.marking_job is None:
        raise Http404
    return render(
        request, "followups/upload_marking.html", {"upload": found, "job": found.marking_job}
    )


@allowed("view_upload")
@require_GET
def original(request, pk):
    return send_stored(visible_upload(request, pk).file, media_type=XLSX)
