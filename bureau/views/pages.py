from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from bureau import selectors, services
from bureau.calendar_moves import movers_for
from bureau.choices import COUNTINGS
from bureau.forms import TermForm
from bureau.models import Job

A_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def preferences(request):
    """Switch language or text size and go back to the page one came from."""
    language = request.POST.get("language")
    large_text = request.POST.get("large_text")
    user = request.user
    response = HttpResponseRedirect(_way_back(request))
    if user.is_authenticated:
        services.set_preferences(
            user=user,
            language=language if language in dict(settings.LANGUAGES) else user.language,
            large_text=large_text == "1" if large_text else user.large_text,
        )
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", httponly=True
        )
    if large_text in {"0", "1"}:
        response.set_cookie("large_text", large_text, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


def _way_back(request) -> str:
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return reverse("satisfaction:home")


@require_GET
def explain_due(request):
    """Explain a due date day by day: which days count, which do not, and why."""
    asked = request.GET if "start" in request.GET else None
    form = TermForm(asked, initial={"start": timezone.localdate(), "days": 5})
    term = None
    if form.is_valid():
        term = selectors.work_calendar().term(form.cleaned_data["start"], form.cleaned_data["days"])
    steps = [(step, COUNTINGS[step.counting]) for step in term.steps] if term else []
    context = {"form": form, "term": term, "steps": steps}
    context["may_move"] = bool(movers_for(request.user))
    return render(request, "bureau/explain_due.html", context)


@require_GET
def job(request, pk):
    """Show how far a piece of long work has come; reloading loses nothing."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return render(request, "bureau/job.html", {"job": job})
