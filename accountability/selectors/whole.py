"""What hangs on one proposal, read once for a page: its selectors then ask nothing twice.

Only a page reads so. A service reads under its lock, anew and each time it asks.
"""

from collections.abc import Callable, Collection, Hashable
from typing import Any, TypeVar

from django.db.models import Prefetch, Q, prefetch_related_objects

from accountability.models import SanctionProposal
from bureau.models import OfficialPaper, User
from bureau.rules import PaperState

T = TypeVar("T")
WITH: dict[str, tuple[str, ...]] = {
    "measures": (),
    "assessments": ("filed_by", "answered_by"),
    "services": ("paper__number", "paper__pdf", "by"),
    "remedies": ("entered_by", "decided_by", "cause"),
    "restorations": ("doer", "paper__number"),
    "interviews": ("measure", "interviewer", "recorded_by"),
    "taken_back_by": (),
}
"""What is read with a proposal, and what with each of that."""


def read_whole(proposal: SanctionProposal) -> SanctionProposal:
    """Read what hangs on a proposal, and on the one that it takes back, for one page."""
    both = [one for one in (proposal, proposal.about) if one]
    prefetch_related_objects(both, *(Prefetch(name, _rows(name)) for name in WITH))
    for one in both:
        one.remembered = {}
    return proposal


def _rows(name: str) -> Any:
    model: Any = SanctionProposal._meta.get_field(name).related_model
    rows = model._default_manager.select_related(*WITH[name])
    return rows.prefetch_related("demands__item") if name == "interviews" else rows


def rows(proposal: SanctionProposal, name: str) -> list[Any]:
    """List what hangs on a proposal: as it was read for its page, else anew."""
    related = getattr(proposal, name)
    if proposal.remembered is None:
        related = related.select_related(*WITH[name])
    return list(related.all())


def remembered(proposal: SanctionProposal, about: Hashable, ask: Callable[[], T]) -> T:
    """Return what was asked of a proposal for its page already, else ask."""
    if proposal.remembered is None:
        return ask()
    if about not in proposal.remembered:
        proposal.remembered[about] = ask()
    return proposal.remembered[about]


def paper_in_force(proposal: SanctionProposal, kind: str, about: str) -> OfficialPaper | None:
    """Find a paper of a proposal's road that is not voided, drafted or signed."""
    if proposal.remembered is None:
        found = OfficialPaper.objects.filter(kind=kind, about=about)
        return found.exclude(state=PaperState.VOIDED).select_related("number").first()
    return remembered(proposal, "papers", lambda: _papers(proposal)).get((kind, about))


def _papers(proposal: SanctionProposal) -> dict[tuple[str, str], OfficialPaper]:
    talks = [one.no for one in rows(proposal, "interviews")]
    its = Q(about=proposal.no) | Q(about__startswith=f"{proposal.no}.") | Q(about__in=talks)
    found = OfficialPaper.objects.filter(its).exclude(state=PaperState.VOIDED)
    return {(one.kind, one.about): one for one in found.select_related("number").reverse()}


def may_read(proposal: SanctionProposal, paper: OfficialPaper, user: User) -> bool:
    """Test if somebody may see a paper of a proposal's road."""
    seen = OfficialPaper.objects.visible_to(user)

    def which() -> Collection[Any]:
        held = {one.pk for one in _papers_known(proposal)} | {paper.pk}
        return set(seen.filter(pk__in=held).values_list("pk", flat=True))

    return paper.pk in remembered(proposal, ("may read", user.pk), which)


def _papers_known(proposal: SanctionProposal) -> Collection[OfficialPaper]:
    if proposal.remembered is None:
        return []
    return remembered(proposal, "papers", lambda: _papers(proposal)).values()
