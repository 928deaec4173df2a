"""The steps of a case: one page for each, asked and done; and who complained, looked at."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bureau.desk import attempt
from bureau.selectors import work_calendar
from bureau.services import BureauError
from complaints import services
from complaints.forms.steps import StepForm
from complaints.models import Case
from complaints.rules.steps import Step
from complaints.verbs import VERBS, Verb, offered
from complaints.views.cases import case_page
from complaints.views.desk import allowed, visible_case


@allowed("view_case")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, no: str, name: str) -> HttpResponse:
    """Ask for what a step takes, and take it. What is refused says why and keeps every word."""
    verb = _verb(name)
    if not verb.is_held_by(request.user):
        raise PermissionDenied
    found = visible_case(request, no)
    if request.method == "GET":
        return _asked(request, found, verb)
    form = _form(request, verb, found, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, verb, form)
    try:
        verb.run(found, form, request.user, timezone.now())
    except BureauError as error:
        form.add_error(None, str(error))
        return _page(request, found, verb, form)
    messages.success(request, verb.said)
    return redirect(_after(request, found))


def _verb(name: str) -> Verb:
    try:
        return VERBS[Step(name)]
    except ValueError:
        raise Http404 from None


def _asked(request: HttpRequest, case: Case, verb: Verb) -> HttpResponse:
    """Show a step's page; one that cannot be taken now leads back and says so."""
    if verb in offered(request.user, case):
        return _page(request, case, verb, _form(request, verb, case))
    words = _("“%(step)s” cannot be done now: the case has moved on.") % {"step": verb.label}
    messages.warning(request, words)
    return redirect("complaints:case", case.no)


def _form(request: HttpRequest, verb: Verb, case: Case, *given: Any) -> StepForm:
    today, calendar = timezone.localdate(), work_calendar()
    return verb.form(*given, case=case, user=request.user, day=today, calendar=calendar)


def _page(request: HttpRequest, case: Case, verb: Verb, form: StepForm) -> HttpResponse:
    return render(request, "complaints/step.html", {"case": case, "verb": verb, "form": form})


def _after(request: HttpRequest, case: Case) -> str:
    """Lead back to the case; to the queue where it is not this person's any more."""
    still_seen = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return case.get_absolute_url() if still_seen else "complaints:cases"


@allowed("reveal_complainant")
@require_POST
@never_cache
def reveal(request: HttpRequest, no: str) -> HttpResponse:
    """Show who complained once, in the answer to this request; the reason is written down."""
    found = visible_case(request, no)
    reason = request.POST.get("reason", "")
    clear = attempt(request, services.reveal_complainant, case=found, reason=reason)
    return case_page(request, found, clear=clear)
