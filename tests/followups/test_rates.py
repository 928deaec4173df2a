"""What a register's rows amount to: each rate as its two numbers, over patients."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules import rates as rules
from followups.rules.rates import Attempt
from followups.rules.register import Ratio
from followups.rules.words import Outcome, SpecialKind

DISCHARGED = date(2026, 10, 5)


def attempt(
    patient, outcome=Outcome.REACHED_PATIENT, *, needed=True, after=4, due=None, seq=1, kind=None
):
    followed_on, due_on = (
        None if days is None else DISCHARGED + timedelta(days=days) for days in (after, due)
    )
    return Attempt((patient, DISCHARGED), needed, outcome, followed_on, seq, kind, due_on)


# Eight people went home: two reached (one late), one lost, one with a dead number, one who
# did not answer, one nobody has tried, one excluded, one who needs no follow-up but had one.
A_MONTH = [
    attempt("A"),
    attempt("A"),
    attempt("B", Outcome.NO_ANSWER, after=2),
    attempt("B", Outcome.REACHED_FAMILY, after=8),
    attempt("C", Outcome.LOST),
    attempt("D", Outcome.INVALID_NUMBER),
    attempt("E", Outcome.NO_ANSWER),
    attempt("F", Outcome.PENDING, after=None),
    attempt("G", Outcome.EXCLUDED, after=None),
    attempt("H", needed=False),
]


def test_the_rates_count_patients_and_not_rows():
    assert rules.rates(A_MONTH) == rules.Rates(
        discharged=8,
        eligible=6,
        attempted=5,
        reached=2,
        timely=1,
        lost=1,
        bad_numbers=1,
        reached_of_all=3,
    )


def test_a_row_that_was_made_up_is_in_no_numerator_and_its_patient_stays_owed():
    made_up, true = attempt("A")._replace(is_made_up=True), attempt("A", seq=2, after=6)

    assert rules.rates([made_up]) == rules.Rates(1, 1, 0, 0, 0, 0, 0, 0)
    assert rules.reached_patients([made_up]) == set()
    # What was really done for the same patient counts.
    assert rules.rates([made_up, true]) == rules.rates([true])


@pytest.mark.parametrize(
    ("name", "ratio"),
    [
        ("followup", Ratio(2, 6)),
        ("coverage", Ratio(5, 6)),
        ("valid", Ratio(3, 8)),
        ("timeliness", Ratio(1, 6)),
        ("lost_rate", Ratio(1, 6)),
        ("phone_validity", Ratio(5, 6)),
    ],
)
def test_each_formula_has_its_numerator_and_its_denominator(name, ratio):
    assert getattr(rules.rates(A_MONTH), name) == ratio


@pytest.mark.parametrize(
    ("after", "timely"),
    [(0, 1), (7, 1), (8, 0), (None, 0)],
    ids=["the day of discharge", "seven days", "eight days", "no day written"],
)
def test_a_follow_up_is_timely_within_seven_days_of_discharge(after, timely):
    assert rules.rates([attempt("A", after=after)]).timely == timely


CHRONIC, TUMOUR = SpecialKind.CHRONIC, SpecialKind.TUMOUR


@pytest.mark.parametrize(
    ("kind", "days"),
    [(CHRONIC, 14), (TUMOUR, 21), (SpecialKind.SURGERY, 7), (None, 7)],
)
def test_chronic_and_tumour_patients_are_due_in_two_and_three_weeks(kind, days):
    timely = [rules.rates([attempt("A", after=n, kind=kind)]).timely for n in (days, days + 1)]

    assert timely == [1, 0]


@pytest.mark.parametrize(
    ("due", "last"),
    [(3, 3), (10, 10), (30, 30), (31, 30), (300, 30), (-1, 7), (0, 0)],
    ids=["sooner", "later", "a month", "over", "far off", "before the discharge", "the same day"],
)
def test_a_rows_own_due_day_counts_up_to_thirty_days(due, last):
    timely = [rules.rates([attempt("A", after=n, due=due)]).timely for n in (last, last + 1)]

    assert timely == [1, 0]


def test_a_rows_own_due_day_goes_before_the_kind_of_patient():
    assert rules.rates([attempt("A", after=10, due=5, kind=TUMOUR)]).timely == 0


def test_the_due_day_of_a_second_follow_up_does_not_make_the_first_timely():
    first = attempt("A", Outcome.NO_ANSWER, after=3)
    second = attempt("A", after=25, due=28, seq=2)

    assert rules.rates([first, second]).timely == 0
    assert rules.rates([first._replace(due_on=DISCHARGED + timedelta(days=28)), second]).timely == 1


def test_where_rows_differ_in_the_kind_of_patient_the_strictest_counts():
    calls = [attempt("A", Outcome.NO_ANSWER, kind=TUMOUR), attempt("A", after=15, kind=CHRONIC)]

    assert rules.rates(calls).timely == 0
    assert rules.rates([attempt("A", after=14, kind=CHRONIC), attempt("A", seq=2)]).timely == 1


def test_two_stays_of_one_inpatient_number_are_two_discharges():
    again = Attempt(("A", date(2026, 10, 20)), True, Outcome.LOST, None)

    numbers = rules.rates([attempt("A"), again])

    assert (numbers.discharged, numbers.reached, numbers.lost) == (2, 1, 1)


def test_an_exclusion_in_one_row_takes_the_patient_out_but_not_out_of_the_discharged():
    numbers = rules.rates([attempt("A"), attempt("A", Outcome.EXCLUDED)])

    assert (numbers.discharged, numbers.eligible, numbers.reached) == (1, 0, 0)
    assert numbers.followup.value is None


@pytest.mark.parametrize("bad", [Outcome.INVALID_NUMBER, Outcome.WRONG_NUMBER])
def test_a_patient_who_was_reached_after_all_has_a_number_that_works(bad):
    assert rules.rates([attempt("A", bad)]).bad_numbers == 1
    assert rules.rates([attempt("A", bad), attempt("A")]).bad_numbers == 0


def test_a_patient_who_was_reached_after_all_is_not_lost():
    assert rules.rates([attempt("A", Outcome.LOST), attempt("A")]).lost == 0


@pytest.mark.parametrize("outcome", [None, Outcome.PENDING, Outcome.EXCLUDED])
def test_what_nobody_tried_is_no_attempt(outcome):
    assert rules.rates([attempt("A", outcome)]).attempted == 0


@pytest.mark.parametrize("outcome", sorted({*Outcome} - {Outcome.PENDING, Outcome.EXCLUDED}))
def test_every_other_outcome_says_that_somebody_tried(outcome):
    assert rules.rates([attempt("A", outcome)]).attempted == 1


# A small world: three patients and twelve days, so that the edges come up all the time.
ATTEMPTS = st.lists(
    st.builds(
        attempt,
        st.sampled_from("ABC"),
        st.sampled_from([None, *Outcome]),
        needed=st.booleans(),
        after=st.none() | st.integers(0, 12),
        due=st.none() | st.integers(-1, 12),
        seq=st.integers(1, 2),
        kind=st.sampled_from([None, CHRONIC, TUMOUR]),
    ),
    max_size=8,
)


@given(ATTEMPTS)
def test_no_number_is_larger_than_the_one_it_is_a_part_of(attempts):
    found = rules.rates(attempts)
    reached_or_not = found.reached + found.lost

    assert 0 <= found.timely <= found.reached <= found.attempted <= found.eligible
    assert found.eligible <= found.discharged == len({one.patient for one in attempts})
    assert found.reached <= found.reached_of_all <= found.discharged
    assert reached_or_not <= found.eligible
    assert found.reached + found.bad_numbers <= found.eligible


@given(ATTEMPTS)
def test_the_order_of_rows_changes_no_rate(attempts):
    assert rules.rates(attempts) == rules.rates(attempts[::-1])


@given(ATTEMPTS)
def test_a_row_repeated_changes_no_rate(attempts):
    assert rules.rates(attempts) == rules.rates([*attempts, *attempts])


@pytest.mark.long
@given(ATTEMPTS, ATTEMPTS)
def test_the_rates_of_two_houses_add_up(ours, theirs):
    other = [one._replace(patient=(f"{one.patient[0]}'", one.patient[1])) for one in theirs]

    both, one, two = rules.rates(ours + other), rules.rates(ours), rules.rates(other)

    names = ("discharged", "eligible", "attempted", "reached", "timely", "lost", "bad_numbers")
    assert [getattr(both, name) for name in names] == [
        getattr(one, name) + getattr(two, name) for name in names
    ]


def test_a_longer_term_makes_more_follow_ups_timely():
    attempts = [attempt("A", after=3), attempt("B", after=7), attempt("C", after=14)]
    timely = [
        rules.rates(attempts, rules.RegisterTable(followup_due_days=days)).timely
        for days in (2, 3, 7, 14)
    ]

    assert timely == [0, 1, 2, 3]
