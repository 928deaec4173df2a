"""Who heads a department, and answers for what was found of others in it (domain A-09).

Not in the plan: off until the bureau wants it. The directory has no post of a head, so that the
position decides, as it was written down for the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from accountability.rules.counting import SO, Fact
from accountability.rules.words import LadderCode, NoHead

DEPUTY = "副"


class Holder(NamedTuple):
    """Somebody who worked in a department on a day, and as what."""

    staff: int
    position: str


def rank(position: str, *, of_heads: Sequence[str]) -> int | None:
    """Return which of the words for heads a position ends with, the first one as 0.

    None for a deputy, and for whoever is no head.
    """
    words = [n for n, word in enumerate(of_heads) if position.strip().endswith(word)]
    return None if DEPUTY in position or not words else words[0]


def head_among(holders: Iterable[Holder], *, of_heads: Sequence[str]) -> int | NoHead:
    """Name the one head: by the first word that anybody bears, who must be the only one."""
    ranked = [(rank(one.position, of_heads=of_heads), one.staff) for one in holders]
    heads = sorted((n, staff) for n, staff in ranked if n is not None)
    if not heads:
        return NoHead.NO_HEAD
    first = [staff for n, staff in heads if n == heads[0][0]]
    return first[0] if len(first) == 1 else NoHead.SEVERAL


class Headed(NamedTuple):
    """What stands against a person, and who headed their department; how that one was employed."""

    fact: Fact
    head: int
    employment: str


def against_heads(headed: Iterable[Headed], found: Iterable[Fact]) -> Iterator[Fact]:
    """Turn what stands against people into what stands against their heads.

    `found` is everything that stands against people: who is found to have done something in a
    matter does not answer for others in it as well. What is not counted of somebody lent does not
    count against the head either, and a head who is lent is not counted.
    """
    theirs = {(one.matter, one.subject) for one in found if one.finding in SO}
    for fact, head, employment in headed:
        yield fact._replace(
            ladder=LadderCode.JOINT,
            subject=head,
            employment=f"{fact.employment} {employment}",
            is_head_found=(fact.matter, head) in theirs,
        )
