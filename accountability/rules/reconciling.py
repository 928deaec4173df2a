"""What has to be written so that the rows say what follows from the findings.

Nothing here is counted up or down: what ought to stand is laid beside what stands, and the
difference is done. So it may run late, twice or two at once.
"""

from collections.abc import Collection, Iterable, Mapping
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
        return WhyVoid.REOPENED
    if any(one.why_not in FOUND_OTHERWISE for one in facts):
        return WhyVoid.FOUND_ANEW
    return WhyVoid.CORRECTED


FOUND_OTHERWISE = frozenset({WhyNot.UNSUBSTANTIATED, WhyNot.UNVERIFIABLE, WhyNot.OUTSIDE})


def _same(fact: Fact, event: Counted) -> bool:
    return (fact.ladder, fact.subject) == (event.ladder, event.subject)


class Proposed(NamedTuple):
    """A proposal that is there, as far as the machine has to know it."""

    pk: int
    tier: int
    kind: ProposalKind
    state: ProposalState
    about: int | None = None


class Changes(NamedTuple):
    """What one subject's proposals of one year lack: tiers to be proposed, proposals (by their
    key) to be withdrawn, and those whose taking back is to be proposed, with how.
    """

    propose: list[int]
    withdraw: list[int]
    take_back: list[tuple[int, ProposalKind]]

    def __bool__(self) -> bool:
        return any(self)


def changes(tiers: Collection[int], standing: Iterable[Proposed]) -> Changes:
    """Lay the tiers that are reached beside the proposals that are there."""
    there = [one for one in standing if one.state not in states.GONE]
    imposing = [one for one in there if one.kind in states.IMPOSING]
    taking_back = [one for one in there if one.kind in states.TAKING_BACK]
    wanted = _to_take_back(tiers, imposing)
    known = {one.about for one in taking_back if one.kind == wanted.get(one.about or 0)}
    fallen = [one.pk for one in imposing if one.tier not in tiers and one.state in states.UNTOLD]
    moot = [
        one.pk
        for one in taking_back
        if one.kind != wanted.get(one.about or 0) and one.state in states.UNTOLD
    ]
    return Changes(
        propose=sorted(set(tiers) - {one.tier for one in imposing}),
        withdraw=sorted(fallen + moot),
        take_back=sorted((pk, kind) for pk, kind in wanted.items() if pk not in known),
    )


def _to_take_back(
    tiers: Collection[int], imposing: Iterable[Proposed]
) -> Mapping[int, ProposalKind]:
    """Name what somebody was told of and what has lost its ground: lowered, or taken back."""
    kind = ProposalKind.DOWNGRADE if tiers else ProposalKind.REVOKE
    return {
        one.pk: kind for one in imposing if one.tier not in tiers and one.state in states.STANDING
    }
