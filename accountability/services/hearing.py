"""Measures put forward, told to whom they are about, and heard on: before anybody decides."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices
from accountability.models import Handling, Measure, SanctionProposal, Service
from accountability.rules import road
from accountability.rules.carrying import demands
from accountability.rules.road import Step
from accountability.rules.table import TABLES
from accountability.rules.words import (
    Document,
    Heard,
    LadderCode,
    MeasureCode,
    ProposalState,
    ServedBy,
)
from accountability.selectors import road as selectors
from accountability.services.acts import record_proposal_act
from accountability.services.road_acts import (
    RoadError,
    check_day,
    check_state,
    check_step,
    locked,
    move,
    written,
)
from accountability.services.serving import NOTHING_BESIDE, Beside, hand_over
from bureau.calendar import WorkCalendar
from bureau.models import User
from bureau.rule_tables import read
from bureau.services import Doer, atomic_with_files, tell
from bureau.templatetags.shell import day as in_full

S = ProposalState
MOST_SAID = 20_000
"""What a statement comes to at the most with all that was added to it."""


@transaction.atomic
def put_forward_measures(
    *,
    proposal: SanctionProposal,
    measures: Sequence[MeasureCode],
    facts: str,
    basis: str,
    awards_given: str = "",
    talk_advice: str = "",
    by: User,
    at: datetime,
) -> Handling:
    """Put forward which of a tier's measures are intended, on which facts and legal basis.

    `awards_given` names, one a line, awards of the year for which a ban comes too late;
    `talk_advice` says why a talk is recommended instead of the first bulletin. Put forward again it
    says the new, as long as no notice is drafted.

    :raises RoadError: without a measure, for one the tier does not call for, without facts or
        basis, for awards without a ban on them, for a talk where it cannot be, once the notice is
        drafted, or where the count has fallen.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.MOVES[Step.PUT_FORWARD][0])
    check_step(Step.PUT_FORWARD, proposal, by=by, at=at)
    awards_given = "\n".join(demands(awards_given))
    if awards_given and MeasureCode.AWARD_BAN not in measures:
        raise RoadError(_("Awards given already are named where awards are kept back."))
    if talk_advice.strip() and not selectors.may_talk_instead(proposal, measures):
        raise RoadError(_("A talk takes the place of the first bulletin about a person alone."))
    said: dict[str, Any] = {
        "awards_given": awards_given,
        "talk_advice": talk_advice.strip(),
        "facts": written(facts, ask=_("Please write the facts and the evidence.")),
        "basis": written(basis, ask=_("Please write the legal basis.")),
    }
    if there := _put_already(proposal, measures, said, by):
        return there
    said |= {
        "needs_party_group": selectors.needs_party_group(
            proposal, list(measures), day=timezone.localdate(at)
        ),
        "put_forward_by": by,
        "put_forward_at": at,
    }
    handling, _new = Handling.objects.update_or_create(proposal=proposal, defaults=said)
    _write_measures(proposal, measures)
    facts_of = {"measures": [one.value for one in measures]}
    if proposal.state == S.UNDER_REVIEW:
        states = {"before": S.UNDER_REVIEW, "after": S.UNDER_REVIEW}
        record_proposal_act(
            proposal, "put_forward_measures", by=by, at=at, facts=facts_of, **states
        )
    else:
        move(proposal, S.UNDER_REVIEW, "put_forward_measures", by=by, at=at, facts=facts_of)
    return handling


def _put_already(
    proposal: SanctionProposal, measures: Sequence[MeasureCode], said: Mapping[str, Any], by: User
) -> Handling | None:
    """Find what the same person put forward in the same words: a button pressed twice."""
    same = Handling.objects.filter(proposal=proposal, put_forward_by=by, **said).first()
    told = set(proposal.measures.values_list("code", flat=True))
    return same if same and told == set(measures) else None


def _write_measures(proposal: SanctionProposal, measures: Sequence[MeasureCode]) -> None:
    """:raises RoadError: if there is none, or one that the tier does not call for."""
    table = read(TABLES[LadderCode(proposal.ladder)], proposal.rules.values)
    called = table.measures(proposal.tier)
    if not measures or set(measures) - set(called):
        raise RoadError(_("Please choose from the measures that the tier calls for."))
    proposal.measures.all().delete()
    Measure.objects.bulk_create(
        Measure(proposal=proposal, position=n, code=one, months=table.months_of(one))
        for n, one in enumerate((one for one in called if one in measures), 1)
    )


