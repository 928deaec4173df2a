"""What a hospital's officer reads of the own house, and files for who is in pending appointment."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accountability import pending_wording, services, wording
from accountability.forms.pending import AssessForm
from accountability.models import Assessment, SanctionProposal
from accountability.rules.road import Step
from accountability.rules.words import Document
from accountability.selectors import obstacles, pages, pending, road, units
from accountability.selectors.told import measures_told, waits_to_be_told
from accountability.selectors.whole import read_whole
from accountability.services.pending import ASSESSMENT
from accountability.views.desk import allowed
from bureau.desk import attempt, send_attachment
from bureau.selectors import work_calendar


@allowed("file_assessment")
@require_GET
def unit(request: HttpRequest) -> HttpResponse:
    """List what is intended or decided about the own house and its people."""
    day = timezone.localdate()
    told = units.told_to_unit(request.user)
    page = Paginator(told, pages.SHOWN).get_page(request.GET.get("page"))
    waiting = pending.in_pending().filter(pk__in=told.order_by().values("pk"))
    context = {
        "page_obj": page,
        "rows": [
            (wording.tier(one, day=day), wording.told_chip(one), wording.told_measures(one))
            for one in page
        ],
        "pending": pending_wording.lines(waiting, day),
    }
    return render(request, "accountability/unit.html", context)


@allowed("file_assessment")
@require_http_methods(["GET", "POST"])
def unit_proposal(request: HttpRequest, no: str) -> HttpResponse:
    """Show one with its measures and papers; take the assessment at the end of pending."""
    found = read_whole(get_object_or_404(units.told_to_unit(request.user), no=no))
    day = timezone.localdate()
    form = AssessForm(
        request.POST or None, request.FILES or None, record=found, user=request.user, day=day,
        calendar=work_calendar(),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = {"proposal": found, "said": form.assessed}
        if attempt(request, services.file_assessment, **said) is not None:
            return redirect("accountability:unit_proposal", found.no)
    is_open = Step.ASSESS in obstacles.steps_of(found)
    why_not = obstacles.obstacle(Step.ASSESS, found, user=request.user, day=day) if is_open else ""
    decision = road.service_of(found, Document.DECISION)
    context = {
        "proposal": found, "state": wording.told_chip(found), "decision": decision,
        "is_answered": not waits_to_be_told(found),
        "year": wording.year(found.window_from), "told": measures_told(found),
        "ending": pending_wording.shown(found, day), "why_not": why_not,
        "filed": pending_wording.filed_of(found, request.user),
        "papers": units.papers_to_unit(found, request.user),
        "form": form if is_open and not why_not else None,
    }  # fmt: skip
    return render(request, "accountability/unit_proposal.html", context)


@allowed("view_assessment")
@require_GET
def assessment_file(request: HttpRequest, no: str, pk: UUID) -> HttpResponse:
    """Hand over what was attached to an assessment. Who opened it is written down."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user), no=no)
    seen = SanctionProposal.objects.visible_to(request.user)
    if request.user.institution_id:
        seen = seen.told_to_units()
    get_object_or_404(seen, pk=found.proposal_id)
    return send_attachment(request, ASSESSMENT, found.no, pk, sees_record=True)
