"""The pages of cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from complaints.models import Case


def case(request: HttpRequest, no: str) -> HttpResponse:
    found = get_object_or_404(Case.objects.visible_to(request.user), no=no)
    return render(request, "complaints/case.html", {"case": found})
