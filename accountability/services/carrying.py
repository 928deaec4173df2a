"""Measures carried out by talk and bulletin; what a unit is told to put right goes into the ledger.

Nobody is summoned and no bulletin goes out before the decision is served, and an interview is
carried out by its record alone. Each demand is one item of the ledger with its own clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices
from accountability.models import Bulletin, Demand, Interview, Measure, SanctionProposal
from accountability.rules import road
from accountability.rules.carrying import Interviewed, Scope, Sheet, TalkKind, masked
from accountability.rules.road import Step
from accountability.rules.words import MeasureCode
from accountability.selectors import carrying as selectors
from accountability.services.acts import record_proposal_act
from accountability.services.ordering import Order, order_in_ledger
from accountability.services.road_acts import (
    RoadError,
    check_day,
    check_state,
    check_step,
    locked,
    written,
)
from bureau.calendar import WorkCalendar
from bureau.models import LeaderPost, User
from bureau.rules import SectionCode
from bureau.services import add_attachment, atomic_with_files, take_serial, tell
from rectification.rules.words import SourceKind

SERIES, TALK = "interview", "interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summons:
    """Who is to come where and when, before whom, and what for."""

    whom: Interviewed
    post: LeaderPost | None
    reason: str
    meets_at: datetime
    place: str
    interviewer: User
    others: str = ""
    purpose: str
    bring: str = ""
    contact: str
    post_why: str = ""
    enclosed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What an interview came to; each demand is put right by `due_on`."""

    whom: Interviewed
    held_on: date
    kind: TalkKind
    recorder: str
    record: str
    case_nos: str = ""
    demands: Sequence[str]
    due_on: date | None
    position: str
    signed: str
    files: Sequence[tuple[str, bytes]] = ()


