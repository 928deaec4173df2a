"""Measures in effect: put in effect, carried out, over or lifted."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices
from accountability.models import Handling, Measure, SanctionProposal
from accountability.rules import road
from accountability.rules.bans import BanStart
from accountability.rules.road import Step
from accountability.rules.words import Document, MeasureCode, Organ, ProposalState
from accountability.selectors.awards import left_to_revoke
from accountability.selectors.carrying import missing_sheet
from accountability.services.acts import record_proposal_act
from accountability.services.beginning import begin_bans
from accountability.services.road_acts import (
    RoadError,
    check_body,
    check_day,
    check_state,
    check_step,
    locked,
    move,
    say_end,
    written,
)
from bureau.models import User
from bureau.services import Doer, tell

S = ProposalState


@transaction.atomic
def put_in_effect(*, proposal: SanctionProposal, by: User, at: datetime) -> SanctionProposal:
    """Put in effect what was decided and served. Put in effect twice is once.

    :raises RoadError: naming the first step of the road that is missing.
    """
    proposal = locked(proposal)
    if proposal.state == S.IN_EFFECT:
        return proposal
    check_step(Step.PUT_IN_EFFECT, proposal, by=by, at=at)
    check_state(proposal, *road.MOVES[Step.PUT_IN_EFFECT][0])
    day = timezone.localdate(at)
    Handling.objects.filter(proposal=proposal).update(effect_from=day)
    begin_bans(proposal, BanStart.EFFECT, day)
    move(proposal, S.IN_EFFECT, "put_in_effect", by=by, at=at, facts={"on": day.isoformat()})
    if left_to_revoke(proposal):
        tell(notices.to_revoke_awards(proposal), at=at)
    return proposal


@transaction.atomic
def carry_out_measure(
    *, proposal: SanctionProposal, code: MeasureCode, on: date, by_what: str, by: User, at: datetime
) -> Measure:
    """Note that a measure was carried out: a bulletin is out, the payroll was told.

    `by_what` names the paper or the record. Noted again it stays as it was noted first.

    :raises RoadError: for what was not decided upon, before the decision was served, for a day to
        come, without what it was done by, for an interview not on record or an unsigned bulletin.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.MOVES[Step.CARRY_OUT][0])
    check_step(Step.CARRY_OUT, proposal, by=by, at=at)
    held = proposal.measures.select_for_update().filter(stands=True, ceased_on=None)
    measure = held.filter(code=code).first()
    if measure is None:
        raise RoadError(_("This measure was not decided upon."))
    if measure.done_on is not None:
        return measure
    if missing := missing_sheet(proposal, code):
        raise RoadError(missing)
    check_day(on, since=proposal.services.get(document=Document.DECISION).served_on, at=at)
    said = written(by_what, ask=_("Please name the paper or the record."))
    measure.done_on, measure.done_by = on, said
    measure.save(update_fields=["done_on", "done_by"])
    facts = {"measure": code.value, "on": on.isoformat()}
    states = {"before": S.IN_EFFECT, "after": S.IN_EFFECT}
    record_proposal_act(proposal, "carry_out_measure", by=by, at=at, facts=facts, **states)
    return measure


@transaction.atomic
def complete_measures(
    *, proposal: SanctionProposal, reason: str, by: Doer | None, at: datetime
) -> SanctionProposal:
    """Note that every measure is over or carried out. Noted twice is once.

    :raises RoadError: as long as one holds or is to be done, or without a word of what was seen.
    """
    proposal = locked(proposal)
    if proposal.state == S.COMPLETED:
        return proposal
    check_state(proposal, *road.MOVES[Step.COMPLETE][0])
    check_step(Step.COMPLETE, proposal, by=by, at=at)
    why = written(reason, ask=_("Please write what was confirmed."))
    _end(proposal, at)
    saving = say_end(proposal, by=by, why=why)
    move(proposal, S.COMPLETED, "complete_measures", by=by, at=at, saving=saving, why=why)
    return proposal


@transaction.atomic
def lift_measures(
    *,
    proposal: SanctionProposal,
    organ: Organ,
    minutes_no: str,
    reason: str,
    by: User,
    at: datetime,
) -> SanctionProposal:
    """Lift measures before their end, by a decision of whoever has to decide on them.

    Lifted twice is once.

    :raises RoadError: without minutes or a reason, by another house, by another body than the
        party group where that decided, or for whoever may not decide.
    """
    proposal = locked(proposal)
    if proposal.state == S.LIFTED:
        return proposal
    check_state(proposal, *road.MOVES[Step.LIFT][0])
    check_step(Step.LIFT, proposal, by=by, at=at)
    if organ is Organ.APPEAL_BODY:
        raise RoadError(_("The bureau itself lifts what it imposed."))
    check_body(Handling.objects.get(proposal=proposal), organ, minutes_no)
    why = written(reason, ask=_("Please write why it is lifted."))
    _end(proposal, at)
    facts = {"organ": organ.value, "minutes_no": minutes_no.strip()}
    saving = say_end(proposal, by=by, why=why, organ=organ, minutes_no=minutes_no)
    move(proposal, S.LIFTED, "lift_measures", by=by, at=at, saving=saving, why=why, facts=facts)
    tell(notices.to_tell_of_the_end(proposal), at=at)
    return proposal


def _end(proposal: SanctionProposal, at: datetime) -> None:
    Handling.objects.filter(proposal=proposal).update(ended_on=timezone.localdate(at))
