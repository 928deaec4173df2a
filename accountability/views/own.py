"""What a staff member sees of proposals about themselves, from the notice on; nobody else's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accountability import services, wording
from accountability.forms.own import OwnStatementForm
from accountability.models import SanctionProposal
from accountability.rules.words import Document, Heard, ProposalState
from accountability.selectors import road as selectors
from bureau.desk import attempt


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """List what is proposed or decided about whoever is logged in."""
    if not request.user.staff_id:
        raise Http404
    rows = SanctionProposal.objects.about(request.user).select_related("staff", "institution")
    shown = [(one, wording.state_chip(one), wording.year(one.window_from)) for one in rows]
    return render(request, "accountability/own.html", {"rows": shown})


@require_http_methods(["GET", "POST"])
def own_proposal(request: HttpRequest, no: str) -> HttpResponse:
    """Show one, with its facts, its measures and its papers' numbers; take the statement."""
    rows = SanctionProposal.objects.about(request.user).select_related("staff", "institution")
    found = get_object_or_404(rows, no=no)
    may_state = found.state == ProposalState.NOTICE_SERVED
    form = OwnStatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _stated(request, found, form):
        return redirect("accountability:own_proposal", found.no)
    served = [one for document in Document if (one := selectors.service_of(found, document))]
    context = {
        "proposal": found,
        "state": wording.state_chip(found),
        "year": wording.year(found.window_from),
        "handling": selectors.handling_of(found),
        "told": found.measures.all(),
        "served": served,
        # What was decided is told by its service, and not before it.
        "is_decided": any(one.document == Document.DECISION for one in served),
        "form": form if may_state else None,
    }
    return render(request, "accountability/own_proposal.html", context)


def _stated(request: HttpRequest, found: SanctionProposal, form: OwnStatementForm) -> bool:
    """Hand the words to the road; said once, they stand."""
    said = {"heard": Heard.RECEIVED, "said": form.cleaned_data["said"], "on": timezone.localdate()}
    return attempt(request, services.hear_statement, proposal=found, **said) is not None
