"""What the pages of this app share: finding what the person may see, and sending files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from bureau.models import Institution, StoredFile
from bureau.services import open_file
from followups import selectors
from followups.forms import ReasonForm
from followups.models import MonthlyRegister, Upload
from followups.rules import register as rules
from followups.rules.reasons import MIN_SIGNS
from followups.services import RegisterError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def allowed(verb: str) -> Callable:
    """Refuse with 403 whoever lacks the verb; the rows are `visible_to`'s matter."""
    return permission_required(f"followups.{verb}", raise_exception=True)


def visible_register(request: HttpRequest, code: str, month: date) -> MonthlyRegister:
    """Find a register the person may see; what they may not see is not found.

    An institution's own officer meets a month that it owes and no job has opened yet as if it
    were open: its row is made by what is handed in, not by looking, so here it is unsaved.
    """
    registers = MonthlyRegister.objects.visible_to(request.user).select_related("institution")
    register = registers.filter(institution__code=code, month=month).first()
    if register:
        return register
    institution = get_object_or_404(Institution.objects.visible_to(request.user), code=code)
    this_month = rules.first_of_month(timezone.localdate())
    # Not an earlier one: the months are reckoned from the first one there is, for the whole county.
    is_new = rules.month_before(this_month) <= month <= this_month
    is_own = institution.pk == request.user.institution_id
    owes = selectors.owing_institutions(month).filter(pk=institution.pk)
    if not (is_own and is_new and owes.exists()):
        raise Http404
    due_on = rules.due_on(month, table=selectors.table_of(month))
    return MonthlyRegister(institution=institution, month=month, due_on=due_on)


def visible_upload(request: HttpRequest, pk: Any) -> Upload:
    uploads = Upload.objects.visible_to(request.user)
    return get_object_or_404(
        uploads.select_related("register__institution", "file", "job", "marking_job"), pk=pk
    )


def attempt(request: HttpRequest, service: Callable, **arguments: Any) -> Any:
    """Call a service; what it refuses becomes a message, and the answer is None."""
    try:
        return service(**arguments)
    except RegisterError as error:
        messages.error(request, str(error))
        return None


def reason_in(request: HttpRequest) -> str:
    """Read a reason as its form takes it; one that cannot be kept counts as none given.

    One that is too short goes on as it is: the service says so.
    """
    form = ReasonForm(request.POST)
    if form.is_valid():
        return form.cleaned_data["reason"]
    short = form.data.get("reason", "").strip()
    return short if len(short) < MIN_SIGNS and without_nul(short) == short else ""


def without_nul(text: str) -> str:
    """Drop the one sign that the database refuses and no keyboard has."""
    return text.replace("\x00", "")


def send(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Send a file as a download that no cache keeps."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def send_stored(stored: StoredFile | None, *, media_type: str) -> HttpResponse:
    if stored is None:
        raise Http404
    return send(open_file(stored), name=stored.name, media_type=media_type)
