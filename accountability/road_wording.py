"""Words for how far a proposal has come: the stepper, what was told, decided and served."""

from typing import Any, NamedTuple

from django.utils.translation import pgettext

from accountability import road_choices
from accountability.models import Measure, SanctionProposal, Service
from accountability.rules.states import IMPOSING
from accountability.rules.words import Document, ProposalState
from accountability.selectors import road as selectors
from bureau.models import OfficialPaper, User

S = ProposalState
WAY = (S.PROPOSED, S.UNDER_REVIEW, S.NOTICE_SERVED, S.STATEMENT, S.DECIDED, S.SERVED, S.IN_EFFECT)
ENDED = (S.COMPLETED, S.LIFTED)
IN_WORK = {Document.NOTICE: S.UNDER_REVIEW, Document.DECISION: S.DECIDED}
"""In which state each paper is drafted."""


class PaperLine(NamedTuple):
    """One paper of the road: drafted, signed, served, or to be drafted now."""

    label: Any
    kind: str
    name: str
    paper: OfficialPaper | None
    service: Service | None
    may_draft: bool


def road_of(proposal: SanctionProposal, user: User) -> dict[str, Any]:
    """Put together what the page of a proposal shows of its road."""
    state = S(proposal.state)
    papers = [_line(proposal, document, user) for document in Document]
    return {
        "steps": list(enumerate(_labels(), 1)) if proposal.kind in IMPOSING else [],
        "current": _position(state),
        "handling": selectors.handling_of(proposal),
        "told": list(Measure.objects.visible_to(user).filter(proposal=proposal)),
        "papers": [one for one in papers if one.paper or one.may_draft],
    }


def _labels() -> list[str]:
    return [
        pgettext("road", "Put forward"),
        pgettext("road", "Notice"),
        pgettext("road", "Statement"),
        pgettext("road", "Decision"),
        pgettext("road", "Service"),
        pgettext("road", "In effect"),
        pgettext("road", "End"),
    ]


def _position(state: ProposalState) -> int:
    """Return which step is next; none on a road that was left."""
    if state in ENDED:
        return len(WAY) + 1
    return WAY.index(state) + 1 if state in WAY else 0


def _line(proposal: SanctionProposal, document: Document, user: User) -> PaperLine:
    paper = selectors.paper_of(proposal, document)
    if paper and not OfficialPaper.objects.visible_to(user).filter(pk=paper.pk).exists():
        paper = None
    is_now = proposal.state == IN_WORK[document] and selectors.paper_of(proposal, document) is None
    return PaperLine(
        road_choices.DOCUMENTS[document],
        document.value,
        document.name.lower(),
        paper,
        selectors.service_of(proposal, document),
        is_now and user.has_perm("bureau.draft_paper"),
    )
