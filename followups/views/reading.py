"""What the pages of this app share: finding what the person may see, and sending files."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from bureau.desk import allowed_in, without_nul
from bureau.downloads import download
from bureau.models import Institution, StoredFile
from bureau.services import open_file
from followups import selectors
from followups.file_words import waits_words
from followups.forms import ReasonForm
from followups.models import MonthlyRegister, Upload
from followups.rules.reasons import MIN_SIGNS
from followups.services.uploads import own_register

allowed = allowed_in("followups")


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
    is_own = institution.pk == request.user.institution_id
    day = timezone.localdate()
    found = own_register(institution=institution, month=month, day=day) if is_own else None
    if found is None:
        raise Http404
    return found


def visible_upload(request: HttpRequest, pk: Any) -> Upload:
    uploads = Upload.objects.visible_to(request.user)
    return get_object_or_404(
        uploads.select_related("register__institution", "file", "job", "marking_job"), pk=pk
    )


def waiting_file(register: MonthlyRegister, day: date) -> dict[str, Any]:
    """What pages of a register say of the file that waits for its person, if there is one."""
    found = selectors.open_upload(register)
    if found is None:
        return {"open_upload": None}
    is_bare = bool(selectors.bringing_nothing(register, [found], day=day))
    return {"open_upload": found, "open_words": waits_words(found, brings_nothing=is_bare)}


def reason_in(request: HttpRequest) -> str:
    """Read a reason as its form takes it; one that cannot be kept counts as none given.

    One that is too short goes on as it is: the service says so.
    """
    form = ReasonForm(request.POST)
    if form.is_valid():
        return form.cleaned_data["reason"]
    short = form.data.get("reason", "").strip()
    return short if len(short) < MIN_SIGNS and without_nul(short) == short else ""


def send_stored(stored: StoredFile | None, *, media_type: str) -> HttpResponse:
    if stored is None:
        raise Http404
    return download(open_file(stored), name=stored.name, media_type=media_type)
