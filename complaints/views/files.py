"""The files of a case, for who may see it and them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureau.desk import send_attachment
from bureau.downloads import download
from complaints import order_package
from complaints.services import CaseError, note_package
from complaints.services.acts import CASE
from complaints.views.desk import allowed, visible_case


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
    return download(content, name=order_package.name_of(case), media_type="application/zip")
