"""Bringing events and proposals in step with the findings that hold.

Nothing is counted up or down. For one person or institution after the other, under its lock, what
follows from the findings is laid beside the rows, and the difference is written. Run twice, late
or two at once it changes nothing more; the constraints of the database hold where a lock would not.
"""

import logging
from datetime import datetime

from django.db import transaction

from accountability import notices
from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.counting import Counted
from accountability.rules.reconciling import Changes, why_void
from accountability.rules.words import EventState, LadderCode, WhyVoid
from accountability.selectors import counts
from accountability.selectors.facts import lock_sources
from accountability.selectors.ladders import Ladders
from accountability.selectors.persons import are_parted
from accountability.services import proposing
from accountability.services.acts import record_event_act
from bureau.models import Institution, Staff
from bureau.services import Doer, Telling, record_act, tell

logger = logging.getLogger(__name__)


def reconcile(*, at: datetime, by: Doer | None = None) -> int:
    """Bring everybody's rows in step with the findings; return for how many something was to do.

    Each person and institution is a transaction of its own: one that fails is written down and
    keeps no other from its turn.
    """
    waiting = counts.out_of_step(Ladders())
    done = sum(_in_its_turn(ladder, subject, at=at, by=by) for ladder, subject in waiting)
    if by is not None:
        facts = {"count": done}
        record_act(verb="reconcile_counts", kind="page", no="accountability", by=by, at=at,
                   facts=facts)  # fmt: skip
    return done


def _in_its_turn(ladder: LadderCode, subject: int, *, at: datetime, by: Doer | None) -> bool:
    try:
        return reconcile_subject(ladder=ladder, subject=subject, at=at, by=by)
    except Exception:
        logger.exception("could not reconcile %s %s", ladder, subject)
        return False


@transaction.atomic
def reconcile_subject(
    *, ladder: LadderCode, subject: int, at: datetime, by: Doer | None = None
) -> bool:
    """Bring the rows of one person or institution in step; return whether anything was to do."""
    whom = _locked(ladder, subject)
    lock_sources(ladder, subject)
    ladders = Ladders()
    reckoned = counts.reckon_subject(ladder, subject, ladders=ladders)
    is_recounted = _recount(ladder, subject, reckoned, at=at, by=by)
    tiers = counts.tiers_of(reckoned.counted, ladders=ladders)
    own = SanctionProposal.objects.of_ladder(ladder, subject).kept()
    standing = counts.standing(own.select_for_update(of=("self",))).get((ladder, subject), {})
    todo = counts.changes_of(reckoned.counted, standing, ladders=ladders)
    tellings: list[Telling] = []
    for first, changes in todo.items():
        year = proposing.Year(ladder, whom, first, tiers.get(first, []), ladders)
        tellings += _propose(year, changes, at=at, by=by)
    tell(*tellings, at=at)
    return is_recounted or bool(todo)


def _locked(ladder: LadderCode, subject: int) -> Staff | Institution:
    """Hold the person's or institution's row: two who count them go one after the other."""
    model = Staff if ladder.is_of_people else Institution
    return model.objects.select_for_update(no_key=True).get(pk=subject)


def _recount(
    ladder: LadderCode, subject: int, reckoned: counts.Reckoned, *, at: datetime, by: Doer | None
) -> bool:
    """Void what counts no more and write what counts anew. An event is never changed."""
    active = counts.events_of(ladder, subject).active()
    there = {one: pk for pk, one in counts.as_counted(active)}
    ought = set(reckoned.counted)
    for one in sorted(there.keys() - ought, key=lambda one: one.order):
        _void(there[one], one, reckoned, at=at, by=by)
    new = sorted(ought - there.keys(), key=lambda one: one.order)
    for one in new:
        _count(one, at=at, by=by)
    return bool(new) or bool(there.keys() - ought)


def _void(
    pk: int, one: Counted, reckoned: counts.Reckoned, *, at: datetime, by: Doer | None
) -> None:
    event = CountableEvent.objects.select_related("case", "institution").get(pk=pk)
    event.state, event.voided_at = EventState.VOID, at
    event.why_void = _why_void(one, reckoned)
    event.save(update_fields=["state", "voided_at", "why_void"])
    states = {"before": EventState.ACTIVE, "after": EventState.VOID}
    record_event_act(event, "void_event", by=by, at=at, **states)


def _why_void(one: Counted, reckoned: counts.Reckoned) -> WhyVoid:
    whose = one.for_staff or (one.subject if one.ladder is LadderCode.STAFF else None)
    if one.person and whose and are_parted(one.person, whose):
        return WhyVoid.OTHER_RECORD
    return why_void(one, judged=reckoned.judged)


def _count(one: Counted, *, at: datetime, by: Doer | None) -> None:
    event = as_event(one, at=at)
    event.save(force_insert=True)
    record_event_act(event, "count_event", by=by, at=at, after=EventState.ACTIVE)


def as_event(one: Counted, *, at: datetime) -> CountableEvent:
    """Return the row that says what counts, not stored yet."""
    return CountableEvent(
        ladder=one.ladder,
        staff_id=one.subject if one.ladder.is_of_people else None,
        institution_id=one.institution,
        matter_id=one.matter if one.ladder.counts_cases else None,
        case_id=one.case if one.ladder.counts_cases else None,
        doubt_id=None if one.ladder.counts_cases else one.case,
        person_id=one.person,
        received_on=one.received_on,
        occurred_on=one.occurred_on,
        verified_on=one.verified_on,
        counted_on=one.counted_on,
        window_from=one.window_from,
        weight=one.weight,
        rolls=one.rolls,
        for_staff_id=one.for_staff,
        made_at=at,
    )


def _propose(
    year: proposing.Year, changes: Changes, *, at: datetime, by: Doer | None
) -> list[Telling]:
    """Do what a year's proposals lack: taken back first, so that a tier is free again."""
    for pk in changes.withdraw:
        proposing.withdraw(pk, by=by, at=at)
    made = [proposing.propose(year, tier, by=by, at=at) for tier in changes.propose]
    made += [
        proposing.take_back(year, about, kind, by=by, at=at) for about, kind in changes.take_back
    ]
    return [notices.proposed(one, at=at) for one in made]
