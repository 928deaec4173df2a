"""With which paper whoever was told of measures is told that people ended them."""

from accountability.models import SanctionProposal
from accountability.rules.road import ENDINGS
from accountability.rules.states import IMPOSING
from accountability.rules.words import Document, ProposalState
from accountability.selectors.road import service_of, signed_paper
from bureau.models import Act

VERBS = {Document.DISMISSAL: "dismiss_proposal", Document.LIFTING: "lift_measures"}


def document_of(proposal: SanctionProposal) -> Document | None:
    """Name the paper of an end that whoever it is about has to hear of; none before a notice."""
    document = ENDINGS.get(ProposalState(proposal.state))
    if document is None or proposal.kind not in IMPOSING:
        return None
    return document if service_of(proposal, Document.NOTICE) else None


def to_tell(proposal: SanctionProposal) -> Document | None:
    """Name the paper of the end, as long as it is not served."""
    document = document_of(proposal)
    return None if document is None or service_of(proposal, document) else document


def is_unsigned(proposal: SanctionProposal) -> bool:
    document = to_tell(proposal)
    return document is not None and signed_paper(proposal, document) is None


def ended_by(proposal: SanctionProposal) -> Act | None:
    """Find the act that ended it: by whom, when, why and by which minutes."""
    document = document_of(proposal)
    if document is None:
        return None
    acts = Act.objects.filter(object_kind="sanction_proposal", object_no=proposal.no)
    return acts.filter(verb=VERBS[document]).order_by("pk").last()
