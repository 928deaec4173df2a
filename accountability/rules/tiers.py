"""Which tiers of a ladder are reached, and by which event.

Source: the county's plan, once, twice, three times “年内”; what comes after the third, and that
every tier reached is proposed, are the bureau's defaults (domain A-10, A-11, A-12, A-40).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from accountability.rules.counting import WHOLE, Counted
from accountability.rules.table import TIERS, LadderTable

TableOn = Callable[[date], LadderTable]


class Reached(NamedTuple):
    """A tier, the event by which it was reached, and how much counted by then."""

    tier: int
    event: Counted
    total: int

    @property
    def is_beyond(self) -> bool:
        return self.tier > len(TIERS)


def tier_of(total: int, *, table: LadderTable) -> int:
    """Return the highest tier that a count (in hundredths) has reached.

    Every whole event above the last tier's number is one tier more: beyond the ladder.
    """
    whole = total // WHOLE
    top = table.tiers_at[-1]
    return len(TIERS) + whole - top if whole >= top else bisect_right(table.tiers_at, whole)


def reached(events: Iterable[Counted], *, table_on: TableOn) -> Iterator[Reached]:
    """Yield every tier that one subject's events of one year reach, lowest first.

    Events count in the order of their days. The version of the day on which an event was received
    decides what it reaches; what was reached before a rule changed stays reached.
    """
    total = highest = 0
    for event in sorted(events, key=lambda one: one.order):
        total += event.weight
        tier = tier_of(total, table=table_on(event.received_on))
        for reached_now in range(highest + 1, tier + 1):
            yield Reached(reached_now, event, total)
        highest = max(highest, tier)
