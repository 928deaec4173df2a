"""The month's register: its due day, how it stands, what completes it, the four numbers."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules import register as rules
from followups.rules.register import Handed, Ratio, RegisterState, Standing

OCTOBER = date(2026, 10, 1)
DUE = date(2026, 11, 10)
BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


# --- The due day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "due_on"),
    [
        (date(2026, 4, 1), date(2026, 5, 10)),
        (date(2026, 10, 1), date(2026, 11, 10)),
        (date(2026, 9, 1), date(2026, 10, 10)),
        (date(2026, 12, 1), date(2027, 1, 10)),
        (date(2024, 1, 1), date(2024, 2, 10)),
    ],
    ids=["a Sunday", "a Tuesday", "in the National Day week", "next year", "in Spring Festival"],
)
def test_a_register_is_due_on_the_tenth_and_no_rest_day_moves_that(month, due_on):
    assert rules.due_on(month) == due_on


def test_a_month_closes_when_the_due_day_is_over_and_a_first_report_is_made_at_eighteen():
    assert rules.closes_at(OCTOBER, SHANGHAI) == datetime(2026, 11, 10, 16, tzinfo=UTC)
    assert rules.provisional_at(OCTOBER, SHANGHAI) == datetime(2026, 11, 10, 10, tzinfo=UTC)


def test_another_table_moves_the_due_day_and_all_that_hangs_on_it():
    table = rules.RegisterTable(due_day=15, provisional_hour=12)

    assert rules.due_on(OCTOBER, table) == date(2026, 11, 15)
    assert rules.closes_at(OCTOBER, SHANGHAI, table) == datetime(2026, 11, 15, 16, tzinfo=UTC)
    assert rules.provisional_at(OCTOBER, SHANGHAI, table) == datetime(2026, 11, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("month", "before", "after", "last"),
    [
        (date(2026, 1, 1), date(2025, 12, 1), date(2026, 2, 1), date(2026, 1, 31)),
        (date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1), date(2026, 12, 31)),
        (date(2028, 2, 1), date(2028, 1, 1), date(2028, 3, 1), date(2028, 2, 29)),
        (date(2026, 2, 1), date(2026, 1, 1), date(2026, 3, 1), date(2026, 2, 28)),
    ],
    ids=["January", "December", "a leap February", "a short February"],
)
def test_months_follow_one_another_over_every_edge(month, before, after, last):
    assert rules.month_before(month) == before
    assert rules.month_after(month) == after
    assert rules.last_of_month(month) == last


def test_the_last_months_are_listed_oldest_first():
    assert rules.months_until(date(2026, 1, 1), count=3) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]
    assert rules.months_until(OCTOBER, count=1) == [OCTOBER]


# --- How a register stands -------------------------------------------------------------------


def stands(day, *, arrived=None, completed=None, nil=False):
    return rules.standing(due=DUE, arrived_on=arrived, completed_on=completed, is_nil=nil, day=day)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (BEFORE, RegisterState.NOT_DUE),
        (DUE, RegisterState.NOT_DUE),
        (AFTER, RegisterState.MISSING),
    ],
    ids=["the day before", "the due day", "the day after"],
)
def test_a_register_that_is_not_in_is_missing_from_the_day_after_the_due_day(day, state):
    assert stands(day) == Standing(state)


@pytest.mark.parametrize(
    ("arrived", "standing"),
    [
        (BEFORE, Standing(RegisterState.ON_TIME)),
        (DUE, Standing(RegisterState.ON_TIME)),
        (AFTER, Standing(RegisterState.LATE, 1)),
        (date(2026, 11, 30), Standing(RegisterState.LATE, 20)),
    ],
    ids=["the day before", "the due day", "the day after", "twenty days after"],
)
def test_a_whole_register_is_late_from_the_day_after_the_due_day(arrived, standing):
    assert stands(AFTER, arrived=arrived, completed=arrived) == standing


@pytest.mark.parametrize(
    ("completed", "standing"),
    [
        (None, Standing(RegisterState.PARTIAL)),
        (DUE, Standing(RegisterState.ON_TIME)),
        (AFTER, Standing(RegisterState.LATE, 1)),
    ],
    ids=["never", "on the due day", "the day after"],
)
def test_a_part_handed_in_early_is_on_time_only_if_the_rest_comes_in_time(completed, standing):
    assert stands(AFTER, arrived=BEFORE, completed=completed) == standing


@pytest.mark.parametrize(
    ("arrived", "standing"),
    [
        (DUE, Standing(RegisterState.NIL)),
        (AFTER, Standing(RegisterState.LATE, 1)),
    ],
    ids=["on the due day", "the day after"],
)
def test_a_nil_report_is_a_report_and_late_if_it_comes_late(arrived, standing):
    assert stands(AFTER, arrived=arrived, completed=arrived, nil=True) == standing


@pytest.mark.parametrize("arrived", [BEFORE, DUE, AFTER])
def test_a_part_stays_a_part_until_the_rest_comes_whenever_it_arrived(arrived):
    assert stands(AFTER, arrived=arrived) == Standing(RegisterState.PARTIAL)


DAYS = st.integers(-2, 3).map(lambda n: DUE + timedelta(days=n))


@given(DAYS, DAYS, st.booleans(), DAYS)
def test_what_is_in_stands_the_same_on_every_later_day(arrived, completed, nil, day):
    completed = max(arrived, completed)
    then = stands(day, arrived=arrived, completed=completed, nil=nil)

    assert then == stands(DUE + timedelta(days=90), arrived=arrived, completed=completed, nil=nil)
    assert rules.is_on_time(then.state) == (completed <= DUE)


# --- What makes a register complete ----------------------------------------------------------


@pytest.mark.parametrize(
    ("arrived", "submitted", "was_corrected", "counts_on"),
    [
        (DUE, AFTER, False, DUE),
        (DUE, AFTER, True, AFTER),
        (BEFORE, DUE, True, DUE),
        (AFTER, AFTER, False, AFTER),
    ],
    ids=["submitted after midnight", "mended after midnight", "mended in time", "late as it came"],
)
def test_a_file_counts_as_it_arrived_unless_it_was_mended_on_the_page(
    arrived, submitted, was_corrected, counts_on
):
    assert counts_on == rules.counted_on(
        arrived_on=arrived, submitted_on=submitted, was_corrected=was_corrected, was_frozen=False
    )


@pytest.mark.parametrize(
    ("handed", "completes"),
    [
        (Handed(refused=0, absent=0, taken=3, most_before=0), True),
        (Handed(refused=1, absent=0, taken=3, most_before=0), False),
        (Handed(refused=0, absent=0, taken=3, most_before=4), True),
        (Handed(refused=0, absent=2, taken=3, most_before=4), False),
        (Handed(refused=0, absent=3, taken=4, most_before=4), True),
    ],
    ids=[
        "whole", "with a refused row", "whole without the row that was bad",
        "one row of those that stood", "the row that was missing",
    ],
)  # fmt: skip
def test_resending_a_row_is_not_handing_in_the_rest(handed, completes):
    assert rules.completes(handed, month=OCTOBER, day=BEFORE) == completes


@pytest.mark.parametrize(
    ("day", "completes"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True)]
)
def test_before_its_month_is_over_no_register_is_complete(day, completes):
    whole = Handed(refused=0, absent=0, taken=3, most_before=0)

    assert rules.completes(whole, month=OCTOBER, day=day) == completes


# --- The four numbers ------------------------------------------------------------------------


def test_twenty_two_of_twenty_three_on_time_are_95_7_percent():
    states = [RegisterState.ON_TIME] * 22 + [RegisterState.LATE]

    numbers = rules.four_numbers(states)

    assert numbers == (23, 23, 22)
    assert numbers.rate == Ratio(22, 23)
    assert f"{numbers.rate.value:.1%}" == "95.7%"


@pytest.mark.parametrize(
    ("state", "received", "on_time"),
    [
        (RegisterState.NOT_DUE, 0, 0),
        (RegisterState.MISSING, 0, 0),
        (RegisterState.ON_TIME, 1, 1),
        (RegisterState.NIL, 1, 1),
        (RegisterState.LATE, 1, 0),
        (RegisterState.PARTIAL, 1, 0),
    ],
)
def test_each_state_counts_as_received_and_on_time_or_not(state, received, on_time):
    assert rules.four_numbers([state]) == (1, received, on_time)


def test_who_hands_in_nothing_lowers_the_rate_too():
    numbers = rules.four_numbers([RegisterState.ON_TIME, RegisterState.MISSING])

    assert numbers.rate == Ratio(1, 2)


def test_without_institutions_that_owe_one_there_is_no_rate():
    assert rules.four_numbers([]).rate.value is None


@pytest.mark.parametrize("was_corrected", [False, True])
def test_what_is_submitted_once_the_figures_are_frozen_counts_on_that_day(was_corrected):
    counts_on = rules.counted_on(
        arrived_on=date(2026, 11, 8),
        submitted_on=date(2026, 12, 20),
        was_corrected=was_corrected,
        was_frozen=True,
    )

    assert counts_on == date(2026, 12, 20)
