"""The truth table of the ladders, the years, and until when a measure holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.rules.measures import ends_on, last_day
from accountability.rules.table import FollowUpTable, InstitutionTable, StaffTable
from accountability.rules.tiers import reached, tier_of, tiers_by_window, waiting
from accountability.rules.windows import window_from, window_of
from accountability.rules.words import MeasureCode as M
from bureau.rule_tables import Unfit
from tests.accountability.facts import day, event

STAFF, HOUSE = StaffTable(), InstitutionTable()


@pytest.mark.parametrize(
    ("table", "times", "measures"),
    [
        (STAFF, 1, {M.COUNTY_BULLETIN}),
        (STAFF, 2, {M.AWARD_BAN, M.TITLE_PROMOTION_BAN}),
        (STAFF, 3, {M.PENDING_APPOINTMENT}),
        (STAFF, 4, {M.PARTY_GROUP_DECISION}),
        (STAFF, 5, {M.PARTY_GROUP_DECISION}),
        (HOUSE, 1, {M.INTERVIEW_DEPUTY}),
        (HOUSE, 2, {M.INTERVIEW_PRINCIPAL}),
        (HOUSE, 3, {M.COUNTY_BULLETIN, M.PARTY_GROUP_DECISION}),
        (HOUSE, 4, {M.PARTY_GROUP_DECISION}),
        (replace(STAFF, beyond="repeat_top"), 4, {M.PENDING_APPOINTMENT}),
        (replace(STAFF, beyond="extend"), 3, {M.PENDING_APPOINTMENT}),
        (replace(STAFF, beyond="extend"), 4, {M.TITLE_PROMOTION_BAN}),
        (replace(STAFF, beyond="extend"), 5, {M.TITLE_PROMOTION_BAN}),
        (FollowUpTable(is_on=1), 1, {M.INTERVIEW_DEPUTY}),
        (FollowUpTable(is_on=1), 2, {M.INTERVIEW_PRINCIPAL}),
        (FollowUpTable(is_on=1), 3, {M.COUNTY_BULLETIN}),
        (FollowUpTable(is_on=1), 4, {M.PARTY_GROUP_DECISION}),
    ],
)
def test_the_plan_says_what_each_time_calls_for(table, times, measures):
    events = [event(f"2026-03-{n + 1:02}", case=n) for n in range(times)]

    found = list(reached(events, table_on=lambda _day: table))

    assert [one.tier for one in found] == list(range(1, times + 1))
    assert set(table.measures(found[-1].tier)) == measures
    assert found[-1].is_beyond is (times > 3)


@pytest.mark.parametrize(
    ("total", "tiers_at", "tier"),
    [
        (0, (1, 2, 3), 0), (99, (1, 2, 3), 0), (100, (1, 2, 3), 1), (150, (1, 2, 3), 1),
        (200, (1, 2, 3), 2), (300, (1, 2, 3), 3), (399, (1, 2, 3), 3), (400, (1, 2, 3), 4),
        (200, (2, 4, 6), 1), (500, (2, 4, 6), 2), (600, (2, 4, 6), 3), (700, (2, 4, 6), 4),
    ],
)  # fmt: skip
def test_a_tier_is_reached_by_whole_events(total, tiers_at, tier):
    assert tier_of(total, table=replace(STAFF, tiers_at=tiers_at)) == tier


@pytest.mark.parametrize(
    ("appealed", "counts_on", "tiers"),
    [
        (1, (0, 0, 0), {3}), (2, (0, 0, 0), {2, 3}), (3, (0, 0, 0), {1, 2, 3}),
        (2, (1, 1, 1), set()), (2, (1, 0, 1), {3}), (2, (0, 0, 1), {2, 3}), (1, (1, 0, 0), set()),
    ],
)  # fmt: skip
def test_what_rests_on_an_appealed_tier_waits_as_the_rules_of_each_day_say(
    appealed, counts_on, tiers
):
    events = [event(f"2026-03-{n + 1:02}", case=n) for n in range(3)]
    said = dict(zip((one.received_on for one in events), counts_on, strict=True))

    assert tiers == waiting(
        reversed(events), appealed=events[appealed - 1],
        table_on=lambda day: replace(STAFF, count_under_appeal=said[day]),
    )  # fmt: skip


def test_two_halves_reach_what_one_whole_event_does():
    halves = [event("2026-03-01", case=1, weight=50), event("2026-03-02", case=2, weight=50)]

    [found] = reached(halves, table_on=lambda _day: STAFF)

    assert (found.tier, found.event.case, found.total) == (1, 2, 100)


def test_the_version_of_the_events_day_decides_and_nothing_reached_is_relabelled():
    lenient = replace(STAFF, tiers_at=(2, 4, 6))
    events = [event("2026-05-30", case=1), event("2026-06-01", case=2), event("2026-07-01", case=3)]

    found = list(reached(events, table_on=lambda d: lenient if d >= day("2026-06-01") else STAFF))

    assert [(one.tier, one.event.case) for one in found] == [(1, 1)]


ALONE = replace(STAFF, cumulative=0)


def found_on(*verified, table=ALONE):
    """Say which tiers are proposed of complaints in their order, each found on a day."""
    events = [
        event(f"2026-03-{n:02}", case=n)._replace(verified_on=day(on))
        for n, on in enumerate(verified, 1)
    ]
    found = tiers_by_window(events, table_on=lambda _day: table).values()
    return [one.tier for of_window in found for one in of_window if one.is_due]


@pytest.mark.parametrize(
    ("verified", "tiers"),
    [
        ([], []),
        (["2026-05-04"], [1]),
        (["2026-05-04", "2026-05-04"], [2]),
        (["2026-05-04", "2026-05-05"], [1, 2]),
        (["2026-05-05", "2026-05-04"], [1, 2]),
        (["2026-05-04", "2026-05-05", "2026-05-05"], [1, 3]),
        (["2026-05-05", "2026-05-05", "2026-05-04"], [1, 3]),
        (["2026-05-04", "2026-05-04", "2026-05-05"], [2, 3]),
        (["2026-05-04"] * 4, [4]),
    ],
)
def test_the_highest_tier_alone_is_proposed_where_the_rules_say_so(verified, tiers):
    assert found_on(*verified) == tiers
    assert found_on(*verified, table=STAFF) == list(range(1, len(verified) + 1))


def test_the_version_of_the_event_that_reaches_a_tier_says_if_it_is_passed_over():
    events = [event(on, case=n) for n, on in enumerate(("2026-05-30", "2026-06-02"), 1)]
    events = [one._replace(verified_on=day("2026-07-01")) for one in events]

    for since, tiers in (("2026-06-01", [1, 2]), ("2026-05-01", [2]), ("2026-07-01", [1, 2])):
        [found] = tiers_by_window(
            events, table_on=lambda on, since=since: ALONE if on >= day(since) else STAFF
        ).values()
        assert [one.tier for one in found if one.is_due] == tiers


DAYS = st.integers(0, 12).map(lambda n: date(2026, 3, 1) + timedelta(days=n))
EVENTS = st.lists(st.tuples(DAYS, st.sampled_from([50, 100])), max_size=8).map(
    lambda rows: [event(f"{on}", case=n, weight=weight) for n, (on, weight) in enumerate(rows)]
)


@given(EVENTS, st.randoms())
def test_every_tier_is_reached_once_in_order_and_no_event_more_lowers_one(events, chance):
    found = [one.tier for one in reached(events, table_on=lambda _day: STAFF)]
    shuffled = list(events)
    chance.shuffle(shuffled)

    assert found == list(range(1, sum(one.weight for one in events) // 100 + 1))
    assert [one.tier for one in reached(shuffled, table_on=lambda _day: STAFF)] == found
    more = [*events, event("2026-03-20", case=99)]
    assert len(list(reached(more, table_on=lambda _day: STAFF))) == len(found) + 1


@pytest.mark.parametrize(
    ("on", "begins", "first", "last"),
    [
        ("2026-01-01", 1, "2026-01-01", "2026-12-31"),
        ("2026-12-31", 1, "2026-01-01", "2026-12-31"),
        ("2028-02-29", 3, "2027-03-01", "2028-02-29"),
        ("2028-03-01", 3, "2028-03-01", "2029-02-28"),
        ("2026-06-30", 7, "2025-07-01", "2026-06-30"),
        ("2026-07-01", 7, "2026-07-01", "2027-06-30"),
    ],
)
def test_a_year_of_counting_holds_both_its_ends(on, begins, first, last):
    window = window_of(day(on), begins_month=begins)

    assert window == (day(first), day(last)) == window_from(day(first))
    assert day(on) in window
    assert day(first) - timedelta(days=1) not in window


@pytest.mark.parametrize("on", ["2026-01-01", "2026-12-31"])
def test_where_nothing_else_is_said_it_is_the_calendars_year(on):
    assert window_of(day(on)) == (day("2026-01-01"), day("2026-12-31"))


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-11-21", 60, "2031-11-20"),
        ("2026-01-01", 12, "2026-12-31"),
        ("2028-02-29", 60, "2033-02-28"),
        ("2028-02-29", 48, "2032-02-28"),
        ("2028-03-01", 60, "2033-02-28"),
        ("2027-02-28", 12, "2028-02-27"),
        ("2027-03-01", 12, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
    ],
)
def test_a_term_ends_the_day_before_the_same_date(start, months, last):
    assert last_day(day(start), months=months) == day(last)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(1, 60))
def test_who_begins_later_never_ends_earlier(start, months):
    assert last_day(start, months=months) <= last_day(start + timedelta(days=1), months=months)


def test_each_measure_ends_as_the_plan_says():
    window, start = window_from(day("2026-01-01")), day("2027-01-15")

    ends = {one: ends_on(one, start, window=window, table=STAFF) for one in StaffTable.MEASURES}

    assert ends == {
        M.COUNTY_BULLETIN: None,
        M.AWARD_BAN: day("2026-12-31"),
        M.TITLE_PROMOTION_BAN: day("2032-01-14"),
        M.PENDING_APPOINTMENT: day("2028-01-14"),
    }
    assert ends_on(M.INTERVIEW_DEPUTY, start, window=window, table=HOUSE) is None


@pytest.mark.parametrize(
    ("table", "values", "field"),
    [
        (StaffTable, {"tiers_at": (1, 1, 3)}, "tiers_at"),
        (StaffTable, {"tiers_at": (1, 2)}, "tiers_at"),
        (StaffTable, {"tiers_at": (1, 2, 21)}, "tiers_at"),
        (StaffTable, {"first_tier": ()}, "first_tier"),
        (StaffTable, {"first_tier": ("interview_deputy",)}, "first_tier"),
        (InstitutionTable, {"third_tier": ("pending_appointment",)}, "third_tier"),
        (StaffTable, {"applies_to": ("level2", "level2")}, "applies_to"),
        (StaffTable, {"count_date": "someday"}, "count_date"),
        (StaffTable, {"window": "month"}, "window"),
        (StaffTable, {"withdrawn_counts": 2}, "withdrawn_counts"),
        (StaffTable, {"count_under_appeal": 2}, "count_under_appeal"),
        (StaffTable, {"cumulative": 2}, "cumulative"),
        (StaffTable, {"countable_findings": ()}, "countable_findings"),
        (StaffTable, {"countable_findings": ("partly_substantiated",)}, "countable_findings"),
        (StaffTable, {"countable_findings": ("unsubstantiated",)}, "countable_findings"),
        (InstitutionTable, {"inst_count_per": "case"}, "inst_count_per"),
        (InstitutionTable, {"clinic_tiers_at": (2, 4)}, "clinic_tiers_at"),
        (InstitutionTable, {"level2_tiers_at": (3, 3, 5)}, "level2_tiers_at"),
        (InstitutionTable, {"other_tiers_at": (0, 1, 2)}, "other_tiers_at"),
        (StaffTable, {"beyond": ("refer",) * 2}, "beyond"),
        (InstitutionTable, {"beyond": "extend"}, "beyond"),  # nothing of theirs has a term
        (FollowUpTable, {"beyond": "extend"}, "beyond"),
        (StaffTable, {"title_ban_years": 6}, "title_ban_years"),
        (StaffTable, {"pending_months": 13}, "pending_months"),
        (StaffTable, {"partial_percent": 50.0}, "partial_percent"),
        (StaffTable, {"not_own_staff": ("",)}, "not_own_staff"),
        (StaffTable, {"award_types": ()}, "award_types"),
        (StaffTable, {"ban_scope": ()}, "ban_scope"),
        (StaffTable, {"ban_scope": ("retire",)}, "ban_scope"),
        (InstitutionTable, {"cross_count": 2}, "cross_count"),
        (InstitutionTable, {"year_begins_month": 13}, "year_begins_month"),
    ],
)
def test_a_ladder_with_a_value_that_does_not_belong_is_refused(table, values, field):
    with pytest.raises(Unfit) as refused:
        table(**values)

    assert refused.value.field == field
