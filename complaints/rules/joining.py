"""Which cases may be about one event, by whom they are about.

Source: the bureau's defaults (domain 7, A-06): what several ways told of one event counts once.
"""

from collections.abc import Collection
from typing import NamedTuple


class About(NamedTuple):
    """A case with the institutions and the staff it is about, as far as anybody said so."""

    no: str
    houses: frozenset[int] = frozenset()
    staff: frozenset[int] = frozenset()


def stranger(cases: Collection[About]) -> About | None:
    """Return a case that is about no institution and nobody that any of the others is about.

    Where no institution is said yet it may be any.
    """
    return next((one for one in cases if one.houses and not _fits(one, cases)), None)


def _fits(one: About, cases: Collection[About]) -> bool:
    others = [other for other in cases if other.no != one.no]
    return any(
        not other.houses or one.houses & other.houses or one.staff & other.staff
        for other in others
    )  # fmt: skip
