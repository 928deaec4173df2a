"""What lost its ground is taken back: put forward, decided by another, served."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Remedy, SanctionProposal, Service
from accountability.rules import redress, road
from accountability.rules.road import Step
from accountability.rules.words import (
    Document,
    Organ,
    ProposalKind,
    ProposalState,
    RemedyKind,
    RemedyState,
    ServedBy,
)
from accountability.services.acts import record_proposal_act
from accountability.services.redress import Answer, write_answer
from accountability.services.restoring import cease, close_taking_back, hand_on
from accountability.services.road_acts import (
    RoadError,
    check_body,
    check_day,
    check_state,
    check_step,
    locked,
    move,
    written,
)
from accountability.services.serving import NOTHING_BESIDE, Beside, hand_over
from bureau.models import User
from bureau.services import atomic_with_files

S = ProposalState


def _both(proposal: SanctionProposal) -> tuple[SanctionProposal, SanctionProposal]:
    """Lock what is taken back, then the proposal to: in the order in which all lock them."""
    if proposal.about is None:
        raise RoadError(_("This takes nothing back."))
    about = locked(proposal.about)
    return about, locked(proposal)


@transaction.atomic
def put_forward_taking_back(
    *, proposal: SanctionProposal, grounds: str, by: User, at: datetime
) -> Remedy:
    """Put forward that something be taken back, saying what fell. Put forward twice it is once.

    :raises RoadError: without grounds, or if it ended already.
    """
    about, proposal = _both(proposal)
    if proposal.state == S.UNDER_REVIEW:
        return proposal.remedy
    check_state(proposal, *road.MOVES_BACK[Step.PUT_BACK][0])
    check_step(Step.PUT_BACK, proposal, by=by, at=at)
    said = written(grounds, ask=_("Please write what fell, and why."))
    remedy = Remedy.objects.create(
        proposal=about, kind=RemedyKind.GROUND, cause=proposal, asked_on=timezone.localdate(at),
        asked_by=by.name[:60] or by.username[:60], grounds=said, entered_by=by, entered_at=at,
        state=RemedyState.RECEIVED,
    )  # fmt: skip
    move(proposal, S.UNDER_REVIEW, "put_forward_taking_back", by=by, at=at)
    return remedy


@transaction.atomic
def take_back_measures(
    *,
    proposal: SanctionProposal,
    organ: Organ,
    minutes_no: str,
    on: date,
    opinion: str,
    by: User,
    at: datetime,
) -> SanctionProposal:
    """Enter that something is taken back: from that day on nothing of it holds.

    Revoked where nothing counts any more, else varied: a lower tier stands by its own decision,
    and what else reaches this one is proposed anew.

    :raises RoadError: for whoever put it forward or handled what counts, without minutes or
        reasons, for a day before it was put forward or to come, or by another body than the party
        group where that has to decide.
    """
    about, proposal = _both(proposal)
    check_state(proposal, *road.MOVES_BACK[Step.TAKE_BACK][0])
    check_step(Step.TAKE_BACK, proposal, by=by, at=at)
    remedy = proposal.remedy
    if organ is Organ.APPEAL_BODY:
        raise RoadError(_("The bureau itself lifts what it imposed."))
    check_body(about.handling, organ, minutes_no)
    check_day(on, since=remedy.asked_on, at=at)
    outcome = redress.outcome_of(ProposalKind(proposal.kind))
    answer = Answer(
        outcome=outcome, organ=organ, minutes_no=minutes_no, on=on, opinion=opinion, left={}
    )
    write_answer(remedy, answer, by=by, at=at)
    cease(about, remedy, left={}, by=by, at=at)
    facts = {"organ": organ.value, "minutes_no": remedy.minutes_no, "on": on.isoformat(),
             "about": about.no}  # fmt: skip
    move(proposal, S.DECIDED, "take_back_measures", by=by, at=at, facts=facts)
    before, end = about.state, redress.end_of(RemedyKind.GROUND, outcome)
    about.state = end or before
    about.save(update_fields=["state"])
    record_proposal_act(
        about, "take_back_measures", by=by, at=at, before=before, after=about.state, facts=facts
    )
    return about


@atomic_with_files()
def serve_taking_back(
    *,
    proposal: SanctionProposal,
    served_on: date,
    way: ServedBy,
    receiver: str,
    beside: Beside = NOTHING_BESIDE,
    by: User,
    at: datetime,
) -> Service:
    """Note that the signed decision to take back was handed over. Served twice it is once.

    :raises RoadError: if it is not signed, for a day before that or to come, without a receiver.
    """
    about, proposal = _both(proposal)
    if proposal.state in (S.SERVED, S.COMPLETED):
        return proposal.services.get(document=Document.REVOCATION)
    check_state(proposal, *road.MOVES_BACK[Step.SERVE_BACK][0])
    check_step(Step.SERVE_BACK, proposal, by=by, at=at)
    served = (served_on, way, receiver, beside)
    service = hand_over(proposal, Document.REVOCATION, *served, by=by, at=at)
    facts = {"served_on": served_on.isoformat(), "way": way.value}
    move(proposal, S.SERVED, "serve_taking_back", by=by, at=at, facts=facts)
    hand_on(about, at=at)
    close_taking_back(proposal.remedy, by=by, at=at)
    return service
