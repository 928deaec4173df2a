"""The steps of a proposal: one page for each, asked and done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accountability.choices import ACTS
from accountability.models import SanctionProposal
from accountability.selectors.pages import WITH_SUBJECT
from accountability.selectors.whole import read_whole
from accountability.services.acts import PROPOSAL
from accountability.verbs import VERBS, why_not
from accountability.views.desk import allowed
from bureau.step_pages import StepPages


def _visible(request: HttpRequest, no: str) -> SanctionProposal:
    seen = SanctionProposal.objects.visible_to(request.user)
    return read_whole(get_object_or_404(seen.select_related(*WITH_SUBJECT), no=no))


STEPS = StepPages(
    verbs=VERBS,
    kind=PROPOSAL,
    template="accountability/step.html",
    visible=_visible,
    why_not=why_not,
    acts=ACTS,
    after=lambda request, proposal, form: proposal.get_absolute_url(),
)


@allowed("view_sanctionproposal")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, no: str, name: str) -> HttpResponse:
    return STEPS.answer(request, no, name)
