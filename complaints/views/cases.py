"""The pages of cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bureau.desk import allowed_in
from complaints.models import Case

allowed = allowed_in("complaints")


@allowed("view_case")
@require_GET
def case(request: HttpRequest, no: str) -> HttpResponse:
    found = get_object_or_404(Case.objects.visible_to(request.user), no=no)
    return render(request, "complaints/case.html", {"case": found})
