"""Inspections: the list, planning, one visit with what was found, how far items are kept to."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau.desk import attempt, hand_out, without_nul
from bureau.models import Act
from bureau.pagination import paginated
from bureau.timeline import entries
from rectification.choices import visits as words
from rectification.exports import visits as exports
from rectification.forms.visits import PeriodForm, PlanForm, VisitFilter
from rectification.models import Visit, VisitResult
from rectification.models.places import houses_visible_to
from rectification.rules.inspections import VisitState, compliance
from rectification.selectors import visits as selectors
from rectification.services import visits as services
from rectification.views.desk import allowed

# How the inspectors wrote their findings down, and what went into the ledger, is the bureau's own.
OF_THE_BUREAU = ("record_finding", "draft_from_finding")


def visible_visit(request, no: str) -> Visit:
    visits = Visit.objects.visible_to(request.user)
    return get_object_or_404(visits.select_related("institution", "checklist", "planned_by"), no=no)


def reads_findings(user, visit: Visit) -> bool:
    """Test if a person reads what was found so far: an institution does when the visit is done."""
    return not user.institution_id or visit.state == VisitState.DONE


@allowed("view_visit")
@require_GET
def visits(request):
    form = VisitFilter(request.GET)
    rows = Visit.objects.visible_to(request.user).select_related("institution")
    context = {
        "form": form,
        "page_obj": paginated(request, form.narrow(rows).order_by("-planned_on", "-pk")),
        "is_narrowed": bool(request.GET),
    }
    return render(request, "rectification/visits.html", context)


@allowed("plan_visit")
@require_http_methods(["GET", "POST"])
def plan(request):
    today = timezone.localdate()
    houses = houses_visible_to(request.user).active_in(today, today).order_by("code")
    initial = {"planned_on": today, "inspectors": [request.user.pk]}
    form = PlanForm(request.POST or None, houses=houses, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, services.plan_visit, **form.given)
        if made:
            return redirect("rectification:visit", made.no)
    return render(request, "rectification/visit_plan.html", {"form": form})


@allowed("view_visit")
@require_GET
def visit(request, no):
    found, user = visible_visit(request, no), request.user
    reads = reads_findings(user, found)
    lines = selectors.with_photos(selectors.lines_of(found), found, user) if reads else []
    still_open = [line.item.code for line in lines if line.result is None]
    inspects = found.inspectors.filter(pk=user.pk).exists()
    context = {
        "visit": found,
        "reads": reads,
        "lines": lines,
        "left": len(still_open),
        "first_open": next(iter(still_open), ""),
        "kept": compliance(line.result.finding for line in lines if line.result),
        "inspectors": found.inspectors.order_by("name"),
        "can_answer": inspects and found.is_open and user.has_perm("rectification.inspect_visit"),
        "can_draft": not user.institution_id and user.has_perm("rectification.inspect_visit"),
        "can_cancel": found.is_open and user.has_perm("rectification.plan_visit"),
        "timeline": _timeline(user, found) if reads else [],
    }
    return render(request, "rectification/visit.html", context)


def _timeline(user, found: Visit) -> list:
    acts = Act.objects.of(services.VISIT, found.no)
    if user.institution_id:
        acts = acts.exclude(verb__in=OF_THE_BUREAU)
    return entries(
        acts,
        verbs=words.ACTS,
        states=words.STORY,
        details=lambda act: act.facts.get("item", ""),
    )


@allowed("inspect_visit")
@require_POST
def finish(request, no):
    if attempt(request, services.finish_visit, visit=visible_visit(request, no)):
        messages.success(request, _("The visit is done; the institution can read the results."))
    return redirect("rectification:visit", no)


@allowed("plan_visit")
@require_POST
def cancel(request, no):
    found = visible_visit(request, no)
    reason = without_nul(request.POST.get("reason", ""))[:500]
    attempt(request, services.cancel_visit, visit=found, reason=reason)
    return redirect("rectification:visit", no)


@allowed("view_visit")
@require_GET
def kept(request):
    """How far items and institutions keep to what is asked, at the visits done in a time."""
    since, until = PeriodForm(request.GET).days(timezone.localdate())
    results = selectors.results_between(request.user, since, until)
    context = {
        "form": PeriodForm({"since": since, "until": until}),
        "since": since,
        "until": until,
        "items": selectors.compliance_by_item(results),
        "houses": selectors.compliance_by_house(results),
        "total": compliance(results.values_list("finding_then", flat=True)),
    }
    return render(request, "rectification/compliance.html", context)


@allowed("view_visit")
@require_GET
def results(request):
    """The findings behind a figure: of one item or one institution, of one kind."""
    rows = VisitResult.objects.visible_to(request.user).filter(visit__state=VisitState.DONE)
    rows = exports.narrowed(rows, request.GET)
    rows = rows.select_related("visit__institution", "item", "ledger_item")
    page = paginated(request, rows.order_by("-visit__done_at", "item__position"))
    page.object_list = list(exports.as_said_then(page.object_list))
    return render(request, "rectification/visit_results.html", {"page_obj": page})


@allowed("view_visit")
@require_POST
def export(request):
    return hand_out(request, exports.RESULTS, request.GET.dict())