@transaction.atomic
def summon(*, proposal: SanctionProposal, said: Summons, by: User, at: datetime) -> Interview:
    """Arrange an interview; arranged again before its summons is drafted, it is put right.

    :raises RoadError: before the decision is in effect, with another leader than the measure
        names or, without a word of why, than the one in charge, by one's own unit, or for a time
        that is past.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.CARRYING[Step.SUMMON])
    check_step(Step.SUMMON, proposal, by=by, at=at)
    wanted = selectors.called(proposal)
    if said.whom not in wanted:
        raise RoadError(_("No interview with them was decided upon, or it is on record already."))
    standing = proposal.interviews.select_for_update().filter(whom=said.whom).first()
    if standing and selectors.sheet_of(Sheet.SUMMONS, standing):
        raise RoadError(_("The summons is drafted already: void it first."))
    _check_who(proposal, said, at)
    interview = standing or Interview(proposal=proposal, no=_number(at))
    for name, value in (_plain(said) | {"arranged_by": by, "arranged_at": at}).items():
        setattr(interview, name, value)
    interview.measure = wanted[said.whom]
    interview.name = said.post.name if said.post else str(proposal.subject)
    interview.save()
    _act(proposal, "summon_to_talk", by, at, interview=interview.no, whom=said.whom.value)
    tell(notices.to_interview(interview, cause=f"{interview.no} {at.isoformat()}"), at=at)
    return interview


def _plain(said: Summons) -> dict[str, Any]:
    # Not by `asdict`: that would copy accounts and posts.
    values = {name: getattr(said, name) for name in said.__slots__}
    return {name: value.strip() if type(value) is str else value for name, value in values.items()}


def _number(at: datetime) -> str:
    period = f"{timezone.localdate(at):%Y}"
    return f"YT-{period}-{take_serial(series=SERIES, period=period):04}"


def _check_who(proposal: SanctionProposal, said: Summons, at: datetime) -> None:
    """:raises RoadError: for another leader, a time that is past, or an interviewer who may not."""
    if said.whom is not Interviewed.PERSON:
        day = timezone.localdate(at)
        posts = selectors.posts_of(proposal, [said.whom], day)
        if said.post is None or not posts.filter(pk=said.post.pk).exists():
            raise RoadError(_("The measure names another leader of this unit."))
        _check_charge(proposal, said, day)
    elif said.post is not None:
        raise RoadError(_("The person is called, and no leader."))
    if said.meets_at <= at:
        raise RoadError(_("The interview lies ahead: please give a time to come."))
    if bar := selectors.bar_of(said.interviewer, proposal):
        raise RoadError(bar)
    if said.interviewer not in selectors.interviewers_for(proposal):
        raise RoadError(_("The bureau's leaders and the sections in charge interview."))
    for text in (said.reason, said.purpose):
        written(text, ask=_("Please write why and what for."))


def _check_charge(proposal: SanctionProposal, said: Summons, day: date) -> None:
    """:raises RoadError: for another deputy than the one in charge, without a word of why."""
    if said.whom is not Interviewed.DEPUTY or said.post_why.strip():
        return
    charged = list(selectors.in_charge_of(proposal, day))
    if charged and said.post not in charged:
        asked = _("%(name)s is in charge of it: please write why another leader is called.")
        raise RoadError(asked % {"name": "、".join(one.name for one in charged)})


@atomic_with_files()
def record_talk(
    *, proposal: SanctionProposal, said: Record, by: User, at: datetime, calendar: WorkCalendar
) -> Interview:
    """Put an interview on record: its measure is carried out, its demands stand in the ledger.

    Recorded twice, or by two at once, it stands as recorded first, and so do its items.

    :raises RoadError: without its signed summons, for a day before that or to come, or with
        something left out.
    :raises BureauError: if the ledger or a file is refused.
    """
    proposal = locked(proposal)
    rows = proposal.interviews.select_for_update(of=("self",)).filter(whom=said.whom)
    interview = rows.select_related("measure", "post").first()
    if interview and interview.held_on:
        return interview
    check_state(proposal, *road.CARRYING[Step.RECORD_TALK])
    check_step(Step.RECORD_TALK, proposal, by=by, at=at)
    missing = selectors.unrecordable([interview] if interview else [])
    if missing or interview is None:
        raise RoadError(missing)
    _check_record(interview, said, at)
    _write(interview, said, by, at)
    _hang(interview, said.files, by, at)
    _demand(interview, said, by, at, calendar)
    if interview.measure_id:
        done = {"done_on": said.held_on, "done_by": interview.no}
        Measure.objects.filter(pk=interview.measure_id).update(**done)
    _act(proposal, "record_talk", by, at, interview=interview.no, on=said.held_on.isoformat())
    return interview


def _check_record(interview: Interview, said: Record, at: datetime) -> None:
    """:raises RoadError: for a day that cannot be, or where something is left out."""
    summons = selectors.signed_sheet(Sheet.SUMMONS, interview)
    signed_at = summons.signed_at if summons and summons.signed_at else at
    check_day(said.held_on, since=timezone.localdate(signed_at), at=at)
    for text in (said.record, said.position):
        written(text, ask=_("Please write what was put to them, and what they said to it."))
    if not said.recorder.strip() or not said.signed.strip():
        raise RoadError(_("Please write who took the record, and who signed it."))
    is_hidden = interview.proposal.rests_on_accusation
    if said.demands and is_hidden:
        raise RoadError(
            _("The unit would read of an accusation in its ledger: please write into the record"
              " what is demanded.")
        )  # fmt: skip
    if interview.post_id and not said.demands and not is_hidden:
        raise RoadError(_("Please write at least one demand: it goes into the ledger."))
    if said.demands and said.due_on is None:
        raise RoadError(_("Please say until when the demands are to be met."))


def _write(interview: Interview, said: Record, by: User, at: datetime) -> None:
    interview.held_on, interview.kind = said.held_on, said.kind.value
    for name in ("recorder", "record", "case_nos", "position", "signed"):
        setattr(interview, name, getattr(said, name).strip())
    interview.recorded_by, interview.recorded_at = by, at
    interview.save()


def _hang(interview: Interview, files: Sequence[tuple[str, bytes]], by: User, at: datetime) -> None:
    house = next(iter(interview.proposal.houses_told), None)
    for name, content in files:
        add_attachment(
            kind=TALK, no=interview.no, name=name, content=content, institution=house,
            section=SectionCode.PERSONNEL, by=by, at=at,
        )  # fmt: skip


def _demand(
    interview: Interview, said: Record, by: User, at: datetime, calendar: WorkCalendar
) -> None:
    """Open one item of the ledger for each demand and order it by the day that was set."""
    if said.due_on is None:
        return
    for position, text in enumerate(said.demands, 1):
        order = Order(
            institution=interview.proposal.institution, source=SourceKind.INTERVIEW,
            source_no=interview.no, part=position, problem=text, goal=text,
            found_on=said.held_on, due_on=said.due_on,
            leader=interview.post or _head(interview.proposal, said.held_on),
        )  # fmt: skip
        item = order_in_ledger(order, by=by, at=at, calendar=calendar)
        Demand.objects.create(
            interview=interview, position=position, text=text, due_on=said.due_on, item=item
        )


def _head(proposal: SanctionProposal, day: date) -> LeaderPost | None:
    return selectors.posts_of(proposal, [Interviewed.PRINCIPAL], day).first()


@transaction.atomic
def write_bulletin(
    *, proposal: SanctionProposal, scope: Scope, facts: str, demands: str, by: User, at: datetime
) -> Bulletin:
    """Write what a bulletin says; who complained and who was the patient is masked in it.

    Written again before it is drafted, it is put right.

    :raises RoadError: if no bulletin was decided upon, it is not in effect, or it is drafted.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.CARRYING[Step.WRITE_BULLETIN])
    check_step(Step.WRITE_BULLETIN, proposal, by=by, at=at)
    codes = {one.code for one in selectors.measures_open(proposal)}
    if MeasureCode.COUNTY_BULLETIN not in codes:
        raise RoadError(_("No bulletin was decided upon, or it is out already."))
    names, told = set(selectors.names_to_mask(proposal)), str(proposal.subject)
    said = {
        "facts": masked(written(facts, ask=_("Please write the facts.")), names, but=told),
        "demands": masked(
            written(demands, ask=_("Please write what is demanded.")), names, but=told
        ),
        "scope": scope.value, "written_by": by, "written_at": at,
    }  # fmt: skip
    bulletin, _is_new = Bulletin.objects.update_or_create(proposal=proposal, defaults=said)
    _act(proposal, "write_bulletin", by, at, scope=scope.value)
    return bulletin


def _act(proposal: SanctionProposal, verb: str, by: User, at: datetime, **facts: Any) -> None:
    states = {"before": proposal.state, "after": proposal.state}
    record_proposal_act(proposal, verb, by=by, at=at, facts=facts, **states)
