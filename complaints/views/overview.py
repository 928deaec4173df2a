"""Complaints in numbers: what came in, what was in time, what was found, who is satisfied."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureau.figures import Figure
from bureau.models import User
from bureau.selectors import work_calendar
from complaints.figure_words import FIGURES
from complaints.figures.intake import entered_later
from complaints.figures.orders import left_out
from complaints.forms.overview import OverviewFilter
from complaints.models import Case
from complaints.overview import overview_for
from complaints.selectors.as_of import as_they_stood
from complaints.views.desk import allowed

MOST_COUNTED = 1_000


@allowed("view_callback")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Count a time's cases; every number opens the cases it counts."""
    form = OverviewFilter(request.GET.dict(), day=timezone.localdate())
    period = form.period(work_calendar())
    found = overview_for(request.user, period)
    seen = as_they_stood(Case.objects.visible_to(request.user), period.last)
    context = {
        "filter": form,
        "total": [(FIGURES[one.code], one, _address(one)) for one in found.total],
        "heads": FIGURES.values(),
        "houses": [
            (house, [(FIGURES[one.code], one, _address(one)) for one in line])
            for house, line in found.houses
        ],
        "left_out": left_out(seen, period),
        "later": entered_later(seen, period),
        "overdue": _overdue(request.user),
    }
    return render(request, "complaints/overview.html", context)


def _overdue(user: User) -> int:
    rows = Case.objects.visible_to(user).overdue(timezone.localdate())
    return rows.order_by()[:MOST_COUNTED].count()


def _address(figure: Figure) -> str:
    return f"{reverse(figure.url_name)}?{urlencode(figure.filter)}"
