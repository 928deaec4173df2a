"""What counts, from the findings and from the rows, and where the two differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from accountability.models import CountableEvent, Remedy, SanctionProposal
from accountability.models.scope import EventQuerySet, ProposalQuerySet
from accountability.rules.counting import Counted, Fact, Judged, once_a_matter, what_counts
from accountability.rules.reconciling import (
    Changes,
    Ground,
    Proposed,
    changes,
    has_fallen,
    held_elsewhere,
)
from accountability.rules.redress import ASKED
from accountability.rules.states import IMPOSING
from accountability.rules.table import LadderTable
from accountability.rules.tiers import Reached, by_window, tiers_by_window, waiting
from accountability.rules.windows import year_of
from accountability.rules.words import (
    LadderCode,
    Outcome,
    ProposalKind,
    ProposalState,
    RemedyState,
)
from accountability.selectors.facts import facts_of, facts_of_people, facts_that_count
from accountability.selectors.joint import around, joint_facts
from accountability.selectors.ladders import Ladders
from accountability.selectors.made_up import made_up_facts, made_up_of
from bureau.bulk import without_collection

Subject = tuple[LadderCode, int]
OF_EVENT = (
    "ladder", "staff_id", "institution_id", "doubt_id", "matter_id", "case_id", "person_id",
    "received_on", "occurred_on", "verified_on", "counted_on", "window_from", "weight", "rolls",
    "for_staff_id",
)  # fmt: skip


OF_PROPOSAL = (
    "ladder", "staff_id", "institution_id", "window_from", "pk", "tier", "kind", "state",
    "about_id", "rules_id", "proposed_at", "is_heard_anew", "is_appealed",
    "reached_by__case__matter_id", "reached_by__voided_at",
)  # fmt: skip
LADDERS = {one.value: one for one in LadderCode}
Standing = dict[Subject, dict[date, list[Proposed]]]


class Reckoned(NamedTuple):
    """What ought to count against subjects, and everything that was looked at, with its why."""

    counted: list[Counted]
    judged: list[Judged]


def reckon(facts: Iterable[Fact], *, ladders: Ladders) -> Reckoned:
    """Judge facts by the tables of the days on which they were received."""
    return Reckoned(*once_a_matter(_judged(facts, ladders)))


def _judged(facts: Iterable[Fact], ladders: Ladders) -> Iterator[Judged]:
    for one in facts:
        yield from ladders.judging_on(one.ladder, one.received_on).each(one)


def reckon_everything(ladders: Ladders) -> set[Counted]:
    """Count anew from every finding that holds. What weighs nothing is told to nobody here."""
    facts = list(
        facts_that_count(with_people=ladders.count_people, with_branches=ladders.count_branches)
    )
    others = (*joint_facts(facts, ladders), *made_up_facts(ladders))
    return what_counts(_judged([*facts, *others], ladders))


def reckon_subject(ladder: LadderCode, subject: int, *, ladders: Ladders) -> Reckoned:
    """Count anew for one person or institution, and say of all else why it does not."""
    if ladder is LadderCode.JOINT:
        facts = joint_facts(facts_of_people(around(subject)), ladders)
        return reckon((one for one in facts if one.subject == subject), ladders=ladders)
    if ladder is LadderCode.FALSE_FOLLOWUP:
        return reckon(made_up_of(subject), ladders=ladders)
    beside = {"with_people": ladders.count_people, "with_branches": ladders.count_branches}
    return reckon(facts_of(ladder, subject, **beside), ladders=ladders)


def as_counted(events: EventQuerySet) -> Iterator[tuple[int, Counted]]:
    """Read events as the rules know them, each with its key."""
    for pk, *row in events.order_by().values_list("pk", *OF_EVENT):
        yield pk, _counted(*row)


def _counted(
    ladder: str, staff: int, house: int, doubt: int | None, matter: int, case: int, *rest: Any
) -> Counted:
    code = LADDERS[ladder]
    if doubt:
        matter = case = doubt
    return Counted(code, staff if code.is_of_people else house, house, matter, case, *rest)


def row_of(events: EventQuerySet, one: Counted) -> CountableEvent:
    """Find the row among a subject's active ones that says what counts."""
    if not one.ladder.counts_cases:
        return events.get(doubt=one.case)
    return events.get(matter=one.matter, for_staff=one.for_staff)


