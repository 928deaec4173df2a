"""Reviews and appeals: received within the term, answered by another, served."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices
from accountability.models import Remedy, SanctionProposal, Service
from accountability.rules import redress, road
from accountability.rules.road import Step
from accountability.rules.words import (
    MeasureCode,
    Organ,
    Outcome,
    RemedyKind,
    RemedyState,
    ServedBy,
)
from accountability.selectors import redress as selectors
from accountability.services.acts import record_proposal_act
from accountability.services.restoring import cease, hand_on
from accountability.services.road_acts import (
    RoadError,
    check_day,
    check_state,
    check_step,
    locked,
    written,
)
from accountability.services.serving import NOTHING_BESIDE, Beside, hand_over
from bureau.models import User
from bureau.services import atomic_with_files, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a body made of a review or appeal. `left` are the measures that go on, if lighter."""

    outcome: Outcome
    organ: Organ
    minutes_no: str
    on: date
    opinion: str
    left: Mapping[MeasureCode, int | None]


@transaction.atomic
def ask_again(
    *,
    proposal: SanctionProposal,
    kind: RemedyKind,
    asked_on: date,
    asked_by: str,
    grounds: str,
    requested: str = "",
    evidence: str = "",
    late_reason: str = "",
    by: User,
    at: datetime,
) -> Remedy:
    """Receive a request for review, or an appeal; what comes too late is kept and refused.

    `late_reason` is the good reason for which a head of personnel takes it all the same.

    Asked again on the same day it is the same request. Meanwhile the measures hold on.

    :raises RoadError: before the decision, or the answer to the review, is served; for a second
        one of a kind; without who asks or why; for a day before the service or to come.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.OVERLAYS[Step.ASK_AGAIN])
    check_step(Step.ASK_AGAIN, proposal, by=by, at=at)
    same = proposal.remedies.filter(kind=kind, asked_on=asked_on).exclude(kind=RemedyKind.GROUND)
    gone = [RemedyState.WITHDRAWN, *([RemedyState.REFUSED] if late_reason.strip() else [])]
    if there := same.exclude(state__in=gone).first():
        return there
    asked = selectors.asked_next(proposal)
    if asked is None or asked[0] != kind:
        raise RoadError(_("This cannot be asked for now: first a review, then an appeal, then a"
                          " second one, each once."))  # fmt: skip
    check_day(asked_on, since=asked[1].served_on, at=at)
    if not asked_by.strip():
        raise RoadError(_("Please write who asks."))
    is_late = asked_on > selectors.last_day(kind, asked[1])
    why = _good_reason(proposal, late_reason, by) if is_late and late_reason.strip() else ""
    is_refused = is_late and not why
    remedy = Remedy.objects.create(
        proposal=proposal, kind=kind, asked_on=asked_on, asked_by=asked_by.strip(),
        requested=requested.strip(), evidence=evidence.strip(),
        grounds=written(grounds, ask=_("Please write the grounds.")),
        late_reason=why,
        due_on=None if is_refused else selectors.answer_due(
            kind, timezone.localdate(at) if why else asked_on
        ),
        entered_by=by, entered_at=at,
        state=RemedyState.REFUSED if is_refused else RemedyState.RECEIVED,
    )  # fmt: skip
    verb = "take_late" if why else "refuse_late" if is_late else "ask_again"
    _act(remedy, verb, by=by, at=at, why=why)
    if not is_refused:
        tell(notices.to_answer(remedy), at=at)
    return remedy


def _good_reason(proposal: SanctionProposal, reason: str, by: User) -> str:
    """:raises RoadError: for anybody but a head of personnel, or a reason that says nothing."""
    if not selectors.may_take_late(by, proposal):
        raise RoadError(_("The head of the personnel section alone takes what came too late."))
    return written(reason, ask=_("Please write the good reason for which it came late."))


def _act(
    remedy: Remedy, verb: str, *, by: User, at: datetime, before: str = "", why: str = ""
) -> None:
    facts = {"kind": remedy.kind, "asked_on": remedy.asked_on.isoformat(),
             "outcome": remedy.outcome}  # fmt: skip
    state = before or remedy.proposal.state
    states = {"before": state, "after": remedy.proposal.state}
    record_proposal_act(remedy.proposal, verb, by=by, at=at, why=why, facts=facts, **states)


@transaction.atomic
def withdraw_remedy(*, proposal: SanctionProposal, by: User, at: datetime) -> Remedy:
    """Withdraw a review or an appeal for whoever asked for it. Withdrawn twice it is once.

    It can be asked for again as long as its term runs.

    :raises RoadError: if none was asked for, or once it is answered.
    """
    proposal = locked(proposal)
    remedy = selectors.open_remedy(proposal)
    if remedy is None:
        before = proposal.remedies.filter(kind__in=redress.ASKED).order_by("-pk").first()
        if before and before.state == RemedyState.WITHDRAWN:
            return before
        raise RoadError(_("Nothing that was asked for waits for its answer any more."))
    remedy.state = RemedyState.WITHDRAWN
    remedy.save(update_fields=["state"])
    _act(remedy, "withdraw_remedy", by=by, at=at)
    return remedy


@transaction.atomic
def answer_remedy(
    *, proposal: SanctionProposal, answer: Answer, by: User, at: datetime
) -> SanctionProposal:
    """Enter what a review or an appeal came to: upheld, made lighter, or revoked.

    :raises RoadError: if none waits; for whoever put it forward, decided or handled it; without
        minutes or reasons; for a day before it was asked for; for what is not lighter.
    """
    proposal = locked(proposal)
    remedy = selectors.open_remedy(proposal)
    if remedy is None:
        raise RoadError(_("Neither a review nor an appeal waits here."))
    check_step(Step.ANSWER, proposal, by=by, at=at)
    _check(proposal, remedy, answer, at)
    write_answer(remedy, answer, by=by, at=at)
    left = {} if answer.outcome is Outcome.REVOKED else answer.left
    if answer.outcome is not Outcome.UPHELD:
        cease(proposal, remedy, left=left, by=by, at=at)
    before = proposal.state
    end = redress.end_of(RemedyKind(remedy.kind), answer.outcome)
    if end is not None:
        proposal.state = end
        proposal.save(update_fields=["state"])
    remedy.proposal = proposal
    _act(remedy, "answer_remedy", by=by, at=at, before=before)
    return proposal


def _check(proposal: SanctionProposal, remedy: Remedy, answer: Answer, at: datetime) -> None:
    check_day(answer.on, since=remedy.asked_on, at=at)
    if remedy.kind == RemedyKind.REVIEW and answer.organ is Organ.APPEAL_BODY:
        raise RoadError(_("A review is the bureau's own to decide."))
    if remedy.kind in redress.APPEALS and answer.organ is Organ.BUREAU_MEETING:
        raise RoadError(_("The appeal body or the bureau's party group decides on an appeal."))
    handling = proposal.handling
    if handling.needs_party_group and answer.organ is Organ.BUREAU_MEETING:
        raise RoadError(_("Here the bureau's party group has to decide."))
    held = selectors.held(proposal, answer.on)
    unbegun = proposal.measures.filter(stands=True, starts_on=None, ceased_on=None)
    codes = {MeasureCode(one.code) for one in unbegun}
    if any(answer.left.get(code, held.get(code)) != held.get(code) for code in codes):
        raise RoadError(_("This ban has not begun: put it in effect before it is made shorter."))
    is_varied = answer.outcome is Outcome.VARIED
    if is_varied and not redress.is_lighter(answer.left, held):
        raise RoadError(_("Made lighter it leaves out a measure or shortens one, and adds none."))


def write_answer(remedy: Remedy, answer: Answer, *, by: User, at: datetime) -> None:
    """Write down a decision on what was decided, in the caller's transaction.

    :raises RoadError: without minutes or reasons.
    """
    if not answer.minutes_no.strip():
        raise RoadError(_("Please write the number of the minutes of the meeting."))
    remedy.opinion = written(answer.opinion, ask=_("Please write the reasons."))
    remedy.state, remedy.outcome = RemedyState.DECIDED, answer.outcome
    remedy.organ, remedy.minutes_no = answer.organ, answer.minutes_no.strip()
    remedy.decided_on, remedy.decided_by, remedy.decided_at = answer.on, by, at
    remedy.save()


@atomic_with_files()
def serve_answer(
    *,
    proposal: SanctionProposal,
    served_on: date,
    way: ServedBy,
    receiver: str,
    beside: Beside = NOTHING_BESIDE,
    by: User,
    at: datetime,
) -> Service:
    """Note that the signed answer to a review or appeal was handed over.

    :raises RoadError: if nothing is to be served, if it is not signed, for a day before that or
        to come, without a receiver.
    """
    proposal = locked(proposal)
    remedy = selectors.unserved(proposal)
    if remedy is None:
        raise RoadError(_("There is no answer to be served."))
    check_step(Step.SERVE_ANSWER, proposal, by=by, at=at)
    document = redress.ANSWERS[RemedyKind(remedy.kind)]
    service = hand_over(proposal, document, served_on, way, receiver, beside, by=by, at=at)
    _act(remedy, "serve_answer", by=by, at=at)
    hand_on(proposal, at=at)
    return service
