"""What lies behind a count: every case that was looked at, whether it counts, and why not.

Of a case that is not theirs to read somebody learns that it counts at most: neither number nor
day, neither words nor finding. `rules.telling` says who is told what.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from accountability.models import CountableEvent, SanctionProposal, alike
from accountability.rules.counting import Counted, Judged
from accountability.rules.redress import ASKED
from accountability.rules.telling import Asked, Reader, Told, told
from accountability.rules.tiers import by_window
from accountability.rules.windows import window_from, window_of
from accountability.rules.words import LadderCode, NoHead, RemedyState, WhyNot
from accountability.selectors.counts import reckon, reckon_subject
from accountability.selectors.facts import facts_found_at
from accountability.selectors.joint import without_head
from accountability.selectors.ladders import Ladders
from bureau.categories import category_names
from bureau.models import Institution, User
from complaints.models import Case, HeldFinding, NamedPerson
from complaints.selectors import fabricated, findings_that_hold
from followups.models import DoubtedFollowUp


class Line(NamedTuple):
    """One case of the evidence, as far as its reader may know it."""

    case: Case | None
    may_open: bool
    received_on: date | None
    year_from: date
    house: str
    categories: list[str]
    finding: str
    basis: str
    weight: int
    is_fabricated: bool
    why_not: WhyNot | None
    is_appealed: bool = False
    """What it counts for is under review or appeal; it counts on meanwhile (domain A-21)."""
    waits: bool = False
    """By the rules of its day it brings no further tier until that is answered."""
    no_head: NoHead | None = None
    """Why no head answers for what counts of a person, where joint liability is in use."""
    adds_to: frozenset[date] = frozenset()
    """The first days of the twelve months, not its own, to which it belongs where they roll."""
    doubt: DoubtedFollowUp | None = None
    """In place of a case, a follow-up that was found to be made up."""


def evidence(ladder: LadderCode, subject: int, *, user: User) -> list[Line]:
    """List the cases that stand against one person or institution, in the order of their days."""
    ladders = Ladders()
    counted, judged = reckon_subject(ladder, subject, ladders=ladders)
    judged.sort(key=lambda one: (one.fact.received_on, one.fact.case))
    if not ladder.counts_cases:
        windows = by_window(counted)
        appealed = _appealed(ladder, subject, windows, user)
        return _made_up(judged, windows, appealed, user=user)
    windows = by_window(counted)
    reading = _reading(judged, user=user, ladders=ladders)._replace(
        windows=windows,
        appealed=_appealed(ladder, subject, windows, user),
        headless=_headless(ladder, judged, ladders),
    )
    return [line for line in map(reading.line, judged) if line]


def found_at_branches(houses: Collection[int], *, user: User) -> list[Line]:
    """List what was found so at branches, the latest first: it is counted to no other house."""
    ladders = Ladders()
    facts = facts_found_at(houses, with_people=ladders.count_people)
    _counted, judged = reckon(facts, ladders=ladders)
    judged.sort(key=lambda one: (one.fact.received_on, one.fact.case), reverse=True)
    reading = _reading(judged, user=user, ladders=ladders)
    return [line for line in map(reading.line, judged) if line]


def _reading(judged: Collection[Judged], *, user: User, ladders: Ladders) -> "_Reading":
    """Read what is told of the cases, and to whom; of no year, and of nothing asked again."""
    cases = Case.objects.in_bulk({one.fact.case for one in judged})
    open_to = Case.objects.visible_to(user).filter(pk__in=cases)
    where = {one.fact.at_branch or one.fact.institution for one in judged}
    houses = Institution.objects.filter(pk__in=where)
    return _Reading(
        reader=_reader(user),
        cases=cases,
        open_to=set(open_to.values_list("pk", flat=True)),
        naming=_naming(user, cases),
        categories=category_names({it.category for one in judged for it in one.fact.allegations}),
        houses=dict(houses.values_list("pk", "name")),
        bases=_bases(judged),
        fabricated=fabricated(cases),
        windows={},
        appealed=set(),
        ladders=ladders,
        headless={},
    )


def _made_up(
    judged: Iterable[Judged],
    windows: dict[date, list[Counted]],
    appealed: Collection[int],
    *,
    user: User,
) -> list[Line]:
    """List follow-ups found to be made up. Of those that are not theirs to see, what counts."""
    doubts = DoubtedFollowUp.objects.select_related("item__spot_check__register__institution")
    named = doubts.in_bulk({one.fact.case for one in judged})
    seen = DoubtedFollowUp.objects.visible_to(user).filter(pk__in=named)
    open_to, reader = set(seen.values_list("pk", flat=True)), _reader(user)
    told = named if reader.is_county else {pk: named[pk] for pk in open_to}
    return [
        _line_made_up(one, told.get(one.fact.case), windows)._replace(
            may_open=one.fact.case in open_to,
            is_appealed=one.why_not is None and one.fact.case in appealed,
        )
        for one in judged
        if one.why_not is None or one.fact.case in told
    ]


def _line_made_up(
    one: Judged, doubt: DoubtedFollowUp | None, windows: dict[date, list[Counted]]
) -> Line:
    return Line(
        case=None,
        doubt=doubt,
        may_open=False,
        received_on=one.fact.received_on if doubt else None,
        year_from=one.window.first if one.window else window_of(one.fact.received_on).first,
        house=doubt.item.spot_check.register.institution.name if doubt else "",
        categories=[],
        finding="",
        basis=doubt.note if doubt else "",
        weight=one.weight,
        is_fabricated=False,
        why_not=one.why_not,
        adds_to=_adds_to(one, windows),
    )


def _appealed(
    ladder: LadderCode, subject: int, windows: dict[date, list[Counted]], user: User
) -> set[int]:
    """Name the cases by which a tier was reached whose review or appeal is not answered yet."""
    seen = SanctionProposal.objects.visible_to(user).of_ladder(ladder, subject).imposing()
    waiting = seen.filter(remedies__kind__in=ASKED, remedies__state=RemedyState.RECEIVED)
    found: set[int] = set()
    source = "reached_by__case" if ladder.counts_cases else "reached_by__doubt"
    for first, by in waiting.order_by().values_list("window_from", source):
        cases = [one.case for one in sorted(windows.get(first, []), key=lambda one: one.order)]
        found.update(cases[: cases.index(by) + 1] if by in cases else cases)
    return found


def _headless(
    ladder: LadderCode, judged: Iterable[Judged], ladders: Ladders
) -> dict[tuple[int, int], NoHead]:
    if ladder is not LadderCode.STAFF:
        return {}
    return without_head([one.fact for one in judged if one.why_not is None], ladders)


def _reader(user: User) -> Reader:
    events = CountableEvent.objects.all()
    return Reader(is_county=events.sees_whole_county(user), reads_all=events.reads_all(user))


def told_whole(events: Iterable[CountableEvent], *, user: User) -> set[int]:
    """Pick the events, read with their cases, of whose case a reader is told number and day."""
    cases = {one.case.pk: one.case for one in events if one.case}
    open_to = set(Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True))
    naming, reader = _naming(user, cases), _reader(user)
    whole = {
        pk
        for pk, case in cases.items()
        if told(Asked(pk in open_to, case.is_accusation, pk in naming, counts=True), reader)
        is Told.ALL
    }
    # Who may see the event of a made-up follow-up reads which one it is: it accuses nobody by name.
    return {one.pk for one in events if one.case_id in whole or one.case_id is None}


def _naming(user: User, cases: Collection[int]) -> set[int]:
    """Pick the cases in which the reader is named."""
    if user.staff_id is None:
        return set()
    own = NamedPerson.objects.filter(staff__in=alike(user.staff_id), case__in=cases)
    return set(own.values_list("case", flat=True))


def in_year(lines: Iterable[Line], first: date) -> list[Line]:
    """Pick what counts in a year, and what was received in it and does not."""
    return [one for one in lines if first == one.year_from or first in one.adds_to]


def _bases(judged: Iterable[Judged]) -> dict[tuple[int, int | None], str]:
    """Read on what the findings rest: a person's own by the person, else the first allegation's."""
    cases = {one.fact.case for one in judged}
    rows: Iterable[HeldFinding] = findings_that_hold().filter(case__in=cases).order_by("-pk")
    return {(one.case_id, one.person_id): one.basis for one in rows}


def _adds_to(one: Judged, windows: dict[date, list[Counted]]) -> frozenset[date]:
    """Name where it adds up; of what counts for nothing, where it was received."""
    if one.why_not is None:
        cases = {first: {it.case for it in adding} for first, adding in windows.items()}
        return frozenset(first for first, of in cases.items() if one.fact.case in of)
    rolling = {it.window_from for adding in windows.values() for it in adding if it.rolls}
    day = one.fact.received_on
    return frozenset(first for first in rolling if day in window_from(first))


class _Reading(NamedTuple):
    """Who reads, and what was read to be told."""

    reader: Reader
    cases: dict[int, Case]
    open_to: set[int]
    naming: set[int]
    categories: dict[str, str]
    houses: dict[int, str]
    bases: dict[tuple[int, int | None], str]
    fabricated: set[int]
    windows: dict[date, list[Counted]]
    appealed: set[int]
    ladders: Ladders
    headless: dict[tuple[int, int], NoHead]

    def line(self, one: Judged) -> Line | None:
        """Tell of a case what its reader may know; None where they may know nothing of it."""
        fact = one.fact
        case = self.cases[fact.case]
        asked = Asked(
            is_open=case.pk in self.open_to,
            is_accusation=case.is_accusation,
            names_reader=case.pk in self.naming,
            counts=one.why_not is None,
        )
        how_much = told(asked, self.reader)
        if how_much is Told.NOTHING:
            return None
        is_whole = how_much is Told.ALL
        is_appealed = is_whole and one.why_not is None and fact.case in self.appealed
        return Line(
            case=case if is_whole else None,
            may_open=asked.is_open,
            received_on=fact.received_on if is_whole else None,
            year_from=one.window.first if one.window else window_of(fact.received_on).first,
            house=self.houses.get(fact.at_branch or fact.institution, ""),
            categories=self._categories(one) if is_whole else [],
            finding=(fact.finding or _of_allegations(one)) if is_whole else "",
            basis=self.bases.get((fact.case, fact.person), "") if is_whole else "",
            weight=one.weight,
            is_fabricated=is_whole and case.pk in self.fabricated,
            why_not=one.why_not,
            is_appealed=is_appealed,
            waits=is_appealed and self._waits(one),
            no_head=self.headless.get((fact.case, fact.subject)) if is_whole else None,
            adds_to=_adds_to(one, self.windows),
        )

    def _waits(self, one: Judged) -> bool:
        table = self.ladders.table_on(one.fact.ladder, one.fact.received_on)
        return table is not None and not table.counts_under_appeal

    def _categories(self, one: Judged) -> list[str]:
        return sorted({self.categories[it.category] for it in one.fact.allegations if it.category})


def _of_allegations(one: Judged) -> str:
    found = {found.finding for found in one.fact.allegations}
    return next(iter(found)) if len(found) == 1 else ""