def events_of(ladder: LadderCode, subject: int) -> EventQuerySet:
    """Return every event of one person or institution, void ones too."""
    name = "staff" if ladder.is_of_people else "institution"
    return CountableEvent.objects.filter(ladder=ladder, **{name: subject})


def tiers_of(counted: Iterable[Counted], *, ladders: Ladders) -> dict[date, list[Reached]]:
    """Say which tiers one subject reaches in each year, or in each twelve months."""
    events = list(counted)
    if not events:
        return {}
    return tiers_by_window(events, table_on=partial(_table, ladders, _whose(events[0])))


def _whose(one: Counted) -> Subject:
    return one.ladder, one.subject


def _table(ladders: Ladders, subject: Subject, day: date) -> LadderTable:
    table = ladders.table_for(*subject, day)
    if table is None:
        raise LookupError(f"no version of the ladder holds on {day}")
    return table


def standing(proposals: ProposalQuerySet) -> Standing:
    """Read proposals as the rules know them: whose they are, by the years they are of."""
    found: Standing = defaultdict(lambda: defaultdict(list))
    grounds = [f"reached_by__{name}" for name in OF_EVENT]
    asked = Remedy.objects.filter(proposal=OuterRef("pk"), kind__in=ASKED)
    rows = proposals.order_by("pk").annotate(
        is_heard_anew=Exists(asked.filter(state=RemedyState.DECIDED, outcome=Outcome.REVOKED)),
        is_appealed=Exists(asked.filter(state=RemedyState.RECEIVED)),
    )
    for row in rows.values_list(*OF_PROPOSAL, *grounds):
        ladder, staff, house, first, pk, tier, kind, state, about, rules, *rest = row
        since, is_heard_anew, is_appealed, matter, voided_at, *event = rest
        one = Proposed(
            pk, tier, ProposalKind(kind), ProposalState(state), about,
            ground=Ground(_counted(*event), rules) if about is None else None,
            counts=voided_at is None, matter=matter, is_heard_anew=is_heard_anew,
            is_appealed=is_appealed, since=since,
        )  # fmt: skip
        code = LadderCode(ladder)
        found[code, staff if code.is_of_people else house][first].append(one)
    return found


def changes_of(
    counted: list[Counted], proposals: dict[date, list[Proposed]], *, ladders: Ladders
) -> dict[date, Changes]:
    """Lay the tiers of each year beside its proposals; only years in which something is to do."""
    tiers = tiers_of(counted, ladders=ladders)
    wanted = {first: _grounds(of_window, ladders) for first, of_window in tiers.items()}
    proposals = {
        first: [_known(one, of_window, counted, ladders) for one in of_window]
        for first, of_window in proposals.items()
    }
    quiet = held_elsewhere(wanted, proposals)
    quiet |= {(first, one.tier) for first in tiers for one in tiers[first] if not one.is_due}
    quiet |= _waiting(counted, proposals, ladders)
    found = {
        first: changes(
            wanted.get(first, {}), proposals.get(first, []),
            quiet={tier for window, tier in quiet if window == first},
        )
        for first in sorted({*tiers, *proposals})
    }  # fmt: skip
    return {first: one for first, one in found.items() if one}


def _waiting(
    counted: Iterable[Counted], proposals: dict[date, list[Proposed]], ladders: Ladders
) -> set[tuple[date, int]]:
    """Name the tiers, by window, that wait until a review or an appeal is answered."""
    appealed = [
        (first, one.ground.event)
        for first, of_window in proposals.items()
        for one in of_window
        if one.is_appealed and one.ground
    ]
    windows = by_window(counted) if appealed else {}
    return {
        (first, tier)
        for first, event in appealed
        for tier in waiting(
            windows.get(first, []), appealed=event, table_on=partial(_table, ladders, _whose(event))
        )
    }


def _known(
    one: Proposed, of_window: list[Proposed], counted: list[Counted], ladders: Ladders
) -> Proposed:
    """Say of a proposal what follows from what counts, and from what counted since."""
    if one.kind in IMPOSING:
        return one.beside(counted)
    if one.state is not ProposalState.DISMISSED:
        return one
    about = next((told for told in of_window if told.pk == one.about), None)
    return one._replace(is_spent=bool(about and _came_back(about, one.since, ladders)))