@atomic_with_files()
def serve_notice(
    *,
    proposal: SanctionProposal,
    served_on: date,
    way: ServedBy,
    receiver: str,
    beside: Beside = NOTHING_BESIDE,
    by: User,
    at: datetime,
    calendar: WorkCalendar,
) -> Service:
    """Note that the signed notice was handed over: from the next day on the statement's term runs.

    Served twice it is served once.

    :raises RoadError: if it is not signed, for a day before that or to come, without a receiver,
        or left behind without two witnesses and the place.
    """
    proposal = locked(proposal)
    if proposal.state == S.NOTICE_SERVED:
        return proposal.services.get(document=Document.NOTICE)
    check_state(proposal, *road.MOVES[Step.SERVE_NOTICE][0])
    check_step(Step.SERVE_NOTICE, proposal, by=by, at=at)
    service = hand_over(proposal, Document.NOTICE, served_on, way, receiver, beside, by=by, at=at)
    days = selectors.table_on(selectors.drafted_on(service)).statement_days
    due_on = calendar.add_workdays(served_on, days)
    Handling.objects.filter(proposal=proposal).update(statement_due_on=due_on)
    facts = {"served_on": served_on.isoformat(), "due_on": due_on.isoformat(), "way": way.value}
    move(proposal, S.NOTICE_SERVED, "serve_notice", by=by, at=at, facts=facts)
    return service


@transaction.atomic
def hear_statement(
    *,
    proposal: SanctionProposal,
    heard: Heard,
    on: date,
    said: str,
    is_complete: bool = False,
    by: User,
    at: datetime,
) -> Handling:
    """Note what was stated, what is added to it, or that whoever it is about waives it.

    What is added stands below with its day. With `is_complete` they say that this was all: then it
    may be decided before the term ends.

    :raises RoadError: before the notice is served, for a day before that or to come, for a
        statement without its words, for the same once more, for what is added after the term or
        too long, or for silence: that is the end of the term.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.MOVES[Step.HEAR][0])
    check_step(Step.HEAR, proposal, by=by, at=at)
    if heard is Heard.EXPIRED:
        raise RoadError(_("Silence is noted when the term is over."))
    notice = proposal.services.get(document=Document.NOTICE)
    check_day(on, since=notice.served_on, at=at)
    said = written(said, ask=_("Please write what was stated, or how it was waived."))
    handling = Handling.objects.get(proposal=proposal)
    if handling.heard == Heard.RECEIVED:
        said = _added(handling, heard, on, said)
        is_complete = is_complete or handling.is_complete
    handling.said, handling.is_complete = said, is_complete and heard is Heard.RECEIVED
    return _heard(proposal, handling, heard, on, "hear_statement", by=by, at=at)


def _added(handling: Handling, heard: Heard, on: date, said: str) -> str:
    """Put what is added below what was said, with its day."""
    due_on = handling.statement_due_on
    if heard is not Heard.RECEIVED or said == handling.said or handling.said.endswith(f"\n{said}"):
        raise RoadError(_("The statement is noted already."))
    if due_on is None or road.is_over(due_on, on):
        over = _("The term of the statement ended on %(day)s.")
        raise RoadError(over % {"day": in_full(due_on or on)})
    whole = f"{handling.said}\n\n【{on.isoformat()}】\n{said}"
    if len(whole) > MOST_SAID:
        raise RoadError(_("That is too long: hand the rest in as a file."))
    return whole


@transaction.atomic
def expire_statement(*, proposal: SanctionProposal, by: Doer | None, at: datetime) -> Handling:
    """Note that nothing came within the term. Noted twice is once.

    :raises RoadError: as long as the term runs.
    """
    proposal = locked(proposal)
    handling = selectors.handling_of(proposal)
    if handling and proposal.state == S.STATEMENT and handling.heard == Heard.EXPIRED:
        return handling
    check_state(proposal, *road.MOVES[Step.EXPIRE][0])
    check_step(Step.EXPIRE, proposal, by=by, at=at)
    day = timezone.localdate(at)
    handling = Handling.objects.get(proposal=proposal)
    return _heard(proposal, handling, Heard.EXPIRED, day, "expire_statement", by=by, at=at)


def _heard(
    proposal: SanctionProposal,
    handling: Handling,
    heard: Heard,
    on: date,
    verb: str,
    *,
    by: Doer | None,
    at: datetime,
) -> Handling:
    if handling.heard != Heard.RECEIVED:
        handling.heard_on = on
    handling.heard = heard
    handling.save(update_fields=["heard", "heard_on", "said", "is_complete"])
    facts = {"heard": heard.value, "on": on.isoformat()}
    if proposal.state == S.STATEMENT:
        states = {"before": S.STATEMENT, "after": S.STATEMENT}
        record_proposal_act(proposal, verb, by=by, at=at, facts=facts, **states)
    else:
        move(proposal, S.STATEMENT, verb, by=by, at=at, facts=facts)
    if not selectors.still_heard(proposal, timezone.localdate(at)):
        tell(notices.to_decide(proposal), at=at)
    return handling
