"""What is listed for supervision: to read, to export, and for a leader to take note of."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.desk import attempt
from complaints.models import Supervision
from complaints.services.supervising import note_supervision
from complaints.views.desk import allowed

PER_PAGE = 50


@allowed("view_supervision")
@require_GET
def supervised(request: HttpRequest) -> HttpResponse:
    """List what waits for a leader, or with `noted` what was taken note of."""
    seen = Supervision.objects.visible_to(request.user)
    is_noted = "noted" in request.GET
    rows = seen.exclude(noted_at=None) if is_noted else seen.waiting()
    rows = rows.select_related("case__institution", "case__category", "noted_by")
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_noted": is_noted,
        "waiting": seen.waiting().count(),
    }
    return render(request, "complaints/supervised.html", context)


@allowed("note_supervision")
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Supervision.objects.visible_to(request.user), pk=pk)
    words = request.POST.get("note", "")[:500]
    if attempt(request, note_supervision, supervision=found, note=words):
        messages.success(request, _("Noted. Whoever handles it is told."))
    return redirect("complaints:supervised")
