"""What a machine asks every minute: is the work being done? It learns ages and nothing else."""

from dataclasses import asdict
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bureau import health


@login_not_required
@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 where all is done in time, else 503; the ages say what waits."""
    ages = health.ages(at=timezone.now())
    status = HTTPStatus.SERVICE_UNAVAILABLE if ages.late else HTTPStatus.OK
    return JsonResponse({"late": ages.late, "ages": asdict(ages)}, status=status)
