"""Which tiers of a ladder are reached, and by which event.

Source: the county's plan, once, twice, three times “年内”; what comes after the third, and that
every tier reached is proposed, are the bureau's defaults (domain A-10, A-11, A-12, A-40). What
adds up where the twelve months roll, or where rules changed from one to the other: decision 39.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from accountability.rules.counting import WHOLE, Counted
from accountability.rules.table import TIERS, LadderTable

TableOn = Callable[[date], LadderTable]


class Reached(NamedTuple):
    """A tier, the event by which it was reached, and how much counted by then.

    Not `is_due`: it was reached by an event of another window, and is proposed there; or a higher
    one was found on the same day, and the rules propose the highest alone.
    """

    tier: int
    event: Counted
    total: int
    is_due: bool = True

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


def by_window(events: Iterable[Counted]) -> dict[date, list[Counted]]:
    """Put together what adds up for one subject, by the first day of each window.

    In a year its own events do, and those before that count for twelve months; in twelve months
    that roll all that do so too, and those of a year that lasts until then.
    """
    own: dict[date, list[Counted]] = defaultdict(list)
    for one in events:
        own[one.window_from].append(one)
    if not any(one.rolls for of_window in own.values() for one in of_window):
        return own
    every = sorted((one for group in own.values() for one in group), key=lambda one: one.order)
    return {
        first: [one for one in every if any(_adds_to(one, event) for event in of_window)]
        for first, of_window in own.items()
    }


def _adds_to(one: Counted, event: Counted) -> bool:
    """Test if both rules, that of the earlier one and that of the event, put them together."""
    if one.window_from == event.window_from:
        return True
    if one.order > event.order or one.counted_on < event.window_from:
        return False
    return one.rolls or (event.rolls and one.window_from >= event.window_from)


def tiers_by_window(events: Iterable[Counted], *, table_on: TableOn) -> dict[date, list[Reached]]:
    """Say which tiers one subject reaches in each window, and which of them are due by that."""
    windows = by_window(events)
    found = {first: list(reached(own, table_on=table_on)) for first, own in windows.items()}
    passed = {
        (one.event, one.tier)
        for first, tiers in found.items()
        for one in _passed_over(tiers, windows[first], table_on)
    }
    return {
        first: [
            one._replace(
                is_due=one.event.window_from == first and (one.event, one.tier) not in passed
            )
            for one in tiers
        ]
        for first, tiers in found.items()
    }


def _passed_over(
    tiers: Iterable[Reached], events: Iterable[Counted], table_on: TableOn
) -> Iterator[Reached]:
    """Yield tiers above which another one was found on the same day, where that one is enough.

    On each day on which findings were made, the highest tier that they come to is kept. A lower
    one that was proposed on a day before is kept as well: what comes later does not undo it.
    """
    lone = [one for one in tiers if not table_on(one.event.received_on).is_cumulative]
    if not lone:
        return
    adding_up = list(events)
    kept = {
        max((one.tier for one in reached(known, table_on=table_on)), default=0)
        for day in {one.verified_on for one in adding_up}
        for known in [[one for one in adding_up if one.verified_on <= day]]
    }
    yield from (one for one in lone if one.tier not in kept)


def waiting(events: Iterable[Counted], *, appealed: Counted, table_on: TableOn) -> set[int]:
    """Name the tiers that wait for the answer to a review or an appeal (domain A-21).

    They are reached by what adds up, and not without that on which the `appealed` tier rests: the
    event that reached it and those before, as far as the rules of their days let them wait.
    """
    adding_up = list(events)
    counting_on = [
        one
        for one in adding_up
        if one.order > appealed.order or table_on(one.received_on).counts_under_appeal
    ]
    every, left = (
        {one.tier for one in reached(some, table_on=table_on)} for some in (adding_up, counting_on)
    )
    return every - left


def reached(events: Iterable[Counted], *, table_on: TableOn) -> Iterator[Reached]:
    """Yield every tier that one subject's events that add up reach, lowest first.

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
