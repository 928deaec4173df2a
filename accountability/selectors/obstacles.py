"""What keeps a person from any step of a proposal: of the road, or of what lies over it."""

from datetime import date

from accountability.models import SanctionProposal
from accountability.rules.road import MOVES_BACK, OVERLAYS, Step, steps_in
from accountability.rules.words import ProposalKind, ProposalState
from accountability.selectors import redress, road
from bureau.models import User

OF_REDRESS = (frozenset(OVERLAYS) | frozenset(MOVES_BACK)) - {Step.DISMISS}


def obstacle(step: Step, proposal: SanctionProposal, *, user: User | None, day: date) -> str:
    """Say what keeps a person from a step beside the proposal's state; empty if nothing.

    The clock is nobody: it decides nothing, so that nobody's ties are asked for.
    """
    if step is Step.COMPLETE:
        return redress.unfinished(proposal, day)
    if step in OF_REDRESS:
        return redress.obstacle(step, proposal, user=user) if user else ""
    return road.obstacle(step, proposal, user=user, day=day)


def steps_of(proposal: SanctionProposal) -> frozenset[Step]:
    """Name the steps that a proposal's state allows, and that there is anything to do for."""
    allowed = steps_in(ProposalState(proposal.state), ProposalKind(proposal.kind))
    if not allowed & frozenset(OVERLAYS):
        return allowed
    return allowed - (frozenset(OVERLAYS) - redress.relevant(proposal))
