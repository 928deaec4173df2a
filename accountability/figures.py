"""This app's indicators over a time and some institutions, as the pages and the apps above read.

Each is a numerator over a denominator, reckoned as it stood at the end of the last day. What
it counts are the very entries that its address lists.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from accountability.models import CountableEvent, SanctionProposal
from accountability.models.scope import EventQuerySet, ProposalQuerySet
from accountability.rules import states
from accountability.rules.table import TIERS
from accountability.rules.words import LadderCode, ProposalState
from accountability.selectors.annual import Entry, entries, events_as_of, is_changed
from accountability.selectors.ladders import Ladders
from bureau.figures import Figure
from bureau.models import Institution

LIST, EVENTS = "accountability:annual", "accountability:events"
OPEN = states.UNTOLD | {ProposalState.NOTICE_SERVED, ProposalState.STATEMENT}
BEYOND = len(TIERS) + 1
Asks = Callable[[Entry, date, date], bool]


@dataclass(frozen=True, slots=True)
class Reader:
    """What an indicator counts, of which entries; with `days` it is a mean over what it counts."""

    counts: Asks
    among: Asks
    days: Callable[[Entry], int] | None = None


def _came(one: Entry, first: date, last: date) -> bool:
    return first <= one.proposed_on <= last


def _decided(one: Entry, first: date, last: date) -> bool:
    return one.decided_on is not None and first <= one.decided_on <= last


def _answered(one: Entry, first: date, last: date) -> bool:
    return bool(one.answered)


def _there(one: Entry, first: date, last: date) -> bool:
    return True


def _of_tier(ladder: LadderCode, tier: int) -> Reader:
    def counts(one: Entry, first: date, last: date) -> bool:
        is_of = one.ladder == ladder and min(one.tier, BEYOND) == tier
        return is_of and _came(one, first, last)

    return Reader(counts, _came)


def _days_to_decision(one: Entry) -> int:
    return (one.decided_on - one.found_on).days if one.decided_on else 0


READERS: Mapping[str, Reader] = {
    **{
        f"{ladder.value}_{tier}": _of_tier(ladder, tier)
        for ladder in LadderCode
        for tier in range(1, BEYOND + 1)
    },
    "open": Reader(lambda one, first, last: one.state in OPEN, _there),
    "days_to_proposal": Reader(_came, _came, lambda one: (one.proposed_on - one.found_on).days),
    "days_to_decision": Reader(_decided, _decided, _days_to_decision),
    "upheld": Reader(
        lambda one, first, last: bool(one.answered) and not is_changed(one.answered), _answered
    ),
    "changed": Reader(lambda one, first, last: is_changed(one.answered), _answered),
    "in_effect": Reader(lambda one, first, last: one.holds, _there),
}
"""Every indicator over proposals by its code, in the order of its page."""
OF_EVENTS = {f"events_{ladder.value}": ladder for ladder in LadderCode}


def codes_in_use() -> set[str]:
    """Name the indicators, without those of ladders that were never on: they count nothing."""
    ladders = Ladders()
    off = [one for one in LadderCode if not ladders.were_ever_on(one)]
    unused = {f"{one.value}_{tier}" for one in off for tier in range(1, BEYOND + 1)}
    unused |= {code for code, ladder in OF_EVENTS.items() if ladder in off}
    return {*READERS, *OF_EVENTS} - unused


def figures(*, first: date, last: date, institutions: Collection[Institution]) -> list[Figure]:
    """Reckon all of them for some institutions, whoever may see the proposals."""
    rows = entries(SanctionProposal.objects.all(), first, last)
    keys = {one.pk for one in institutions}
    codes = [one.code for one in institutions]
    narrow = {"of": codes[0]} if len(codes) == 1 else {}
    events = events_as_of(CountableEvent.objects.all(), first, last)
    counted = list(events.filter(institution__in=keys).order_by().values_list("ladder", flat=True))
    return reckon([one for one in rows if one.house in keys], counted, first, last, narrow)


def reckon(
    rows: Collection[Entry],
    counted: Collection[str],
    first: date,
    last: date,
    narrow: Mapping[str, str],
) -> list[Figure]:
    """Reckon every indicator from its entries; `counted` are the ladders of what counts."""
    period = {**narrow, "since": first.isoformat(), "until": last.isoformat()}
    return [
        *(_figure(code, reader, rows, first, last, period) for code, reader in READERS.items()),
        *(
            Figure(code, sum(of == ladder for of in counted), len(counted), len(counted), EVENTS,
                   {**period, "ladder": ladder.value})
            for code, ladder in OF_EVENTS.items()
        ),
    ]  # fmt: skip


def _figure(
    code: str, reader: Reader, rows: Collection[Entry], first: date, last: date,
    period: Mapping[str, str],
) -> Figure:  # fmt: skip
    found = [one for one in rows if reader.counts(one, first, last)]
    asked = {**period, "only": code}
    if reader.days:
        return Figure(code, sum(map(reader.days, found)), len(found), len(found), LIST, asked)
    of = sum(reader.among(one, first, last) for one in rows)
    return Figure(code, len(found), of, of, LIST, asked)


def counted_proposals(code: str, rows: ProposalQuerySet, first: date, last: date) -> set[int]:
    """Name the proposals that an indicator counts; none for what is no indicator."""
    reader = READERS.get(code)
    if reader is None:
        return set()
    return {one.pk for one in entries(rows, first, last) if reader.counts(one, first, last)}


def overview(
    proposals: ProposalQuerySet, events: EventQuerySet, first: date, last: date
) -> dict[int | None, list[Figure]]:
    """Reckon all of them for everything somebody sees, under None, and for each institution."""
    rows = entries(proposals, first, last)
    counted = list(
        events_as_of(events, first, last).order_by().values_list("institution", "ladder")
    )
    houses = sorted({one.house for one in rows} | {house for house, _ladder in counted})
    codes = dict(Institution.objects.filter(pk__in=houses).values_list("pk", "code"))
    parts: dict[int | None, list[Figure]] = {
        None: reckon(rows, [ladder for _house, ladder in counted], first, last, {})
    }
    for house in sorted(houses, key=lambda one: codes[one]):
        own = [one for one in rows if one.house == house]
        ladders = [ladder for of, ladder in counted if of == house]
        parts[house] = reckon(own, ladders, first, last, {"of": codes[house]})
    return parts
