"""What a staff member sees of proposals about themselves, from the notice on; nobody else's."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import services, wording
from accountability.forms.own import OwnRequestForm, OwnStatementForm, WithFiles
from accountability.models import SanctionProposal
from accountability.road_choices import REMEDIES
from accountability.rules.redress import ANSWERS
from accountability.rules.words import Document, ProposalState, RemedyKind
from accountability.selectors import bans, redress, road
from accountability.selectors import own as selectors
from accountability.selectors.told import measures_told, telling, waits_to_be_told
from accountability.selectors.whole import read_whole
from bureau.desk import attempt
from bureau.downloads import PDF, download
from bureau.services import download_paper

DOCUMENTS = {one.name.lower(): one for one in Document}


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """List what is proposed or decided about whoever is logged in."""
    if not request.user.staff_id:
        raise Http404
    rows = telling(SanctionProposal.objects.about(request.user))
    rows = rows.select_related("staff", "institution", "handling").prefetch_related("measures")
    shown = [
        (one, wording.told_chip(one), wording.year(one.window_from),
         wording.told_measures(one), _awaited(one))
        for one in rows
    ]  # fmt: skip
    letters = selectors.letters_of(request.user)
    return render(request, "accountability/own.html", {"rows": shown, "letters": letters})


def _awaited(one: SanctionProposal) -> date | None:
    """Return until when somebody's statement is awaited; None where it is not."""
    handling = getattr(one, "handling", None)
    waits = one.state == ProposalState.NOTICE_SERVED
    return handling.statement_due_on if handling and waits else None


def _about(request: HttpRequest, no: str) -> SanctionProposal:
    rows = telling(SanctionProposal.objects.about(request.user))
    rows = rows.select_related("staff", "institution", "rules", "about")
    return get_object_or_404(rows, no=no)


@require_http_methods(["GET", "POST"])
def own_proposal(request: HttpRequest, no: str) -> HttpResponse:
    """Show one, with its facts, its measures, its papers and days; take the statement."""
    found, day = read_whole(_about(request, no)), timezone.localdate()
    form = OwnStatementForm(request.POST or None, request.FILES or None)
    is_whole = request.method == "POST" and form.is_valid()
    if is_whole and _handed_in(request, services.state_oneself, found, form):
        return redirect("accountability:own_proposal", found.no)
    may_state = selectors.statement_of(found, day)
    is_heard = found.state == ProposalState.STATEMENT
    is_open = (is_heard or found.state == ProposalState.NOTICE_SERVED) and not may_state.is_late
    context = _shown(request, found) | {
        "may_state": may_state, "may_ask": selectors.request_of(found, day),
        "is_waiting": found.state == ProposalState.NOTICE_SERVED, "is_heard": is_heard,
        "form": form if is_open else None,
    }  # fmt: skip
    return render(request, "accountability/own_proposal.html", context)


def _shown(request: HttpRequest, found: SanctionProposal) -> dict[str, Any]:
    served = selectors.served_to(found)
    return {
        "proposal": found,
        "state": wording.told_chip(found),
        "year": wording.year(found.window_from),
        "handling": road.handling_of(found),
        "told": measures_told(found),
        "adds_up": bans.added_up(found),
        "served": [(one, Document(one.document).name.lower()) for one in served],
        # What was decided is told by its service, and not before it; so is an answer.
        "given_back": selectors.given_back(found),
        "is_decided": any(one.document == Document.DECISION for one in served),
        "is_answered": not waits_to_be_told(found),
        "remedies": _told_remedies(found, {one.document for one in served}),
        "can_withdraw": selectors.can_withdraw(found),
        "files": selectors.files_of(request.user, found),
    }


def _told_remedies(found: SanctionProposal, served: set[str]) -> list[tuple[Any, bool]]:
    """List what was asked for, each with whether its answer was served: then it is told."""
    asked = [one for one in redress.remedies_of(found) if one.cause_id is None]
    return [(one, ANSWERS[RemedyKind(one.kind)] in served and bool(one.outcome)) for one in asked]


@require_http_methods(["GET", "POST"])
def own_request(request: HttpRequest, no: str) -> HttpResponse:
    """Take a request for a review, an appeal or a second appeal, whichever is next."""
    found = _about(request, no)
    form = OwnRequestForm(request.POST or None, request.FILES or None)
    is_whole = request.method == "POST" and form.is_valid()
    if is_whole and _handed_in(request, services.ask_oneself, found, form):
        return redirect("accountability:own_proposal", found.no)
    may = selectors.request_of(found, timezone.localdate())
    decision = road.service_of(found, Document.DECISION)
    context = {
        "proposal": found, "may": may, "form": form, "decision": decision,
        "what": REMEDIES[may.kind] if may.kind else "",
    }  # fmt: skip
    return render(request, "accountability/own_request.html", context)


@require_POST
def own_withdraw(request: HttpRequest, no: str) -> HttpResponse:
    """Withdraw what was asked for, as long as it is not answered."""
    found = _about(request, no)
    attempt(request, services.withdraw_oneself, proposal=found)
    return redirect("accountability:own_proposal", found.no)


@require_GET
def own_paper(request: HttpRequest, no: str, name: str) -> HttpResponse:
    """Hand over a paper as it was signed, once it was served."""
    found = _about(request, no)
    document = DOCUMENTS.get(name)
    service = road.service_of(found, document) if document else None
    paper = service.paper if service else dict(selectors.given_back(found)).get(name)
    if paper is None:
        raise Http404
    at = timezone.now()
    name, content = download_paper(paper=paper, form="pdf", by=request.user, at=at)
    return download(content, name=name, media_type=PDF)


@require_GET
def own_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand over a letter of clarification to whom it clears, as it was signed."""
    if not request.user.staff_id:
        raise Http404
    found = get_object_or_404(selectors.letters_of(request.user), pk=pk)
    name, content = download_paper(paper=found, form="pdf", by=request.user, at=timezone.now())
    return download(content, name=name, media_type=PDF)


def _handed_in(
    request: HttpRequest, service: Any, found: SanctionProposal, form: WithFiles
) -> bool:
    """Hand it to its service; what is refused says why, and what was typed stays."""
    is_taken = attempt(request, service, proposal=found, **form.handed_in) is not None
    if is_taken:
        messages.success(request, _("Handed in: the bureau has it."))
    return is_taken
