"""The re-checks of unsubstantiated findings: how far each month is, what waits, what came of it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from complaints.models import Recheck
from complaints.selectors import rechecking
from complaints.views.desk import allowed

PER_PAGE = 50


@allowed("view_recheck")
@require_GET
def rechecks(request: HttpRequest) -> HttpResponse:
    """List what waits to be looked at again, or with `done` what was."""
    seen = Recheck.objects.visible_to(request.user)
    is_done = "done" in request.GET
    rows = seen.exclude(result="") if is_done else seen.waiting()
    rows = rows.select_related("draw", "case__institution", "case__handler", "by")
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_done": is_done,
        "waiting": seen.waiting().count(),
        "months": rechecking.progress(request.user),
        "own": set(seen.waiting().for_another(request.user).values_list("pk", flat=True)),
    }
    return render(request, "complaints/rechecks.html", context)
