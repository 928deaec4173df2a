"""The end of pending appointment: the unit files its assessment, the bureau answers it.

Under the proposal's lock. Nothing is filed beside what stands, and nobody confirms what they filed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices
from accountability.models import Assessment, Measure, SanctionProposal
from accountability.rules import road
from accountability.rules.pending import AssessmentState, Result
from accountability.rules.road import Step
from accountability.selectors import pending as selectors
from accountability.services.acts import record_proposal_act
from accountability.services.road_acts import (
    RoadError,
    check_day,
    check_state,
    check_step,
    locked,
    written,
)
from bureau.models import User
from bureau.rules import SectionCode
from bureau.services import add_attachment, atomic_with_files, take_serial, tell

ASSESSMENT, SERIES = "assessment", "assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What the unit assessed, and the post to which it appoints again; none where it failed."""

    assessed_on: date
    result: Result
    record: str
    post: str = ""
    from_on: date | None = None
    signed: str
    files: Sequence[tuple[str, bytes]] = ()


@atomic_with_files()
def file_assessment(
    *, proposal: SanctionProposal, said: Assessed, by: User, at: datetime
) -> Assessment:
    """File the unit's assessment; what stands already stays as it was filed.

    :raises RoadError: outside pending appointment, too early, for whoever it is about, without
        what was seen, or with a post that does not fit the result.
    :raises BureauError: for a file that is not taken.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.CARRYING[Step.ASSESS])
    measure = selectors.pending_of(proposal)
    if measure is None or measure.starts_on is None or measure.ends_on is None:
        raise RoadError(_("No pending appointment is in effect here."))
    if standing := selectors.standing_of(proposal):
        return standing
    check_step(Step.ASSESS, proposal, by=by, at=at)
    _check_said(said, measure.starts_on, measure.ends_on, at)
    assessment = _write(proposal, measure, said, by, at)
    for name, content in said.files:
        add_attachment(
            kind=ASSESSMENT, no=assessment.no, name=name, content=content,
            institution=proposal.institution, section=SectionCode.PERSONNEL, by=by, at=at,
        )  # fmt: skip
    _act(proposal, "file_assessment", assessment, by, at)
    tell(notices.to_confirm(assessment), at=at)
    return assessment


def _check_said(said: Assessed, first: date, last: date, at: datetime) -> None:
    """:raises RoadError: for a day that cannot be, or where something is left out."""
    check_day(said.assessed_on, since=first, at=at)
    written(said.record, ask=_("Please write how they did while pending."))
    if not said.signed.strip():
        raise RoadError(_("Please write who signed it."))
    if said.result is Result.UNFIT:
        if said.post.strip() or said.from_on:
            raise RoadError(_("Whoever failed is not appointed: leave post and day empty."))
        return
    if not said.post.strip() or said.from_on is None:
        raise RoadError(_("Please name the post of the new appointment, and from which day."))
    if said.from_on <= last:
        raise RoadError(_("The new appointment begins once pending appointment is over."))


def _write(
    proposal: SanctionProposal, measure: Measure, said: Assessed, by: User, at: datetime
) -> Assessment:
    period = f"{timezone.localdate(at):%Y}"
    no = f"FP-{period}-{take_serial(series=SERIES, period=period):04}"
    return Assessment.objects.create(
        no=no, proposal=proposal, measure=measure, assessed_on=said.assessed_on,
        result=said.result.value, record=said.record.strip(), post=said.post.strip(),
        from_on=said.from_on, signed=said.signed.strip(), filed_by=by, filed_at=at,
    )  # fmt: skip


@transaction.atomic
def answer_assessment(
    *, proposal: SanctionProposal, confirms: bool, answer: str, by: User, at: datetime
) -> Assessment:
    """Confirm what the unit filed, or send it back with a reason. Answered twice is once.

    :raises RoadError: with nothing filed, for the unit's own people and whoever filed it, or
        without a word of why.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.CARRYING[Step.CONFIRM])
    to = AssessmentState.CONFIRMED if confirms else AssessmentState.SENT_BACK
    latest = proposal.assessments.select_for_update(of=("self",)).order_by("-pk").first()
    if latest and latest.state == to:
        return latest
    if latest is None or latest.state != AssessmentState.FILED:
        raise RoadError(_("The unit has filed nothing that waits for an answer."))
    check_step(Step.CONFIRM, proposal, by=by, at=at)
    latest.answer = written(answer, ask=_("Please write what was looked at, or what is missing."))
    latest.state, latest.answered_by, latest.answered_at = to.value, by, at
    latest.save(update_fields=["answer", "state", "answered_by", "answered_at"])
    verb = "confirm_assessment" if confirms else "send_back_assessment"
    _act(proposal, verb, latest, by, at)
    tell(notices.of_answer(latest), at=at)
    return latest


def _act(
    proposal: SanctionProposal, verb: str, assessment: Assessment, by: User, at: datetime
) -> None:
    states = {"before": proposal.state, "after": proposal.state}
    facts = {"assessment": assessment.no}
    record_proposal_act(proposal, verb, by=by, at=at, facts=facts, **states)
