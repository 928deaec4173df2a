"""Which follow-up of a stay a row is, and which rows repeat or share something."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules.numbering import (
    Place,
    Sighting,
    number_beside_standing,
    number_followups,
    shared_phones,
)

DISCHARGED = date(2026, 10, 5)
TENTH, ELEVENTH = date(2026, 10, 10), date(2026, 10, 11)


def sightings(*rows):
    return [Sighting(number, "ZY1", DISCHARGED, day, seq) for number, day, seq in rows]


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([(4, None, None)], {4: Place(1)}),
        ([(4, TENTH, 3)], {4: Place(3)}),
        ([(4, ELEVENTH, None), (5, TENTH, None)], {4: Place(2), 5: Place(1)}),
        ([(4, None, None), (5, TENTH, None)], {4: Place(2), 5: Place(1)}),
        ([(4, TENTH, None), (5, TENTH, None)], {4: Place(1), 5: Place(1, 4)}),
        ([(4, None, None), (5, None, None)], {4: Place(1), 5: Place(1, 4)}),
        ([(4, TENTH, 1), (5, TENTH, 2)], {4: Place(1), 5: Place(2)}),
        ([(4, TENTH, 1), (5, ELEVENTH, 1)], {4: Place(1), 5: Place(1, 4)}),
        ([(4, ELEVENTH, 1), (5, TENTH, None)], {4: Place(1), 5: Place(2)}),
        ([(4, TENTH, None), (5, TENTH, 2)], {4: Place(1), 5: Place(1, 4)}),
        (
            [(4, TENTH, None), (5, TENTH, None), (6, TENTH, None)],
            {4: Place(1), 5: Place(1, 4), 6: Place(1, 4)},
        ),
    ],
    ids=[
        "one",
        "one with a number",
        "by day, not by row",
        "without a day last",
        "the same day repeats",
        "without a day twice repeats",
        "two numbers on one day are two",
        "the same number repeats",
        "a given number is not given again",
        "the same day with and without a number",
        "a third repeats the first",
    ],
)
def test_numbering_the_follow_ups_of_a_stay(rows, places):
    assert number_followups(sightings(*rows)) == places


def test_stays_are_told_apart_by_number_and_day_of_discharge():
    rows = [
        Sighting(2, "ZY1", DISCHARGED, TENTH, None),
        Sighting(3, "ZY2", DISCHARGED, TENTH, None),
        Sighting(4, "ZY1", DISCHARGED + timedelta(days=1), TENTH, None),
    ]

    assert number_followups(rows) == {2: Place(1), 3: Place(1), 4: Place(1)}


SMALL_STAY = st.lists(
    st.tuples(st.sampled_from([None, TENTH, ELEVENTH]), st.sampled_from([None, 1, 2, 5])),
    max_size=7,
)


@given(SMALL_STAY)
def test_no_two_rows_that_count_ever_share_a_number_and_repeats_point_back(stay):
    rows = sightings(*((number, *one) for number, one in enumerate(stay)))

    places = number_followups(rows)

    assert set(places) == set(range(len(stay)))
    counted = [place.seq for place in places.values() if place.repeats is None]
    assert len(counted) == len(set(counted))
    assert all(place.repeats < row for row, place in places.items() if place.repeats is not None)


def test_a_phone_of_two_patients_names_the_other_row_and_one_of_one_patient_none():
    rows = [
        (2, "13800138000", "张三"),
        (3, "013800138000", "李四"),
        (4, "13900139000", "王五"),
        (5, "13900139000", "王五"),
        (6, "", "赵六"),
        (7, "", "孙七"),
    ]

    assert shared_phones(rows) == {2: 3, 3: 2}


STAY = ("ZY1", date(2026, 10, 5))
DAY_9, DAY_20 = date(2026, 10, 9), date(2026, 10, 20)


@pytest.mark.parametrize(
    ("standing", "followed_on", "seq", "number"),
    [
        ({1: DAY_9}, DAY_9, None, 1),
        ({1: DAY_9}, DAY_20, None, 2),
        ({1: None}, DAY_20, None, 1),
        ({1: DAY_9, 2: None}, DAY_20, None, 2),
        ({1: DAY_9, 2: DAY_20}, DAY_20, None, 2),
        ({1: DAY_9}, DAY_20, 1, None),
    ],
    ids=[
        "the same day is the same call",
        "a later call takes no earlier one's place",
        "a call fills what stood as not yet done",
        "and only that",
        "the second handed in alone stays the second",
        "a number in the file is kept",
    ],
)
def test_a_file_without_numbers_is_numbered_beside_what_stands(standing, followed_on, seq, number):
    rows = [Sighting(7, *STAY, followed_on, seq)]

    seqs = number_beside_standing(rows, {STAY: standing})

    assert seqs.get(7) == number


def test_rows_of_stays_that_do_not_stand_keep_their_numbers():
    assert number_beside_standing([Sighting(7, *STAY, DAY_9, None)], {}) == {}


def test_a_number_given_in_the_file_is_free_for_no_other_row_of_it():
    rows = [Sighting(4, *STAY, DAY_9, 1), Sighting(5, *STAY, DAY_20, None)]

    assert number_beside_standing(rows, {STAY: {1: DAY_20}}) == {5: 2}


ANY_DAY = st.sampled_from([None, DAY_9, TENTH, ELEVENTH, DAY_20])


@given(
    st.lists(st.tuples(ANY_DAY, st.sampled_from([None, 1, 2, 3, 5])), max_size=7),
    st.dictionaries(st.sampled_from([1, 2, 3, 4, 6]), ANY_DAY, min_size=1),
)
def test_beside_what_stands_no_two_rows_share_a_number_and_given_numbers_are_kept(stay, standing):
    rows = [Sighting(number, *STAY, *one) for number, one in enumerate(stay)]
    places = number_followups(rows)
    rows = [one for one in rows if places[one.row].repeats is None]

    seqs = number_beside_standing(rows, {STAY: standing})

    assert seqs.keys() == {one.row for one in rows if one.seq is None}
    numbers = [one.seq or seqs[one.row] for one in rows]
    assert len(numbers) == len(set(numbers))
    # A day that stands is met again, unless the file gives its number to another row.
    given = {one.seq for one in rows if one.seq}
    for one in rows:
        met = {seq for seq, day in standing.items() if day == one.followed_on and seq not in given}
        assert one.seq or not one.followed_on or not met or seqs[one.row] in met
