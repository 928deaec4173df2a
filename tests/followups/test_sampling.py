"""The bureau's sample: how many, which, and what their calls amount to."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules import sampling
from followups.rules.register import Ratio, RegisterTable
from followups.rules.sampling import Frame
from followups.rules.words import Verdict

TOWNSHIP = sampling.percent_for(is_township=True, is_level2_or_above=False)
COUNTY_HOSPITAL = sampling.percent_for(is_township=False, is_level2_or_above=True)


@pytest.mark.parametrize(
    ("claimed", "percent", "required"),
    [
        (137, TOWNSHIP, 14),
        (412, COUNTY_HOSPITAL, 21),
        (369, COUNTY_HOSPITAL, 19),
        (7, TOWNSHIP, 3),
        (2, TOWNSHIP, 2),
        (0, TOWNSHIP, 0),
        (30, TOWNSHIP, 3),
        (31, TOWNSHIP, 4),
        (60, COUNTY_HOSPITAL, 3),
        (61, COUNTY_HOSPITAL, 4),
        (3, COUNTY_HOSPITAL, 3),
    ],
)
def test_a_share_of_the_claimed_is_checked_rounded_up_and_at_least_three(
    claimed, percent, required
):
    assert sampling.required_checks(claimed, percent=percent) == required


def test_the_shares_and_the_minimum_come_from_the_table():
    table = RegisterTable(township_rate_percent=20, level2_rate_percent=8, min_checks=5)

    def share(is_township, is_level2_or_above):
        return sampling.percent_for(
            is_township=is_township, is_level2_or_above=is_level2_or_above, table=table
        )

    assert (share(False, True), share(False, False), share(True, False)) == (8, 20, 20)
    assert share(True, True) == 20, "a township centre stays one, whatever its grade"
    assert sampling.required_checks(7, percent=20, table=table) == 5


# --- The draw --------------------------------------------------------------------------------


def frame_of(**departments):
    """Lay out a frame: `内科=3` makes three rows of that department."""
    names = [name for name, size in departments.items() for _ in range(size)]
    return [Frame(key, name) for key, name in enumerate(names, start=1)]


COUNTY = frame_of(内科=60, 外科=30, 儿科=10)


def departments_of(keys, frame):
    of_key = {row.key: row.stratum for row in frame}
    return Counter(of_key[key] for key in keys)


def test_the_same_seed_draws_the_same_people_whatever_order_the_rows_come_in():
    drawn = sampling.draw(COUNTY, required=10, seed="a seed")

    assert sampling.draw(COUNTY[::-1], required=10, seed="a seed") == drawn
    assert sampling.draw(COUNTY, required=10, seed="another seed") != drawn


def test_every_department_has_its_share():
    chosen, _spare = sampling.draw(COUNTY, required=10, seed="a seed")

    assert departments_of(chosen, COUNTY) == {"内科": 6, "外科": 3, "儿科": 1}


def test_the_places_left_over_go_by_the_lot_and_each_department_is_drawn_as_its_size_says():
    # Shares of 4 places: 2.4, 0.96, 0.64.
    frame, places = frame_of(内科=15, 外科=6, 儿科=4), Counter()
    for number in range(1000):
        chosen, _spare = sampling.draw(frame, required=4, seed=f"seed {number}")
        places += departments_of(chosen, frame)

    shares = {"内科": 2400, "外科": 960, "儿科": 640}
    assert all(abs(places[name] - share) < 80 for name, share in shares.items())


def test_no_name_of_a_department_keeps_a_row_from_being_drawn():
    # Nine rows, each under a name of its own, beside three departments of ordinary size.
    frame = frame_of(内科=43, 外科=43, 妇科=42, **{f"门诊{number}": 1 for number in range(9)})
    drawn = Counter()
    for number in range(1000):
        drawn.update(sampling.draw(frame, required=14, seed=f"seed {number}")[0])

    # 14 of 137 rows: each a hundred and two times, more or less.
    assert len(drawn) == 137
    assert all(60 < n < 150 for n in drawn.values())


def test_a_list_drawn_by_the_first_way_is_repeated_by_it():
    # Shares of 4 places: 2.4, 0.96, 0.64. Two whole ones, then the remainders .96 and .64.
    frame, firsts = frame_of(内科=15, 外科=6, 儿科=4), set()
    for seed in ("first", "second", "third"):
        old = {"required": 4, "seed": seed, "method": sampling.LARGEST_REMAINDERS}
        chosen, _spare = sampling.draw(frame, **old)
        assert departments_of(chosen, frame) == {"内科": 2, "外科": 1, "儿科": 1}
        assert sampling.draw(frame, **old)[0] == chosen
        firsts.add(chosen[0])

    assert len(firsts) > 1


def test_of_two_equal_departments_not_always_the_same_has_the_only_place():
    frame = frame_of(内科=5, 外科=5)
    favoured = set()
    for number in range(20):
        chosen, _spare = sampling.draw(frame, required=1, seed=f"seed {number}")
        favoured.update(departments_of(chosen, frame))

    assert favoured == {"内科", "外科"}


def test_another_program_can_repeat_the_draw_from_what_the_docstring_says():
    frame = frame_of(内科=12)
    lots = {row.key: hashlib.sha256(f"a seed|{row.key}".encode()).digest() for row in frame}
    by_lot = sorted(lots, key=lots.get)

    assert sampling.draw(frame, required=3, seed="a seed") == (by_lot[:3], by_lot[3:9])


def test_there_are_at_most_twice_as_many_replacements_as_places():
    _chosen, spare = sampling.draw(COUNTY, required=10, seed="a seed")

    assert len(spare) == 20


def test_where_everybody_is_drawn_nobody_is_left_to_replace():
    chosen, spare = sampling.draw(frame_of(内科=2), required=2, seed="a seed")

    assert (sorted(chosen), spare) == ([1, 2], [])


def test_an_empty_frame_draws_nobody():
    assert sampling.draw([], required=0, seed="a seed") == ([], [])


FRAMES = st.lists(st.sampled_from("内外儿妇"), max_size=25).map(
    lambda names: [Frame(key, name) for key, name in enumerate(names, start=1)]
)


@given(FRAMES, st.integers(0, 30), st.text(max_size=3))
def test_a_draw_takes_as_many_as_required_and_nobody_twice(frame, wanted, seed):
    required = min(wanted, len(frame))

    chosen, spare = sampling.draw(frame, required=required, seed=seed)

    assert len(chosen) == required
    assert len(spare) == min(2 * required, len(frame) - required)
    assert len({*chosen, *spare}) == len(chosen) + len(spare)
    assert {*chosen, *spare} <= {row.key for row in frame}


@given(FRAMES, st.integers(0, 30), st.text(max_size=3))
def test_no_department_is_more_than_one_place_away_from_its_share(frame, wanted, seed):
    required = min(wanted, len(frame))
    sizes = Counter(row.stratum for row in frame)

    chosen, _spare = sampling.draw(frame, required=required, seed=seed)

    places = departments_of(chosen, frame)
    for stratum in sizes:
        assert abs(places[stratum] - required * sizes[stratum] / len(frame)) < 1


# --- The frame's fingerprint -----------------------------------------------------------------


def test_a_frame_has_one_fingerprint_whatever_its_order():
    assert sampling.frame_hash(COUNTY) == sampling.frame_hash(COUNTY[::-1])


@pytest.mark.parametrize(
    "changed",
    [
        COUNTY[:-1],
        [*COUNTY, Frame(101, "儿科")],
        [Frame(1, "外科"), *COUNTY[1:]],
        [Frame(1000, "内科"), *COUNTY[1:]],
    ],
    ids=["a row less", "a row more", "another department", "another person"],
)
def test_whatever_is_changed_in_a_frame_changes_its_fingerprint(changed):
    assert sampling.frame_hash(changed) != sampling.frame_hash(COUNTY)


def test_a_frame_read_back_from_json_has_the_same_fingerprint():
    kept = [list(row) for row in COUNTY]

    assert sampling.frame_hash(Frame(*row) for row in kept) == sampling.frame_hash(COUNTY)


# --- What the calls amount to ----------------------------------------------------------------

U = Verdict.UNREACHABLE


@pytest.mark.parametrize(
    ("calls", "settled"),
    [
        ([], None),
        ([U], None),
        ([U, U], None),
        ([U, U, U], U),
        ([U, U, Verdict.GENUINE], Verdict.GENUINE),
        ([U, Verdict.NOT_FOLLOWED], Verdict.NOT_FOLLOWED),
        ([Verdict.NUMBER_WRONG], Verdict.NUMBER_WRONG),
        ([Verdict.REFUSED], Verdict.REFUSED),
    ],
    ids=[
        "no call", "once", "twice", "three times", "reached at last", "reached the second time",
        "wrong number at once", "refused at once",
    ],
)  # fmt: skip
def test_a_person_who_does_not_answer_is_tried_three_times(calls, settled):
    assert sampling.verdict_after(calls) == settled


@pytest.mark.parametrize(
    ("verdict", "done", "genuine", "answered"),
    [
        (Verdict.GENUINE, 1, 1, 1),
        (Verdict.NOT_FOLLOWED, 1, 0, 1),
        (Verdict.CONTENT_MISMATCH, 1, 0, 1),
        (Verdict.UNCLEAR, 1, 0, 1),
        (Verdict.REFUSED, 1, 0, 0),
        (Verdict.NUMBER_WRONG, 1, 0, 0),
        (Verdict.UNREACHABLE, 0, 0, 0),
    ],
)
def test_each_verdict_counts_for_what_it_says(verdict, done, genuine, answered):
    assert sampling.check_figures(1, [verdict]) == (1, done, genuine, answered)


def test_who_refuses_to_speak_never_makes_a_record_false():
    figures = sampling.check_figures(3, [Verdict.GENUINE, Verdict.GENUINE, Verdict.REFUSED])

    assert figures.authenticity == Ratio(2, 2)
    assert figures.is_complete


def test_whom_nobody_reached_leaves_the_check_incomplete():
    figures = sampling.check_figures(3, [Verdict.GENUINE, U, Verdict.GENUINE])

    assert (figures.done, figures.is_complete) == (2, False)


def test_with_nobody_to_check_there_is_no_share():
    figures = sampling.check_figures(0, [])

    assert figures.authenticity.value is None
    assert figures.is_complete
