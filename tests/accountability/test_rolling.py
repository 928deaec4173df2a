"""The twelve months that roll: what adds up, what is proposed, and that order is nothing."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.rules.counting import once_a_matter
from accountability.rules.reconciling import Ground, Proposed
from accountability.rules.table import StaffTable
from accountability.rules.tiers import by_window, tier_of, tiers_by_window
from accountability.rules.windows import award_year, twelve_months_to, year_of
from accountability.rules.words import ProposalKind, ProposalState
from accountability.selectors.counts import changes_of
from bureau.category_table import STANDARD as CATEGORIES
from tests.accountability.facts import day, fact, judge

YEAR, ROLLS = StaffTable(), StaffTable(window="rolling_12m")
S = ProposalState


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2026-06-01", "2025-06-02", "2026-06-01"),
        ("2026-12-31", "2026-01-01", "2026-12-31"),
        ("2027-01-01", "2026-01-02", "2027-01-01"),
        ("2027-02-28", "2026-03-01", "2027-02-28"),
        ("2028-02-28", "2027-03-01", "2028-02-29"),
        ("2028-02-29", "2027-03-01", "2028-02-29"),
        ("2028-03-01", "2027-03-02", "2028-03-01"),
        ("2029-02-28", "2028-02-29", "2029-02-28"),
        ("2029-03-01", "2028-03-02", "2029-03-01"),
    ],
)
def test_twelve_months_begin_the_day_after_the_same_date(on, first, last):
    assert twelve_months_to(day(on)) == (day(first), day(last))


@given(st.dates(date(2025, 1, 1), date(2034, 12, 31)))
def test_a_day_ends_its_own_twelve_months_and_stands_under_its_year(on):
    window = twelve_months_to(on)

    assert on in window
    assert (window.last - on).days == (
        1 if (on.month, on.day, window.last.day) == (2, 28, 29) else 0
    )
    assert year_of(window.first, rolls=True) == on.year
    assert award_year(window.first, rolls=True) == (date(on.year, 1, 1), date(on.year, 12, 31))


def events(*days, table_on=lambda _day: ROLLS):
    facts = [fact(on, case=n, matter=n) for n, on in enumerate(days, 1)]
    judged = (judge(f, table=table_on(f.received_on), categories=CATEGORIES) for f in facts)
    return once_a_matter(judged)[0]


def own_tiers(counted, table_on=lambda _day: ROLLS):
    """Say which tiers each event reaches, by its case."""
    found = tiers_by_window(counted, table_on=table_on)
    every = [one for of_window in found.values() for one in of_window]
    return sorted((one.event.case, one.tier) for one in every if one.is_due)


@pytest.mark.parametrize(
    ("days", "tiers"),
    [
        # The day before the same date a year later is in, that date is not.
        (["2026-03-02", "2027-03-01"], [(1, 1), (2, 2)]),
        (["2026-03-02", "2027-03-02"], [(1, 1), (2, 1)]),
        # Over the year's end, which is nothing here.
        (["2026-03-02", "2026-12-31", "2027-01-01"], [(1, 1), (2, 2), (3, 3)]),
        (["2026-01-10", "2026-07-10", "2026-12-10", "2027-02-10"],
         [(1, 1), (2, 2), (3, 3), (4, 3)]),
        (["2026-01-10", "2026-09-10", "2027-05-10"], [(1, 1), (2, 2), (3, 2)]),
        (["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"],
         [(1, 1), (2, 2), (3, 3), (4, 4)]),
        (["2026-03-02", "2026-03-02"], [(1, 1), (2, 2)]),
        # The leap day: a year after it comes the 1st of March, a year before it the 1st of March.
        (["2028-02-29", "2029-02-28"], [(1, 1), (2, 2)]),
        (["2028-02-29", "2029-03-01"], [(1, 1), (2, 1)]),
        (["2027-02-28", "2028-02-29"], [(1, 1), (2, 1)]),
        (["2027-03-01", "2028-02-29"], [(1, 1), (2, 2)]),
        (["2028-02-28", "2028-02-29"], [(1, 1), (2, 2)]),
        ([], []),
    ],
)  # fmt: skip
def test_what_falls_in_the_twelve_months_to_an_event_adds_up(days, tiers):
    assert own_tiers(events(*days)) == tiers


@pytest.mark.parametrize(
    ("rules", "days", "tiers"),
    [
        # A year gives way to twelve months: what was received in a year counts for that alone.
        ((YEAR, ROLLS), ["2026-03-02", "2026-09-02"], [(1, 1), (2, 2)]),
        ((YEAR, ROLLS), ["2026-03-02", "2026-12-31"], [(1, 1), (2, 2)]),
        ((YEAR, ROLLS), ["2026-03-02", "2027-01-01"], [(1, 1), (2, 1)]),
        ((YEAR, ROLLS), ["2026-03-02", "2026-09-02", "2027-01-15"], [(1, 1), (2, 2), (3, 2)]),
        # And twelve months to a year: in the new year's own time alone.
        ((ROLLS, YEAR), ["2026-03-02", "2026-09-02"], [(1, 1), (2, 2)]),
        ((ROLLS, YEAR), ["2026-06-30", "2027-01-01"], [(1, 1), (2, 1)]),
        ((ROLLS, YEAR), ["2025-12-31", "2026-06-30", "2026-07-01"], [(1, 1), (2, 2), (3, 2)]),
    ],
)
def test_a_change_of_the_rule_makes_nothing_worse_that_was_before(rules, days, tiers):
    def table_on(on):
        return rules[on >= day("2026-07-01")]

    assert own_tiers(events(*days, table_on=table_on), table_on) == tiers


DAYS = st.sampled_from(
    ["2027-02-27", "2027-02-28", "2027-03-01", "2027-08-10", "2027-12-31", "2028-01-01",
     "2028-02-28", "2028-02-29", "2028-03-01", "2028-08-09", "2028-08-10", "2029-02-28"]
)  # fmt: skip
CHANGED = st.sampled_from(["2020-01-01", "2027-08-10", "2028-01-01", "2028-02-29", "2030-01-01"])
ALONE = [replace(table, cumulative=0) for table in (YEAR, ROLLS)]
WAYS = st.sampled_from(
    [(YEAR, ROLLS), (ROLLS, YEAR), (YEAR, ALONE[0]), (ALONE[0], ALONE[1]), (ROLLS, ALONE[1])]
)


@given(st.lists(DAYS, max_size=8))
def test_every_event_reaches_what_its_own_twelve_months_add_up_to(days):
    counted = events(*days)

    def total(of, upto):
        within = twelve_months_to(of.counted_on).first
        return sum(f.weight for f in counted if within <= f.counted_on and f.order <= upto.order)

    expected = []
    for one in counted:
        before = tier_of(total(one, one) - one.weight, table=ROLLS)
        expected += [
            (one.case, n + 1) for n in range(before, tier_of(total(one, one), table=ROLLS))
        ]
    assert own_tiers(counted) == sorted(expected)


class Ladders:
    """Two versions, one after the other."""

    def __init__(self, ways, changed_on):
        self.ways, self.changed_on = ways, day(changed_on)

    def version_on(self, _ladder, on):
        return SimpleNamespace(pk=1 + (on >= self.changed_on))

    def table_on(self, _ladder, on):
        return self.ways[on >= self.changed_on]

    def table_for(self, ladder, _subject, on):
        return self.table_on(ladder, on)


def judged_on(days, ladders):
    """Count cases by their days; each is found on a day of a few, some together."""
    facts = [
        fact(on, case=n, matter=n, verified_on=date(2030, 1, 1 + n // 3)) for n, on in days.items()
    ]
    judged = [
        judge(one, table=ladders.table_on(None, one.received_on), categories=CATEGORIES)
        for one in facts
    ]
    return once_a_matter(judged)[0]


def reconciled(counted, standing, ladders):
    """Do as the service does: one proposal for each tier that is lacking, with its ground."""
    tiers = tiers_by_window(counted, table_on=lambda on: ladders.table_on(None, on))
    standing = {
        first: [one._replace(counts=one.ground.event in counted) for one in there]
        for first, there in standing.items()
    }
    for first, todo in changes_of(counted, standing, ladders=ladders).items():
        there = [one for one in standing.get(first, []) if one.pk not in todo.withdraw]
        for tier in todo.propose:
            [by] = [one.event for one in tiers[first] if one.tier == tier and one.is_due]
            ground = Ground(by, ladders.version_on(None, by.received_on).pk)
            pk = 1 + max((one.pk for of in standing.values() for one in of), default=0) + len(there)
            there.append(Proposed(pk, tier, ProposalKind.IMPOSE, S.PROPOSED, None, ground))
        standing[first] = there
    return standing


def said(standing):
    return {(first, one.tier, one.ground) for first, there in standing.items() for one in there}


def told(standing, cases):
    """Serve notice of what was proposed by some cases."""
    return {
        first: [
            one._replace(state=S.IN_EFFECT) if one.ground.event.case in cases else one
            for one in there
        ]
        for first, there in standing.items()
    }


FOUND = st.lists(st.tuples(st.integers(1, 6), DAYS), max_size=10)


@given(FOUND, WAYS, CHANGED)
def test_found_and_voided_one_by_one_it_comes_to_what_is_counted_at_once(found, ways, changed_on):
    ladders = Ladders(ways, changed_on)
    active, standing = {}, {}
    for case, on in found:
        # A second finding of a case voids the first one and moves it to another day.
        active.pop(case, None) or active.update({case: on})
        counted = judged_on(active, ladders)
        standing = reconciled(counted, standing, ladders)

        assert said(standing) == said(reconciled(counted, {}, ladders))
        assert said(reconciled(counted, standing, ladders)) == said(standing)
        of_each = [(one.ground.event, one.tier) for has in standing.values() for one in has]
        assert len(of_each) == len(set(of_each))


@given(FOUND, st.sets(st.integers(1, 6)), WAYS, CHANGED)
def test_what_was_told_is_never_told_twice_however_late_the_rest_is_found(
    found, cases, ways, changed_on
):
    ladders = Ladders(ways, changed_on)
    days, standing = {}, {}
    for case, on in found:
        days.setdefault(case, on)
        counted = judged_on(days, ladders)
        standing = told(reconciled(counted, standing, ladders), cases)

        assert said(reconciled(counted, standing, ladders)) == said(standing)
        keys = [(first, one.tier) for first, has in standing.items() for one in has]
        assert len(keys) == len(set(keys))
        reaches = tiers_by_window(counted, table_on=lambda on: ladders.table_on(None, on))
        tiers = {(first, one.tier) for first, has in reaches.items() for one in has}
        assert set(keys) <= tiers, "what only grows takes nothing back"


def test_an_earlier_complaint_found_later_brings_the_next_tier_and_no_first_one_again():
    ladders = Ladders((ROLLS, ROLLS), "2020-01-01")
    early, late = events("2026-03-02", "2026-09-02")
    standing = told(reconciled([late], {}, ladders), {2})

    standing = reconciled([early, late], standing, ladders)

    [window] = [there for there in standing.values() if there]
    assert [(one.tier, one.ground.event.case) for one in window] == [(1, 2), (2, 2)]


def test_a_year_that_counts_no_rolling_event_is_put_together_as_ever():
    counted = events("2026-01-01", "2026-12-31", "2027-01-01", table_on=lambda _day: YEAR)

    assert {first.year: len(has) for first, has in by_window(counted).items()} == {2026: 2, 2027: 1}
