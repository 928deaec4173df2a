"""What is decided on a proposal, by somebody who neither put it forward nor handled what counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import notices
from accountability.models import Handling, Measure, SanctionProposal, Service
from accountability.rules import road
from accountability.rules.bans import BanStart
from accountability.rules.road import Step
from accountability.rules.states import IMPOSING
from accountability.rules.words import Document, MeasureCode, Organ, ProposalState, ServedBy
from accountability.selectors.awards import ban_window
from accountability.selectors.bans import begins
from accountability.selectors.ending import to_tell
from accountability.selectors.road import (
    decided_from,
    is_theirs,
    last_said_on,
    may_talk_instead,
)
from accountability.services.beginning import begin_bans
from accountability.services.proposing import lapse
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
from accountability.services.serving import NOTHING_BESIDE, Beside, hand_over
from bureau.models import User
from bureau.services import atomic_with_files, tell

S = ProposalState


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a body of the bureau decided. `measures` are those that stand, with their months.

    `talk_reason` says why a talk takes the place of the first bulletin; where the bulletin
    stays, there is none, whatever was recommended.
    """

    organ: Organ
    minutes_no: str
    on: date
    holds_from: date
    measures: Mapping[MeasureCode, int | None]
    opinion: str
    is_legal_reviewed: bool
    is_free_of_ties: bool
    talk_reason: str = ""


@transaction.atomic
def decide_measures(
    *, proposal: SanctionProposal, decided: Decided, by: User, at: datetime
) -> Handling:
    """Enter what was decided: no more than was told, after the statement, by whose it is.

    :raises RoadError: for whoever may not decide, without minutes, reasons, legal review or the
        declaration, for a day before the statement or in its term, for what is heavier than told,
        for no measure at all, for a talk without its reason or beside the bulletin, or by another
        body than the party group where that has to decide.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.MOVES[Step.DECIDE][0])
    check_step(Step.DECIDE, proposal, by=by, at=at)
    handling = Handling.objects.get(proposal=proposal)
    _check(proposal, handling, decided, at)
    _write_measures(proposal, decided)
    handling.organ, handling.minutes_no = decided.organ, decided.minutes_no.strip()
    handling.decided_on, handling.holds_from = decided.on, decided.holds_from
    handling.opinion, handling.decided_by, handling.decided_at = decided.opinion.strip(), by, at
    handling.is_legal_reviewed = handling.is_free_of_ties = True
    is_talk = MeasureCode.DEPARTMENT_TALK in decided.measures
    handling.talk_reason = decided.talk_reason.strip() if is_talk else ""
    handling.save()
    facts = {
        "organ": decided.organ.value,
        "minutes_no": handling.minutes_no,
        "on": decided.on.isoformat(),
        "measures": {one.value: months for one, months in decided.measures.items()},
    }
    move(proposal, S.DECIDED, "decide_measures", by=by, at=at, facts=facts)
    return handling


def _check(proposal: SanctionProposal, handling: Handling, decided: Decided, at: datetime) -> None:
    if decided.organ is Organ.APPEAL_BODY:
        raise RoadError(_("The bureau decides first."))
    check_body(handling, decided.organ, decided.minutes_no)
    if not decided.is_legal_reviewed:
        raise RoadError(_("Please have its legality reviewed first, and tick it."))
    if not decided.is_free_of_ties:
        raise RoadError(_("Please declare that you are free of ties."))
    written(decided.opinion, ask=_("Please write the reasons, and what became of the statement."))
    first = [handling.heard_on, last_said_on(proposal), decided_from(proposal)]
    check_day(decided.on, since=max(filter(None, first), default=decided.on), at=at)
    if decided.holds_from < decided.on:
        raise RoadError(_("Nothing holds from a day before the decision."))
    if decided.holds_from > decided.on + timedelta(days=road.LONGEST_WAIT):
        said = _("It holds from the day of the decision, at most %(n)s days later.")
        raise RoadError(said % {"n": road.LONGEST_WAIT})


def _write_measures(proposal: SanctionProposal, decided: Decided) -> None:
    """Let those decided upon stand with their days; the others were told and fall."""
    told = {MeasureCode(one.code): one for one in proposal.measures.all()}
    if MeasureCode.DEPARTMENT_TALK in decided.measures:
        told[MeasureCode.DEPARTMENT_TALK] = _talk_instead(proposal, decided, told)
    terms = {code: one.months for code, one in told.items()}
    if not decided.measures:
        raise RoadError(_("No measure at all is no decision on measures: dismiss the proposal."))
    if road.is_heavier(decided.measures, terms):
        raise RoadError(_("After the statement it cannot be heavier than what was told."))
    for code, one in told.items():
        _decide_one(one, code, decided)
    Measure.objects.bulk_update(told.values(), ["stands", "decided_months", "starts_on", "ends_on"])


def _talk_instead(
    proposal: SanctionProposal, decided: Decided, told: Mapping[MeasureCode, Measure]
) -> Measure:
    """Add the talk that takes the place of the bulletin, with the decision's reason for it."""
    if not may_talk_instead(proposal, told):
        raise RoadError(_("A talk takes the place of the first bulletin about a person alone."))
    if MeasureCode.COUNTY_BULLETIN in decided.measures:
        raise RoadError(_("It is a talk or the bulletin, and never both."))
    written(decided.talk_reason, ask=_("Please write why a talk is enough here."))
    return Measure.objects.create(
        proposal=proposal, position=len(told) + 1, code=MeasureCode.DEPARTMENT_TALK
    )


