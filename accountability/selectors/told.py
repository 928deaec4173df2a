"""What whoever is concerned is told of a proposal's state: what was served, and nothing before it.

The own page, the page of a unit and the interface for its systems all read it here.
"""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from accountability.models import Measure, Remedy, SanctionProposal, Service
from accountability.models.scope import ProposalQuerySet
from accountability.rules.redress import ANSWERS
from accountability.rules.road import lacking
from accountability.rules.states import ENDED_BY_PEOPLE, IMPOSING
from accountability.rules.words import (
    Document,
    Lacking,
    MeasureCode,
    Outcome,
    ProposalState,
    RemedyKind,
    RemedyState,
)
from accountability.selectors.road import came

S = ProposalState


def telling(rows: ProposalQuerySet) -> ProposalQuerySet:
    """Read proposals with the state that is told of each, and whether an answer is unserved."""
    decided = Remedy.objects.filter(proposal=OuterRef("pk"), state=RemedyState.DECIDED)
    # Made lighter by a review or an appeal it goes on: its state is another's doing.
    ends = Q(outcome=Outcome.REVOKED) | Q(outcome=Outcome.VARIED, kind=RemedyKind.GROUND)
    ended = decided.filter(ends, outcome=OuterRef("state"))
    return rows.annotate(
        is_end_told=Exists(ended.filter(_is_served())),
        waits_to_be_told=Exists(decided.exclude(_is_served())),
        is_decision_served=Exists(_served(OuterRef("pk"), Document.DECISION)),
    ).annotate(state_told=_state_told())


def _served(proposal: Any, document: Document) -> Any:
    return Service.objects.filter(proposal=proposal, document=document.value)


def _is_served() -> Q:
    """Say of a remedy that its answer was served: of taking back, by the proposal to do so."""
    found = Q()
    for kind, document in ANSWERS.items():
        about = "cause" if kind is RemedyKind.GROUND else "proposal"
        found |= Q(kind=kind.value) & Q(Exists(_served(OuterRef(about), document)))
    return found


def _state_told() -> Case:
    """Go back, of an end that is not told yet, to the last state that was."""
    untold = Q(state__in=sorted(ENDED_BY_PEOPLE), is_end_told=False)
    in_effect = untold & Q(handling__effect_from__isnull=False)
    first = {
        S.STATEMENT: Q(state=S.DECIDED, kind__in=sorted(IMPOSING)),
        S.LIFTED: in_effect & ~Q(end_organ=""),
        S.COMPLETED: in_effect & ~Q(end_why=""),
        S.IN_EFFECT: in_effect,
        S.SERVED: untold & Q(is_decision_served=True),
    }
    whens = [When(said, then=Value(state.value)) for state, said in first.items()]
    heard = When(untold & ~Q(handling__heard=""), then=Value(S.STATEMENT.value))
    noticed = When(untold, then=Value(S.NOTICE_SERVED.value))
    return Case(*whens, heard, noticed, default=F("state"), output_field=CharField())


def state_told(proposal: SanctionProposal) -> ProposalState:
    """Return the state that whoever is concerned is told of now."""
    return ProposalState(_told(proposal).state_told)


def measures_told(proposal: SanctionProposal) -> list[Measure]:
    """List the measures that whoever is concerned was told of: those of the notice.

    What was decided in their place is told with the decision, by its service.
    """
    told = list(proposal.measures.all())
    if _told(proposal).is_decision_served:
        return told
    return [one for one in told if one.code != MeasureCode.DEPARTMENT_TALK]


def waits_to_be_told(proposal: SanctionProposal) -> bool:
    """Test if something was decided on it again that nobody was told of yet."""
    return _told(proposal).waits_to_be_told


def missing_told(proposal: SanctionProposal) -> Lacking | None:
    """Name the step that is missing before it takes effect, as far as its own are told."""
    missing = lacking(came(proposal))
    # That it is decided, and only to be signed or served, is told by the service.
    return Lacking.DECISION if missing in (Lacking.NUMBER, Lacking.SERVICE) else missing


def _told(proposal: SanctionProposal) -> Any:
    if hasattr(proposal, "state_told"):
        return proposal
    return telling(SanctionProposal.objects.filter(pk=proposal.pk)).get()
