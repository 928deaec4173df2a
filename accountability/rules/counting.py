"""Which findings count, as what, and why the others do not.

Source: the county's plan (“工作人员投诉”, “被投诉服务态度不好的”). Only what the bureau found
substantiated counts, as in comparable documents (“经查证属实”, domain 7.2); one matter counts once
for each person and each institution (domain A-06, A-07). What is left open follows domain 7.6.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from accountability.rules.table import WHOLE, InstitutionTable, LadderTable, StaffTable
from accountability.rules.windows import Window, twelve_months_to, window_of
from accountability.rules.words import CountDate, LadderCode, UnitGroup, WhyNot
from bureau.category_table import CategoryTable, counting


class Found(NamedTuple):
    """One allegation that was found, with its category (empty where none was named)."""

    finding: str
    category: str


class Fact(NamedTuple):
    """What stands in one case against one person or one institution.

    `is_held` says that findings hold now; `is_withdrawn` beside it, that the bureau went on with
    what was withdrawn before they were made. With a `person` it is their own `finding` that
    decides, for themselves or, in what is counted across, for the house; without one the
    allegations do.
    `is_whose_said`: the allegations are those that concern this person alone. Where it was not
    said, they are all the case's, and `named` is of how many people anything was found so. Of a
    house's own, `is_of_others`: all that was found so is of people who work at other houses.
    Of what was found `at_branch` the subject is the house to which that one belonged on the day.
    A house's fact for one of its people names the `staff`, and `is_own` if the case is its own;
    the `people` of its own fact are those by whom it counts where each of them does.
    Of a made-up follow-up the `matter` and the `case` are the doubt that was confirmed.
    Of a head's, `is_head_found`: in the same matter something was found of the head as well.
    """

    ladder: LadderCode
    subject: int
    institution: int
    group: UnitGroup
    matter: int
    case: int
    case_no: str
    received_on: date
    occurred_on: date | None
    verified_on: date | None
    is_complaint: bool = True
    is_handled: bool = True
    is_withdrawn: bool = False
    is_held: bool = True
    was_held: bool = False
    finding: str = ""
    employment: str = ""
    allegations: tuple[Found, ...] = ()
    person: int | None = None
    named: int = 1
    is_whose_said: bool = False
    is_of_others: bool = False
    staff: int = 0
    is_own: bool = False
    people: tuple["Fact", ...] = ()
    is_head_found: bool = False
    at_branch: int = 0

    @property
    def key(self) -> tuple[LadderCode, int, int]:
        """Name what counts once: ladder, subject, matter."""
        return (self.ladder, self.subject, self.matter)


class Judged(NamedTuple):
    """A fact with what it counts for, in hundredths; or with why it does not."""

    fact: Fact
    weight: int
    why_not: WhyNot | None
    counted_on: date | None = None
    window: Window | None = None
    rolls: bool = False
    per_person: bool = False


SUBSTANTIATED, PARTLY = "substantiated", "partly_substantiated"
SO = frozenset({SUBSTANTIATED, PARTLY})
FREES = (
    ("unsubstantiated", WhyNot.UNSUBSTANTIATED),
    ("unverifiable", WhyNot.UNVERIFIABLE),
    ("outside", WhyNot.OUTSIDE),
)


OF_NO_WEIGHT = frozenset({
    "subject", "institution", "matter", "case", "case_no", "person", "received_on", "occurred_on",
    "verified_on", "staff", "people",
})  # fmt: skip
"""Whom, where, when and by which case, and others' facts: no weight depends on it."""
_weighs_by = itemgetter(*(n for n, name in enumerate(Fact._fields) if name not in OF_NO_WEIGHT))


