"""A workbook on its way in: choose, wait, answer, lay aside, and the own workbook back, marked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.desk import attempt
from bureau.downloads import XLSX
from bureau.models import StoredFile
from followups import selectors, services, tasks, wording
from followups.forms import AnswersForm, UploadForm
from followups.models import Upload
from followups.rules.words import UploadState
from followups.views import checked
from followups.views.reading import (
    allowed,
    reason_in,
    send_stored,
    visible_register,
    visible_upload,
    waiting_file,
)

UNDER_WAY = {UploadState.WAITING, UploadState.READING}


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
        **waiting_file(register, today),
        "can_be_nil": register.can_be_nil(today),
    }
    return render(request, "followups/upload.html", context)


@allowed("view_upload")
@require_GET
def detail(request, pk):
    found = visible_upload(request, pk)
    if found.state in UNDER_WAY:
        return _wait(request, found)
    if found.state in {UploadState.REFUSED, UploadState.FAILED}:
        context = {
            "upload": found,
            "register": found.register,
            "why": wording.refusal_sentence(found.refusal),
            "its_month": services.seeming_month(found),
        }
        return render(request, "followups/upload_refused.html", context)
    if found.state == UploadState.ASKING:
        return render(request, "followups/upload_asking.html", _asking(found))
    return render(request, "followups/upload_checked.html", checked.context_of(request, found))


def _wait(request, found: Upload) -> HttpResponse:
    """Show the waiting page. What is said there is said once more when it has gone by."""
    page = render(request, "followups/upload_waiting.html", _waiting(found))
    messages.get_messages(request).used = False
    return page


def _waiting(found: Upload) -> dict:
    return {"upload": found, "register": found.register, "job": found.job}


def _asking(found: Upload, data=None) -> dict:
    form = AnswersForm(data, upload=found, worded=checked.questions_of(found))
    return {"upload": found, "register": found.register, "form": form}


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
    asked = {"upload": found, "answers": given, "by": request.user, "at": timezone.now()}
    if attempt(request, services.answer_questions, **asked):
        tasks.hint(tasks.check_upload, str(found.pk))
    return redirect("followups:upload_detail", found.pk)


@allowed("submit_register")
@require_POST
def withdraw(request, pk):
    """Lay a file aside; back to where the next one is chosen, or to the month's list of files."""
    found = visible_upload(request, pk)
    if attempt(request, services.withdraw_upload, upload=found, by=request.user, at=timezone.now()):
        messages.success(request, _("The file was laid aside. You can hand in another one."))
    register = found.register
    place = "register" if "from_list" in request.POST else "upload"
    return redirect(f"followups:{place}", register.institution.code, register.month)


@allowed("submit_register")
@require_POST
def settle(request, pk):
    """Say that the rows a submitted file left out need not be handed in again."""
    found = visible_upload(request, pk)
    said = {"reason": reason_in(request), "by": request.user, "at": timezone.now()}
    if attempt(request, services.settle_left_out, upload=found, **said):
        messages.success(request, _("Settled: these rows are not waited for any longer."))
    return redirect("followups:upload_detail", found.pk)


@allowed("submit_register")
@require_POST
def hand_in_for_its_month(request, pk):
    """Have a file of another month checked as the register of that month."""
    found = visible_upload(request, pk)
    asked = {"upload": found, "by": request.user, "at": timezone.now()}
    moved = attempt(request, services.hand_in_for_its_month, **asked)
    if moved and moved.state == UploadState.WAITING:
        tasks.hint(tasks.check_upload, str(moved.pk))
    return redirect("followups:upload_detail", (moved or found).pk)


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
        return _send(request, found, found.marked_copy)
    if found.marking_job is None:
        raise Http404
    return render(request, "followups/upload_marking.html", context)


@allowed("submit_register")
@require_GET
def original(request, pk):
    found = visible_upload(request, pk)
    return _send(request, found, found.file)


def _send(request, found: Upload, file: StoredFile | None):
    """Send a workbook full of patients' names, and leave an act of it."""
    response = send_stored(file, media_type=XLSX)
    services.note_download(upload=found, file=file, by=request.user, at=timezone.now())
    return response