def _decide_one(one: Measure, code: MeasureCode, decided: Decided) -> None:
    one.stands = code in decided.measures
    if not one.stands:
        return
    if one.months is not None:
        one.decided_months = decided.measures[code] or one.months
    window = ban_window(one.proposal)
    if begins(one) is not BanStart.DECISION:
        return
    days = road.span(code, decided.holds_from, months=one.decided_months, window=window)
    one.starts_on, one.ends_on = days


@atomic_with_files()
def serve_decision(
    *,
    proposal: SanctionProposal,
    served_on: date,
    way: ServedBy,
    receiver: str,
    beside: Beside = NOTHING_BESIDE,
    by: User,
    at: datetime,
) -> Service:
    """Note that the signed decision was handed over. Served twice it is served once.

    :raises RoadError: if it is not signed, for a day before that or to come, without a receiver.
    """
    proposal = locked(proposal)
    if proposal.state == S.SERVED:
        return proposal.services.get(document=Document.DECISION)
    check_state(proposal, *road.MOVES[Step.SERVE_DECISION][0])
    check_step(Step.SERVE_DECISION, proposal, by=by, at=at)
    service = hand_over(proposal, Document.DECISION, served_on, way, receiver, beside, by=by, at=at)
    begin_bans(proposal, BanStart.SERVED, served_on)
    facts = {"served_on": served_on.isoformat(), "way": way.value}
    move(proposal, S.SERVED, "serve_decision", by=by, at=at, facts=facts)
    return service


@transaction.atomic
def dismiss_proposal(
    *,
    proposal: SanctionProposal,
    reason: str,
    organ: Organ | None = None,
    minutes_no: str = "",
    by: User,
    at: datetime,
) -> SanctionProposal:
    """Dismiss a proposal with a reason, at once or after the statement. Dismissed twice is once.

    What the party group has to decide it dismisses itself, after the statement, by its minutes.

    :raises RoadError: without a reason, for whoever may not decide, or without the party group
        and its minutes where that has to decide.
    """
    proposal = locked(proposal)
    if proposal.state == S.DISMISSED:
        return proposal
    table = road.MOVES if proposal.kind in IMPOSING else road.MOVES_BACK
    check_state(proposal, *table[Step.DISMISS][0])
    check_step(Step.DISMISS, proposal, by=by, at=at)
    why = written(reason, ask=_("Please write why no measure is taken."))
    body = _body(proposal, organ, minutes_no)
    facts = {"organ": body.value, "minutes_no": minutes_no.strip()} if body else {}
    lapse(proposal)
    saving = say_end(
        proposal, by=by, why=why, organ=body, minutes_no=minutes_no if body else ""
    )  # fmt: skip
    move(
        proposal, S.DISMISSED, "dismiss_proposal", by=by, at=at, saving=saving, why=why, facts=facts
    )
    if to_tell(proposal):
        tell(notices.to_tell_of_the_end(proposal), at=at)
    return proposal


def _body(proposal: SanctionProposal, organ: Organ | None, minutes_no: str) -> Organ | None:
    """Say which body dismisses something, by its minutes; None where one person may."""
    if proposal.about or not is_theirs(proposal):
        return None
    check_body(proposal.handling, organ, minutes_no)
    return Organ.PARTY_GROUP
