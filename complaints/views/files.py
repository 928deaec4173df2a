"""The files of a case, for who may see it and them."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bureau.desk import send_attachment, without_nul
from bureau.downloads import download
from bureau.sentences import labelled
from complaints import order_package, selectors
from complaints.models import Case
from complaints.services import CaseError, note_package
from complaints.services.acts import CASE
from complaints.views.batch import MOST_AT_ONCE
from complaints.views.desk import allowed, visible_case

ZIP = "application/zip"


@allowed("view_case")
@require_GET
def file(request: HttpRequest, no: str, pk: UUID) -> HttpResponse:
    """Hand over a file, as a download and never as a page. Who opened it is written down."""
    case = visible_case(request, no)
    return send_attachment(request, CASE, case.no, pk, sees_record=True)


@allowed("handle_case")
@require_GET
def package(request: HttpRequest, no: str) -> HttpResponse:
    """Hand over what goes back to the hotline of an order that was answered."""
    case, at = visible_case(request, no), timezone.now()
    try:
        note_package(case=case, by=request.user, at=at)
    except CaseError as refused:
        messages.error(request, str(refused))
        return redirect(case)
    content = order_package.package(case, by=request.user, at=at)
    return download(content, name=order_package.name_of(case), media_type=ZIP)


@allowed("handle_case")
@require_GET
def packages(request: HttpRequest) -> HttpResponse:
    """Hand over in one file what goes back to the hotline of the orders that were ticked.

    What has nothing to send back yet stays out, and the next page says why.
    """
    numbers = [without_nul(no) for no in dict.fromkeys(request.GET.getlist("no"))]
    seen = Case.objects.visible_to(request.user).filter(no__in=numbers[:MOST_AT_ONCE])
    cases, at = list(seen.select_related("institution").order_by("no")), timezone.now()
    if len(numbers) > MOST_AT_ONCE:
        messages.error(request, _("At most %(n)s cases at a time.") % {"n": MOST_AT_ONCE})
    folders = order_package.gathered(case for case in cases if _has_answer(request, case))
    if order_package.is_too_much(folders):
        messages.error(request, _("Their files are too much for one download: tick fewer."))
        return redirect("complaints:cases")
    taken = [folder for folder in folders if _is_noted(request, folder.case, at)]
    if not taken:
        return redirect("complaints:cases")
    content = order_package.packages(taken, by=request.user, at=at)
    return download(content, name=order_package.name_of_several(at), media_type=ZIP)


def _has_answer(request: HttpRequest, case: Case) -> bool:
    """Test if there is something to send back; of what has nothing yet the next page says so."""
    if missing := selectors.lacks_to_pack(case):
        messages.error(request, labelled(case, missing))
    return not missing


def _is_noted(request: HttpRequest, case: Case, at: datetime) -> bool:
    """Write down that a case's answer is taken out; what is refused says why."""
    try:
        note_package(case=case, by=request.user, at=at)
    except CaseError as refused:
        messages.error(request, labelled(case, refused))
        return False
    return True