class Judging:
    """Judges facts by the tables of one day.

    A year has many facts of few kinds: of those that are alike in all that weighs, one is weighed.
    Without a table for that day nothing counts, and it says so.
    """

    def __init__(self, table: LadderTable | None, categories: CategoryTable | None) -> None:
        self.table, self.categories = table, categories
        # Asked once here, and not of the table for each fact.
        self._by, self._rolls, self._per_person = CountDate.RECEIVED, False, False
        if table is not None:
            self._by, self._rolls, self._per_person = table.counts_on, table.rolls, table.per_person
        self._weighed: dict[tuple, tuple[int, WhyNot | None]] = {}
        self._windows: dict[date, Window] = {}

    def __call__(self, fact: Fact) -> Judged:
        alike = (fact.person is None, _weighs_by(fact))
        weighed = self._weighed.get(alike)
        if weighed is None:
            weighed = self._weighed[alike] = self._weigh(fact)
        weight, why_not = weighed
        if self.table is None or why_not:
            return Judged(fact, 0, why_not)
        counted_on = _counted_on(fact, self._by)
        window = self._windows.get(counted_on)
        if window is None:
            window = self._windows[counted_on] = _window(counted_on, self.table)
        return Judged(fact, weight, None, counted_on, window, self._rolls, self._per_person)

    def each(self, fact: Fact) -> list[Judged]:
        """Judge a fact; that of a house by its people, where each counts and any of them does."""
        each = [self(one) for one in fact.people] if self._per_person else []
        return each if any(one.weight for one in each) else [self(fact)]

    def _weigh(self, fact: Fact) -> tuple[int, WhyNot | None]:
        if why_not := _not_countable(fact):
            return 0, why_not
        if self.table is None or self.categories is None:
            return 0, WhyNot.NO_RULE
        if why_not := _not_on_ladder(fact, self.table):
            return 0, why_not
        if not fact.ladder.counts_cases:
            return WHOLE, None
        return _weigh(fact, self.table, self.categories)


def _not_countable(fact: Fact) -> WhyNot | None:
    """Say why a fact is nothing that could count, whatever the ladder."""
    if not fact.is_complaint:
        return WhyNot.NO_COMPLAINT
    if not fact.is_handled:
        return WhyNot.NOT_HANDLED
    if not fact.is_held:
        if fact.is_withdrawn:
            return WhyNot.WITHDRAWN
        if not fact.ladder.counts_cases:
            return WhyNot.TAKEN_BACK
        return WhyNot.REOPENED if fact.was_held else WhyNot.NOT_FOUND_YET
    return WhyNot.OTHERS_PEOPLE if fact.is_of_others else _freed(fact)


def _freed(fact: Fact) -> WhyNot | None:
    """Say by which finding a subject is free: a person by their own, a house by any."""
    found = {one.finding for one in fact.allegations}
    if fact.person is not None and fact.finding not in SO:
        found = {fact.finding}
    if found & SO:
        return None
    return next((why for finding, why in FREES if finding in found), WhyNot.NOT_FOUND_YET)


def _not_on_ladder(fact: Fact, table: LadderTable) -> WhyNot | None:
    if not table.is_on:
        return WhyNot.SWITCHED_OFF
    if fact.is_withdrawn and not table.counts_withdrawn:
        return WhyNot.WITHDRAWN
    if fact.group not in table.applies_to:
        return WhyNot.OTHER_KIND_OF_UNIT
    if isinstance(table, StaffTable):
        is_lent = any(word in fact.employment for word in table.not_own_staff)
        if is_lent:
            return WhyNot.NOT_OWN_STAFF
        return WhyNot.HEAD_FOUND if fact.is_head_found else None
    if fact.at_branch and not table.counts_to_parent:
        return WhyNot.AT_BRANCH
    is_of_one = fact.person is not None and not fact.is_own
    is_cross = is_of_one and isinstance(table, InstitutionTable)
    return WhyNot.SWITCHED_OFF if is_cross and not table.cross_count else None


def _weigh(fact: Fact, table: LadderTable, categories: CategoryTable) -> tuple[int, WhyNot | None]:
    """Weigh what was found so in categories that count.

    A person weighs no more than their own finding does. Where several are named, it was not said
    what concerns whom, and not all that was found so counts, nobody is counted for what may be
    another's.
    """
    found_so = [one for one in fact.allegations if one.finding in SO]
    counting_ones = [one for one in found_so if _counts(fact, one, categories)]
    if not counting_ones:
        return 0, WhyNot.CATEGORY
    is_person = fact.person is not None
    is_unclear = is_person and fact.named > 1 and not fact.is_whose_said
    if is_unclear and len(counting_ones) < len(found_so):
        return 0, WhyNot.WHICH_ALLEGATION
    is_whole = SUBSTANTIATED in {one.finding for one in counting_ones}
    if is_person and fact.finding != SUBSTANTIATED:
        is_whole = False
    weight = WHOLE if is_whole else table.partial_weight
    return weight, None if weight else WhyNot.PARTLY


def _counts(fact: Fact, one: Found, categories: CategoryTable) -> bool:
    counts = counting(one.category, table=categories)
    if fact.ladder.is_of_people:
        return counts.staff
    is_of_house = fact.person is None or fact.is_own
    return counts.institution if is_of_house else counts.as_attitude


