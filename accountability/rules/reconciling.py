"""What has to be written so that the rows say what follows from the findings.

Nothing here is counted up or down: what ought to stand is laid beside what stands, and the
difference is done. So it may run late, twice or two at once.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from accountability.rules import states
from accountability.rules.counting import Counted, Fact, Judged
from accountability.rules.words import ProposalKind, ProposalState, WhyNot, WhyVoid


def why_void(event: Counted, *, judged: Iterable[Judged]) -> WhyVoid:
    """Say why an event that counted counts no more, from how its case stands now."""
    facts = [one for one in judged if one.fact.case == event.case and _same(one.fact, event)]
    if any(one.fact.matter != event.matter for one in facts):
        return WhyVoid.MERGED
    if any(one.why_not is WhyNot.SAME_MATTER for one in facts):
        return WhyVoid.MERGED
    if any(not one.fact.is_held for one in facts):
        return WhyVoid.REOPENED if event.ladder.counts_cases else WhyVoid.TAKEN_BACK
    if any(one.why_not in FOUND_OTHERWISE for one in facts):
        return WhyVoid.FOUND_ANEW
    return WhyVoid.CORRECTED


FOUND_OTHERWISE = frozenset({WhyNot.UNSUBSTANTIATED, WhyNot.UNVERIFIABLE, WhyNot.OUTSIDE})


def _same(fact: Fact, event: Counted) -> bool:
    if event.for_staff and fact.staff != event.for_staff:
        return False
    return (fact.ladder, fact.subject) == (event.ladder, event.subject)


class Ground(NamedTuple):
    """What a tier rests on: the event that reaches it, and the version of the rules."""

    event: Counted
    rules: int


class Proposed(NamedTuple):
    """A proposal that is there, as far as the machine has to know it.

    The ground is that on which it was proposed, and whether that row counts still; `is_counted`:
    the same matter counts in the same window, though found or joined anew (`matter` is what its
    case is joined to now). Of one that takes back there is none. `is_heard_anew`: a review or an
    appeal revoked it; `is_appealed`: one waits for its answer. `is_spent`: to take back was
    dismissed, and the ground was there again since.
    """

    pk: int
    tier: int
    kind: ProposalKind
    state: ProposalState
    about: int | None = None
    ground: Ground | None = None
    counts: bool = True
    is_counted: bool = False
    matter: int | None = None
    is_heard_anew: bool = False
    is_appealed: bool = False
    since: datetime | None = None
    is_spent: bool = False

    def is_of(self, event: Counted) -> bool:
        """Test if an event is of the matter on which this was proposed."""
        if self.ground is None or self.ground.event.for_staff != event.for_staff:
            return False
        then = self.ground.event
        return event.matter in (then.matter, self.matter) or event.case == then.case

    def beside(self, counted: Iterable[Counted]) -> "Proposed":
        """Say whether its matter is among what counts."""
        first = self.ground.event.window_from if self.ground else None
        there = any(one.window_from == first and self.is_of(one) for one in counted)
        return self._replace(is_counted=there)


class Changes(NamedTuple):
    """What one subject's proposals of one year lack: tiers to be proposed, proposals (by their
    key) to be withdrawn, and those whose taking back is to be proposed, with how.
    """

    propose: list[int]
    withdraw: list[int]
    take_back: list[tuple[int, ProposalKind]]

    def __bool__(self) -> bool:
        return any(self)


def held_elsewhere(
    wanted: Mapping[date, Mapping[int, Ground]], standing: Mapping[date, Iterable[Proposed]]
) -> set[tuple[date, int]]:
    """Name the tiers, by window, in whose place another window's were told and still count.

    So an earlier complaint that is found later brings no tier a second time (domain A-12).
    """
    held = states.STANDING | states.ENDED_BY_PEOPLE
    grounds = [
        (wanted.get(first, {}).get(one.tier), one, first)
        for first, there in standing.items()
        for one in there
        if one.kind in states.IMPOSING and one.state in held and (one.counts or one.is_counted)
    ]
    return {
        (now.event.window_from, one.tier)
        for now, one, first in grounds
        if now and now.event.window_from != first
    }


def changes(
    wanted: Mapping[int, Ground], standing: Iterable[Proposed], *, quiet: Collection[int] = ()
) -> Changes:
    """Lay the tiers that are reached, each with its ground, beside the proposals there are.

    What is `quiet` is reached and not proposed here; what was told of it stands.
    """
    there = list(standing)
    imposing = [one for one in there if one.kind in states.IMPOSING]
    taking_back = [one for one in there if one.kind in states.TAKING_BACK]
    kinds = _to_take_back(wanted, imposing)
    fallen = [
        one
        for one in imposing
        if one.state in states.UNTOLD and (one.tier in quiet or not _stands(one, wanted))
    ] + [one for one in taking_back if one.state in states.UNTOLD and one.kind != _kind(one, kinds)]
    known = {
        (one.about, one.kind)
        for one in taking_back
        if one.state not in states.GONE and not one.is_spent
    }
    taken = {one.tier for one in imposing if one not in fallen and _blocks(one, wanted)}
    return Changes(
        propose=sorted(set(wanted) - taken - set(quiet)),
        withdraw=sorted(one.pk for one in fallen),
        take_back=sorted(one for one in kinds.items() if one not in known),
    )


def _kind(one: Proposed, kinds: Mapping[int, ProposalKind]) -> ProposalKind | None:
    return kinds.get(one.about or 0)


def _stands(one: Proposed, wanted: Mapping[int, Ground]) -> bool:
    """Test if a tier is reached by the very event, and the rules, by which it was proposed."""
    return one.counts and wanted.get(one.tier) == one.ground


def _blocks(one: Proposed, wanted: Mapping[int, Ground]) -> bool:
    """Test if a proposal stands in the way of another one of its tier.

    What people revoked or varied does as long as its event counts and no later one reaches the
    tier anew; what a review or an appeal revoked, as long as its matter does, for that was heard;
    what they dismissed, for the matter about which they did.
    """
    if one.state in states.ENDED_BY_PEOPLE:
        holds = one.counts or (one.is_heard_anew and one.is_counted)
        return holds and not _is_reached_later(one, wanted)
    if one.state is ProposalState.DISMISSED:
        now = wanted.get(one.tier)
        return bool(now and one.is_of(now.event))
    return one.state not in states.GONE


def _is_reached_later(one: Proposed, wanted: Mapping[int, Ground]) -> bool:
    now = wanted.get(one.tier)
    if now is None or one.ground is None or one.is_of(now.event):
        return False
    return now.event.order > one.ground.event.order


def has_fallen(one: Proposed, wanted: Mapping[int, Ground]) -> bool:
    """Test if what somebody was told of has lost its ground."""
    return bool(_to_take_back(wanted, [one]))


def _to_take_back(
    wanted: Mapping[int, Ground], imposing: Iterable[Proposed]
) -> Mapping[int, ProposalKind]:
    """Name what somebody was told of and what has lost its ground: lowered, taken back, varied."""
    told = [one for one in imposing if one.state in states.STANDING]
    fallen = ProposalKind.DOWNGRADE if wanted else ProposalKind.REVOKE
    return {
        one.pk: ProposalKind.VARY if one.tier in wanted else fallen
        for one in told
        if one.tier not in wanted or _rests_on_something_else(one, wanted[one.tier])
    }


def _rests_on_something_else(one: Proposed, now: Ground) -> bool:
    """Test if what was told counts no more and another matter, or other rules, reach the tier.

    What still counts is not relabelled when an earlier complaint is found later (domain A-12),
    nor is what was found or joined anew in between.
    """
    if one.counts or one.ground is None:
        return False
    if one.is_of(now.event):
        return now.rules != one.ground.rules
    return not one.is_counted
