"""Is the work being done? A machine asks every minute, an administrator when something is odd.

Both learn ages and nothing else.
"""

from dataclasses import asdict
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bureau import health

MINUTE, HOUR, DAY = 60, 3_600, 86_400
RESTART = gettext_lazy("Have the scheduler and the workers started again.")
# What is asked, and what to do where it is late.
LINES = {
    "beat": (gettext_lazy("Last sign of life of scheduler and worker"), RESTART),
    "worker": (gettext_lazy("Last job done by a worker"), ""),
    "queue": (gettext_lazy("Job that waits longest"), RESTART),
    "letters": (
        gettext_lazy("Letter that waits longest"),
        gettext_lazy("Open the letters, and have the mail server looked at."),
    ),
    "acts": (gettext_lazy("Act that waits longest for its seal"), RESTART),
    "seal": (gettext_lazy("Last seal on the trail"), ""),
}
# What happened last; of the others it is told what waits.
HAPPENED = {"beat", "worker", "seal"}


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
    lines = [
        (LINES[name][0], _since(name, age), _state(name, ages), LINES[name][1])
        for name, age in asdict(ages).items()
    ]
    return render(request, "bureau/running.html", {"lines": lines, "is_late": bool(ages.late)})


def _state(name: str, ages: health.Ages) -> str:
    """Late or well; nothing is said of what need not happen."""
    if name not in health.MOST:
        return ""
    return "late" if name in ages.late else "well"


def _since(name: str, age: int | None) -> str:
    if name not in HAPPENED:
        return _("nothing waits") if age is None else _in_words(age)
    return _("never yet") if age is None else _("%(time)s ago") % {"time": _in_words(age)}


def _in_words(age: int) -> str:
    if age < MINUTE:
        return _("less than a minute")
    if age < HOUR:
        return ngettext("%(n)s minute", "%(n)s minutes", age // MINUTE) % {"n": age // MINUTE}
    if age < DAY:
        return ngettext("%(n)s hour", "%(n)s hours", age // HOUR) % {"n": age // HOUR}
    return ngettext("%(n)s day", "%(n)s days", age // DAY) % {"n": age // DAY}
