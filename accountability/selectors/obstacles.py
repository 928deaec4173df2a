"""What keeps a person from any step of a proposal: of the road, or of what lies over it."""

from datetime import date

from django.utils.translation import gettext as _

from accountability.models import SanctionProposal
from accountability.rules.road import CARRYING, MOVES_BACK, OVERLAYS, Step, steps_in
from accountability.rules.words import LadderCode, ProposalKind, ProposalState
from accountability.selectors import carrying, pending, redress, road
from accountability.selectors.persons import is_about
from bureau.models import User
from bureau.rules import Role, SectionCode

ONES_OWN = frozenset({Step.HEAR, Step.ASK_AGAIN})
"""What a person takes of what is about themselves."""
PENDING = frozenset({Step.ASSESS, Step.CONFIRM})
BESIDE = frozenset(OVERLAYS) | frozenset(CARRYING)
OF_REDRESS = (frozenset(OVERLAYS) | frozenset(MOVES_BACK)) - {Step.DISMISS}


def obstacle(step: Step, proposal: SanctionProposal, *, user: User | None, day: date) -> str:
    """Say what keeps a person from a step beside the proposal's state; empty if nothing.

    The clock is nobody: it decides nothing, so that nobody's ties are asked for.
    """
    if step is Step.COMPLETE:
        said = redress.unfinished(proposal, day) or pending.unconfirmed(proposal)
    elif step in PENDING:
        said = pending.obstacle(step, proposal, user=user, day=day) if user else ""
    elif step in CARRYING:
        said = _uncarried(step, proposal, user=user, day=day) if user else ""
    elif step is Step.CARRY_OUT and (said := carrying.by_records_alone(proposal)):
        return said
    elif step in OF_REDRESS:
        said = redress.obstacle(step, proposal, user=user) if user else ""
    else:
        said = road.obstacle(step, proposal, user=user, day=day)
    is_own = bool(user and is_about(proposal, user))
    if said or user is None or (is_own and step in ONES_OWN):
        return said
    if step is Step.ASSESS and pending.is_the_units(user, proposal):
        return ""
    return _not_theirs(user, proposal)


def _uncarried(step: Step, proposal: SanctionProposal, *, user: User, day: date) -> str:
    said = road.fallen(proposal) if step in road.ONWARDS else ""
    return said or carrying.obstacle(step, proposal, user=user, day=day)


def _not_theirs(user: User, proposal: SanctionProposal) -> str:
    """Keep from a step whoever reads a proposal only because they look after its house."""
    sections = {SectionCode.PERSONNEL}
    if not LadderCode(proposal.ladder).is_of_people:
        sections.add(SectionCode.MEDICAL_ADMIN)
    if Role.LEADER in user.roles or user.section_code in sections:
        return ""
    return _("The personnel section and the leaders look after this.")


def steps_of(proposal: SanctionProposal) -> frozenset[Step]:
    """Name the steps that a proposal's state allows, and that there is anything to do for."""
    allowed = steps_in(ProposalState(proposal.state), ProposalKind(proposal.kind))
    if not allowed & BESIDE:
        return allowed
    relevant = redress.relevant(proposal) | carrying.relevant(proposal)
    return allowed - (BESIDE - relevant - pending.relevant(proposal))
