"""The files of a case, for who may see it and them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from bureau.desk import send_attachment
from complaints.services.acts import CASE
from complaints.views.desk import allowed, visible_case


@allowed("view_case")
@require_GET
def file(request: HttpRequest, no: str, pk: UUID) -> HttpResponse:
    """Hand over a file, as a download and never as a page. Who opened it is written down."""
    case = visible_case(request, no)
    return send_attachment(request, CASE, case.no, pk, sees_record=True)
