"""What counts, from the findings and from the rows, and where the two differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from accountability.models import CountableEvent, SanctionProposal
from accountability.models.scope import EventQuerySet, ProposalQuerySet
from accountability.rules.counting import Counted, Fact, Judged, judge_people, once_a_matter
from accountability.rules.reconciling import Changes, Ground, Proposed, changes, held_elsewhere
from accountability.rules.table import LadderTable
from accountability.rules.tiers import Reached, tiers_by_window
from accountability.rules.windows import year_of
from accountability.rules.words import LadderCode, ProposalKind, ProposalState
from accountability.selectors.facts import facts_of, facts_that_count
from accountability.selectors.ladders import Ladders

Subject = tuple[LadderCode, int]
OF_EVENT = (
    "ladder", "staff_id", "institution_id", "matter_id", "case_id", "person_id", "received_on",
    "occurred_on", "verified_on", "counted_on", "window_from", "weight", "rolls",
    "for_staff_id",
)  # fmt: skip


OF_PROPOSAL = (
    "ladder", "staff_id", "institution_id", "window_from", "pk", "tier", "kind", "state",
    "about_id", "rules_id", "reached_by__voided_at",
)  # fmt: skip
Standing = dict[Subject, dict[date, list[Proposed]]]


class Reckoned(NamedTuple):
    """What ought to count against subjects, and everything that was looked at, with its why."""

    counted: list[Counted]
    judged: list[Judged]


def reckon(facts: Iterable[Fact], *, ladders: Ladders) -> Reckoned:
    """Judge facts by the tables of the days on which they were received."""
    judged = (
        each
        for one in facts
        for each in judge_people(
            one,
            table=ladders.table_on(one.ladder, one.received_on),
            categories=ladders.categories_on(one.received_on),
        )
    )
    return Reckoned(*once_a_matter(judged))


def reckon_everything(ladders: Ladders) -> list[Counted]:
    """Count anew from every finding that holds."""
    return reckon(facts_that_count(), ladders=ladders).counted


def reckon_subject(ladder: LadderCode, subject: int, *, ladders: Ladders) -> Reckoned:
    """Count anew for one person or institution, and say of all else why it does not."""
    return reckon(facts_of(ladder, subject), ladders=ladders)


def as_counted(events: EventQuerySet) -> Iterator[tuple[int, Counted]]:
    """Read events as the rules know them, each with its key."""
    for pk, *row in events.order_by().values_list("pk", *OF_EVENT):
        yield pk, _counted(*row)


def _counted(ladder: str, staff: int, house: int, *rest: Any) -> Counted:
    code = LadderCode(ladder)
    return Counted(code, staff if code is LadderCode.STAFF else house, house, *rest)


def events_of(ladder: LadderCode, subject: int) -> EventQuerySet:
    """Return every event of one person or institution, void ones too."""
    name = "staff" if ladder is LadderCode.STAFF else "institution"
    return CountableEvent.objects.filter(ladder=ladder, **{name: subject})


def tiers_of(counted: Iterable[Counted], *, ladders: Ladders) -> dict[date, list[Reached]]:
    """Say which tiers one subject reaches in each year, or in each twelve months."""
    events = list(counted)
    ladder = events[0].ladder if events else LadderCode.STAFF
    return tiers_by_window(events, table_on=partial(_table, ladders, ladder))


def _table(ladders: Ladders, ladder: LadderCode, day: date) -> LadderTable:
    table = ladders.table_on(ladder, day)
    if table is None:
        raise LookupError(f"no version of the ladder holds on {day}")
    return table


def standing(proposals: ProposalQuerySet) -> Standing:
    """Read proposals as the rules know them: whose they are, by the years they are of."""
    found: Standing = defaultdict(lambda: defaultdict(list))
    grounds = [f"reached_by__{name}" for name in OF_EVENT]
    for row in proposals.order_by("pk").values_list(*OF_PROPOSAL, *grounds):
        ladder, staff, house, first, pk, tier, kind, state, about, rules, voided_at, *event = row
        ground = Ground(_counted(*event), rules) if about is None else None
        one = Proposed(
            pk, tier, ProposalKind(kind), ProposalState(state), about, ground, voided_at is None
        )
        code = LadderCode(ladder)
        found[code, staff if code is LadderCode.STAFF else house][first].append(one)
    return found


def changes_of(
    tiers: dict[date, list[Reached]], proposals: dict[date, list[Proposed]], *, ladders: Ladders
) -> dict[date, Changes]:
    """Lay the tiers of each year beside its proposals; only years in which something is to do."""
    wanted = {first: _grounds(of_window, ladders) for first, of_window in tiers.items()}
    quiet = held_elsewhere(wanted, proposals)
    quiet |= {(first, one.tier) for first in tiers for one in tiers[first] if not one.is_due}
    found = {
        first: changes(
            wanted.get(first, {}), proposals.get(first, []),
            quiet={tier for window, tier in quiet if window == first},
        )
        for first in sorted({*tiers, *proposals})
    }  # fmt: skip
    return {first: one for first, one in found.items() if one}


def _grounds(reached_tiers: Iterable[Reached], ladders: Ladders) -> dict[int, Ground]:
    found = {}
    for one in reached_tiers:
        version = ladders.version_on(one.event.ladder, one.event.received_on)
        found[one.tier] = Ground(one.event, version.pk if version else 0)
    return found


def out_of_step(ladders: Ladders) -> list[Subject]:
    """Name everybody whose rows say something else than the findings do."""
    ought = set(reckon_everything(ladders))
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
        tiers = tiers_of(counted.get(subject, []), ladders=ladders)
        if changes_of(tiers, there.get(subject, {}), ladders=ladders):
            yield subject


class Differences(NamedTuple):
    """Where a year counted anew differs from its rows."""

    missing: list[Counted]
    too_many: list[Counted]


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