def _counted_on(fact: Fact, by: CountDate) -> date:
    """Return the day that puts a fact in a year; one that nobody knows gives way to the receipt."""
    if by is CountDate.RECEIVED:
        return fact.received_on
    return (fact.occurred_on if by is CountDate.OCCURRED else fact.verified_on) or fact.received_on


def _window(counted_on: date, table: LadderTable) -> Window:
    if table.rolls:
        return twelve_months_to(counted_on)
    return window_of(counted_on, begins_month=table.year_begins_month)


class Counted(NamedTuple):
    """One matter as it counts for one subject: once, by its earliest complaint that counts.

    A house may count once `for_staff`, for each of its people. Where `rolls`, its window is the
    twelve months that end on its day, else its year.
    """

    ladder: LadderCode
    subject: int
    institution: int
    matter: int
    case: int
    person: int | None
    received_on: date
    occurred_on: date | None
    verified_on: date
    counted_on: date
    window_from: date
    weight: int
    rolls: bool = False
    for_staff: int | None = None

    @property
    def order(self) -> tuple[date, date, int, int]:
        """Put events in the order in which they reach tiers."""
        return (self.counted_on, self.received_on, self.case, self.for_staff or 0)


def once_a_matter(judged: Iterable[Judged]) -> tuple[list[Counted], list[Judged]]:
    """Count each matter once for each subject; return what counts, and everything with its why.

    Of several complaints the earliest that counts stands for the matter, as heavy as the
    heaviest of them; the others do not count beside it. By its rules a house may count once for
    each of its people instead.
    """
    of_matter = sorted(_by_matter(judged).items(), key=itemgetter(0))
    told = [one for _key, group in of_matter for one in _once(group)]
    counted = [_counted(one) for one in told if one.weight]
    return sorted(counted, key=lambda one: one.order), told


def what_counts(judged: Iterable[Judged]) -> set[Counted]:
    """Count each matter once for each subject, as `once_a_matter` does; in no order."""
    weighing = _by_matter(one for one in judged if one.weight)
    told = (one for group in weighing.values() for one in _once(group))
    return {_counted(one) for one in told if one.weight}


def _by_matter(judged: Iterable[Judged]) -> dict[tuple, list[Judged]]:
    of_matter: dict[tuple, list[Judged]] = defaultdict(list)
    for one in judged:
        of_matter[one.fact.key].append(one)
    return of_matter


def _once(of_matter: list[Judged]) -> Iterable[Judged]:
    return _one_stands(of_matter) if len(of_matter) > 1 else of_matter


def _one_stands(of_matter: list[Judged]) -> Iterator[Judged]:
    stand = _standing(of_matter := sorted(of_matter, key=_in_turn))
    for one in of_matter:
        if one in stand:
            yield one._replace(weight=stand[one])
        else:
            why_not = WhyNot.SAME_MATTER if one.weight else one.why_not
            yield one._replace(weight=0, why_not=why_not)


def _in_turn(one: Judged) -> tuple:
    return (one.fact.key, one.fact.received_on, one.fact.case, one.fact.staff)


def _standing(of_matter: Iterable[Judged]) -> dict[Judged, int]:
    """Pick who stands for a matter, with how much: by the rules of the earliest that counts."""
    counting_ones = [one for one in of_matter if one.weight]
    if not counting_ones:
        return {}
    of_people = [one for one in counting_ones if one.fact.staff]
    if not counting_ones[0].per_person or not of_people:
        return {counting_ones[0]: max(one.weight for one in counting_ones)}
    stand: dict[int, Judged] = {}
    weights: dict[int, int] = {}
    for one in of_people:
        stand.setdefault(one.fact.staff, one)
        weights[one.fact.staff] = max(one.weight, weights.get(one.fact.staff, 0))
    return {one: weights[staff] for staff, one in stand.items()}


def _counted(one: Judged) -> Counted:
    fact = one.fact
    if one.counted_on is None or one.window is None or fact.verified_on is None:
        raise ValueError("what counts has its days")
    # Of made-up follow-ups the matter is known by the doubt that stands, as its row says it.
    matter = fact.matter if fact.ladder.counts_cases else fact.case
    return Counted(
        fact.ladder, fact.subject, fact.institution, matter, fact.case, fact.person,
        fact.received_on, fact.occurred_on, fact.verified_on, one.counted_on, one.window.first,
        one.weight, one.rolls, (fact.staff or None) if one.per_person else None,
    )  # fmt: skip