def _came_back(told: Proposed, since: datetime | None, ladders: Ladders) -> bool:
    """Test if what lost its ground had it again since a day: what falls after that falls anew."""
    if told.ground is None or since is None:
        return False
    then = told.ground.event
    rows = events_of(then.ladder, then.subject).order_by("made_at")
    when = rows.values_list("pk", "made_at", "voided_at")
    times = {pk: (made, voided) for pk, made, voided in when}
    events = list(as_counted(rows))
    for day in sorted({made for made, _voided in times.values() if made > since}):
        active = [one for pk, one in events if _is_active(*times[pk], day)]
        then_told = told._replace(counts=False).beside(active)
        if not has_lost_ground(then_told, active, ladders=ladders):
            return True
    return False


def _is_active(made: datetime, voided: datetime | None, at: datetime) -> bool:
    return made <= at and (voided is None or voided > at)


def has_lost_ground(told: Proposed, counted: list[Counted], *, ladders: Ladders) -> bool:
    """Test if what counts no longer carries what somebody was told of."""
    first = told.ground.event.window_from if told.ground else None
    reached_tiers = tiers_of(counted, ladders=ladders).get(first, []) if first else []
    return has_fallen(told, _grounds(reached_tiers, ladders))


def is_carried(proposal: SanctionProposal) -> bool:
    """Test if what counts by the rows still carries a proposal, whatever was decided on that."""
    ladder, subject = LadderCode(proposal.ladder), proposal.subject_id
    found = standing(SanctionProposal.objects.filter(pk=proposal.pk))
    [told] = found[ladder, subject][proposal.window_from]
    active = [one for _pk, one in as_counted(events_of(ladder, subject).active())]
    return not has_lost_ground(told.beside(active), active, ladders=Ladders())


def _grounds(reached_tiers: Iterable[Reached], ladders: Ladders) -> dict[int, Ground]:
    found = {}
    for one in reached_tiers:
        version = ladders.version_on(one.event.ladder, one.event.received_on)
        found[one.tier] = Ground(one.event, version.pk if version else 0)
    return found


@without_collection()
def out_of_step(ladders: Ladders) -> list[Subject]:
    """Name everybody whose rows say something else than the findings do."""
    ought = reckon_everything(ladders)
    there = {one for _pk, one in as_counted(CountableEvent.objects.active())}
    found = {(one.ladder, one.subject) for one in ought ^ there}
    counted: dict[Subject, list[Counted]] = defaultdict(list)
    for one in ought:
        counted[one.ladder, one.subject].append(one)
    return sorted(found | set(_with_changes(counted, ladders)))


def is_out_of_step(ladder: LadderCode, subject: int) -> bool:
    """Test if the findings on one person or institution changed since the rows were written."""
    ought = set(reckon_subject(ladder, subject, ladders=Ladders()).counted)
    return ought != {one for _pk, one in as_counted(events_of(ladder, subject).active())}


def unfounded() -> list[Subject]:
    """Name everybody whose proposals are others than what counts by the rows calls for."""
    counted: dict[Subject, list[Counted]] = defaultdict(list)
    for _pk, one in as_counted(CountableEvent.objects.active()):
        counted[one.ladder, one.subject].append(one)
    return sorted(_with_changes(counted, Ladders()))


def _with_changes(counted: dict[Subject, list[Counted]], ladders: Ladders) -> Iterator[Subject]:
    there = standing(SanctionProposal.objects.kept())
    for subject in {*counted, *there}:
        if changes_of(counted.get(subject, []), there.get(subject, {}), ladders=ladders):
            yield subject


class Differences(NamedTuple):
    """Where a year counted anew differs from its rows."""

    missing: list[Counted]
    too_many: list[Counted]


@without_collection()
def recount(year: int) -> tuple[int, Differences]:
    """Count a year from scratch; return how much counts, and where the rows differ."""
    ought = {one for one in reckon_everything(Ladders()) if _year(one) == year}
    rows = CountableEvent.objects.active().of_year(year)
    there = {one for _pk, one in as_counted(rows)}
    missing, too_many = sorted(ought - there, key=_order), sorted(there - ought, key=_order)
    return len(ought), Differences(missing, too_many)


def _year(one: Counted) -> int:
    return year_of(one.window_from, rolls=one.rolls)


def _order(one: Counted) -> tuple:
    return (one.ladder, one.subject, *one.order)
