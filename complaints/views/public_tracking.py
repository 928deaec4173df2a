"""How far a complaint is, for whoever has its number and code: to look, to add, to grade."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bureau.downloads import download
from bureau.models import Attachment
from bureau.public_pages import is_cut_off, public, too_often, visitor_of
from bureau.selectors import work_calendar
from bureau.services import DoorShut, knock, open_released
from complaints.choices import GROUNDS, PUBLIC_STATES, RECEIVERS
from complaints.forms.public import CodeForm, GradeForm, MoreForm, contents
from complaints.models import Case
from complaints.rules import doors
from complaints.rules.words import Grade
from complaints.selectors.tracking import progress_of
from complaints.services import CaseError
from complaints.services.acts import CASE
from complaints.services.public import admit_photos
from complaints.services.tracking import add_words, case_of_code, grade_answer


@public
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, CodeForm(initial={"no": request.GET.get("no", "")[:40]}))
    if request.only_shows and "asked" not in request.POST:
        return _ask(request, CodeForm(initial=request.POST.dict()))
    return _with_case(request, lambda case, at: _page(request, case, at))


@public
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Take what somebody who complained tells afterwards."""

    def added(case: Case, at: datetime) -> HttpResponse:
        form = MoreForm(request.POST, request.FILES)
        if request.only_shows:
            return _page(request, case, at, more=MoreForm(initial=request.POST.dict()))
        if is_cut_off(request):
            form.add_error("photos", _("The photos are too big together. Choose fewer ones."))
        if not form.is_valid():
            return _page(request, case, at, more=form)
        photos = contents(form.cleaned_data["photos"])
        write = {"text": form.cleaned_data["words"], "photos": photos}
        write["visitor"] = visitor_of(request, at=at)
        return _written(request, case, at, _("What you added has arrived."), form, _add, **write)

    return _with_case(request, added)


@public
@require_POST
def grade(request: HttpRequest) -> HttpResponse:
    """Take a grade of the answer, and what goes with it."""

    def graded(case: Case, at: datetime) -> HttpResponse:
        form = GradeForm(request.POST)
        if request.only_shows:
            return _page(request, case, at, grades=GradeForm(initial=request.POST.dict()))
        if not form.is_valid():
            return _page(request, case, at, grades=form)
        given = Grade(form.cleaned_data["grade"])
        write = {"grade": given, "note": form.cleaned_data["note"], "calendar": work_calendar()}
        return _written(request, case, at, _("Thank you, your grade has arrived."), form,
                        grade_answer, **write)  # fmt: skip

    return _with_case(request, graded)


@public
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """Hand over a file that was released to the public, to whoever has number and code."""

    def handed(case: Case, at: datetime) -> HttpResponse:
        if request.only_shows:
            return _page(request, case, at)
        try:
            pk = UUID(request.POST.get("file", ""))
            found, content = open_released(kind=CASE, no=case.no, pk=pk, at=at)
        except (ValueError, Attachment.DoesNotExist):
            return _page(request, case, at, status=404)
        return download(content, name=found.file.name, media_type=found.media_type)

    return _with_case(request, handed)


def _add(*, photos: list[bytes], visitor: bytes, at: datetime, **told: Any) -> None:
    if size := sum(map(len, photos)):
        admit_photos(visitor=visitor, photo_bytes=size, at=at)
    add_words(photos=photos, at=at, **told)


def _with_case(
    request: HttpRequest, answer: Callable[[Case, datetime], HttpResponse]
) -> HttpResponse:
    """Answer with the case that number and code name, or ask for the two again."""
    at, form = timezone.now(), CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        knock(door="look", key=visitor_of(request, at=at), limit=doors.LOOKS, at=at)
        case = case_of_code(**form.cleaned_data, at=at)
    except DoorShut as shut:
        form.add_error(None, too_often(shut, at=at))
        return _ask(request, form, status=429)
    except CaseError as refused:
        form.add_error(None, str(refused))
        return _ask(request, form)
    return answer(case, at)


def _written(
    request: HttpRequest,
    case: Case,
    at: datetime,
    said: str,
    form: forms.Form,
    service: Callable[..., Any],
    **arguments: Any,
) -> HttpResponse:
    try:
        service(case=case, at=at, **arguments)
    except CaseError as refused:
        form.add_error(None, str(refused))
        kind = "more" if isinstance(form, MoreForm) else "grades"
        return _page(request, case, at, **{kind: form})
    case.refresh_from_db()
    return _page(request, case, at, said=said)


def _ask(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "public/ask.html", {"form": form}, status=status)


def _page(
    request: HttpRequest,
    case: Case,
    at: datetime,
    *,
    said: str = "",
    more: MoreForm | None = None,
    grades: GradeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = progress_of(case, day=timezone.localdate(at))
    context = {
        "progress": found,
        "word": PUBLIC_STATES[found.state],
        "course": [(step, PUBLIC_STATES[step.state]) for step in found.course],
        "ground": GROUNDS[case.ground] if case.ground else "",
        "receiver": RECEIVERS[case.handed_to] if case.handed_to else "",
        "typed": {name: request.POST.get(name, "") for name in ("no", "code")},
        "said": said,
        "more": more or MoreForm(),
        "grades": grades or GradeForm(),
        "errors": next((form for form in (more, grades) if form and form.errors), None),
    }
    return render(request, "public/progress.html", context, status=status)
