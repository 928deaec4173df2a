"""Is the work being done? A machine asks every minute, an administrator when something is odd.

Both learn ages and nothing else.
"""

from dataclasses import asdict
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bureau import health
from bureau.health_words import calendar_line, lines_of
from bureau.selectors import year_to_load


@login_not_required
@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 where all is done in time, else 503; the ages say what waits."""
    ages = health.ages(at=timezone.now())
    status = HTTPStatus.SERVICE_UNAVAILABLE if ages.late else HTTPStatus.OK
    return JsonResponse({"late": ages.late, "ages": asdict(ages)}, status=status)


@permission_required("bureau.view_heartbeat", raise_exception=True)
@never_cache
@require_GET
def running(request: HttpRequest) -> HttpResponse:
    """Say to an administrator in words what the machine is told, and what to do."""
    ages = health.ages(at=timezone.now())
    told = (*lines_of(ages), calendar_line(year_to_load(timezone.localdate())))
    lines = [(line.label, line.since, line.state, line.remedy) for line in told]
    return render(request, "bureau/running.html", {"lines": lines, "is_late": bool(ages.late)})
