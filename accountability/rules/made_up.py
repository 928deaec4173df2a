"""Follow-ups found to be made up (虚假随访), as what they count for.

The plan is silent on them: they add up on a ladder of their own, off until the bureau wants it,
and never with complaints (domain 5.5). An institution answers for the register it handed in.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from accountability.rules.counting import SUBSTANTIATED, Fact, Found
from accountability.rules.words import LadderCode, UnitGroup


class MadeUp(NamedTuple):
    """A doubt that was confirmed: `doubted_on` by the second call, `found_on` by a third person.

    `followup` is the same of two doubts about one follow-up, drawn and doubted twice.
    """

    doubt: int
    followup: tuple
    institution: int
    group: UnitGroup
    doubted_on: date
    registered_on: date | None
    found_on: date
    is_taken_back: bool = False


def against_houses(found: Iterable[MadeUp]) -> Iterator[Fact]:
    """Turn doubts into facts: one follow-up is one matter, whose first confirmed doubt counts."""
    first: dict[tuple, int] = {}
    for one in sorted(found, key=lambda one: one.doubt):
        matter = one.doubt if one.is_taken_back else first.setdefault(one.followup, one.doubt)
        yield Fact(
            ladder=LadderCode.FALSE_FOLLOWUP,
            subject=one.institution,
            institution=one.institution,
            group=one.group,
            matter=matter,
            case=one.doubt,
            case_no="",
            received_on=one.doubted_on,
            occurred_on=one.registered_on,
            verified_on=one.found_on,
            is_held=not one.is_taken_back,
            was_held=True,
            allegations=(Found(SUBSTANTIATED, ""),),
        )
