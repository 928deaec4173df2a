"""Words for how far a proposal has come: the stepper, what was told, decided and served."""

from typing import Any, NamedTuple

from django.utils.translation import pgettext

from accountability import road_choices
from accountability.models import SanctionProposal, Service
from accountability.rules import redress as rules
from accountability.rules.states import IMPOSING
from accountability.rules.words import Document, ProposalState, RemedyKind, Task
from accountability.selectors import ending, redress
from accountability.selectors import road as selectors
from accountability.selectors.own import files_of
from accountability.selectors.whole import may_read, paper_in_force, rows
from bureau.models import OfficialPaper, User

S = ProposalState
WAY = (S.PROPOSED, S.UNDER_REVIEW, S.NOTICE_SERVED, S.STATEMENT, S.DECIDED, S.SERVED, S.IN_EFFECT)
ENDED = (S.COMPLETED, S.LIFTED)


WITH_RECEIPT = ("notice", "decision", "review", "appeal", "re_appeal", "revocation", "dismissal",
                "lifting")  # fmt: skip


class PaperLine(NamedTuple):
    """One paper of the road: drafted, signed, served, or to be drafted now."""

    label: Any
    kind: str
    about: str
    name: str
    paper: OfficialPaper | None
    service: Service | None
    may_draft: bool


def road_of(proposal: SanctionProposal, user: User) -> dict[str, Any]:
    """Put together what the page of a proposal shows of its road."""
    state = S(proposal.state)
    now = in_work(proposal)
    papers = [
        _line(proposal, document, about, user, is_now=document in now)
        for document in Document
        for about in _abouts(proposal, document)
    ]
    return {
        "steps": list(enumerate(_labels(), 1)) if proposal.kind in IMPOSING else [],
        "current": _position(state),
        "has_receipt": WITH_RECEIPT,
        "handling": selectors.handling_of(proposal),
        "told": rows(proposal, "measures"),
        "papers": [one for one in papers if one.paper or one.may_draft],
        "remedies": redress.remedies_of(proposal.about or proposal),
        "files": files_of(user, proposal),
        "restorations": redress.restorations_of(proposal.about or proposal),
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
    """Return which step is next, or runs; none on a road that was left."""
    if state in ENDED:
        return len(WAY) + 1
    if state is S.IN_EFFECT:
        return WAY.index(state)
    return WAY.index(state) + 1 if state in WAY else 0


def in_work(proposal: SanctionProposal) -> set[Document]:
    """Name the papers that are to be drafted as a proposal stands."""
    state = S(proposal.state)
    if proposal.kind not in IMPOSING:
        return {Document.REVOCATION} if state is S.DECIDED else set()
    found = {rules.PAPER_OF[Task(one.task)] for one in redress.open_tasks(proposal)}
    if state is S.UNDER_REVIEW:
        found.add(Document.NOTICE)
    if state is S.DECIDED:
        found.add(Document.DECISION)
    if document := ending.to_tell(proposal):
        found.add(document)
    if remedy := redress.unserved(proposal):
        found.add(rules.ANSWERS[RemedyKind(remedy.kind)])
    return found


def _abouts(proposal: SanctionProposal, document: Document) -> list[str]:
    """Name each paper of a kind by what it is about; one where things are put right only once."""
    named = redress.abouts(proposal, document) if document in rules.RESTORING else {}
    return list(named.values()) or [proposal.no]


def _line(
    proposal: SanctionProposal, document: Document, about: str, user: User, *, is_now: bool
) -> PaperLine:
    there = paper_in_force(proposal, document.value, about)
    paper = there if there and may_read(proposal, there, user) else None
    is_last = about == _abouts(proposal, document)[-1]
    may_draft = is_now and is_last and there is None
    return PaperLine(
        road_choices.DOCUMENTS[document],
        document.value,
        about,
        document.name.lower(),
        paper,
        selectors.service_of(proposal, document),
        may_draft and user.has_perm("bureau.draft_paper"),
    )
