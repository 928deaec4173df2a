"""What patients said, boiled down so far that nobody can be told from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules.opinions import SAYS_NOTHING, opinions
from followups.rules.table import STANDARD


def said(*texts):
    """Let as many patients as there are texts say one each."""
    return list(enumerate(texts))


@pytest.mark.parametrize(
    ("times", "common", "single"),
    [(1, [], 1), (2, [], 2), (3, [("饭菜凉", 3)], 0), (4, [("饭菜凉", 4)], 0)],
)
def test_an_opinion_is_shown_only_from_three_people_on(times, common, single):
    assert opinions(said(*["饭菜凉"] * times)) == (common, single)


@pytest.mark.parametrize("text", sorted(SAYS_NOTHING))
def test_what_says_nothing_is_not_an_opinion(text):
    assert opinions(said(*[text, f" {text} "] * 3)) == ([], 0)


def test_the_most_frequent_comes_first_and_ties_go_by_the_word():
    texts = ["停车不方便"] * 3 + ["等床时间太长"] * 4 + ["电梯慢"] * 3 + ["护士长很好"]

    assert opinions(said(*texts)) == ([("等床时间太长", 4), ("停车不方便", 3), ("电梯慢", 3)], 1)


def test_space_around_an_opinion_does_not_make_another_of_it():
    assert opinions(said("饭菜凉", " 饭菜凉", "饭菜凉\n")) == ([("饭菜凉", 3)], 0)


def test_one_patient_who_says_the_same_at_every_follow_up_is_one():
    assert opinions([("ZY1", "饭菜凉"), ("ZY1", "饭菜凉 "), ("ZY1", "饭菜凉")]) == ([], 1)


def test_one_patient_who_says_two_things_is_counted_for_each():
    texts = [(patient, text) for patient in range(3) for text in ("饭菜凉", "电梯慢")]

    assert opinions(texts) == ([("电梯慢", 3), ("饭菜凉", 3)], 0)


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.sampled_from(["", "无", "饭菜凉", "电梯慢", "停车难"])),
        max_size=14,
    )
)
def test_every_patients_opinion_is_counted_once_and_none_that_is_rare_is_shown(texts):
    common, single = opinions(texts)

    told = {(patient, text) for patient, text in texts if text not in SAYS_NOTHING}
    assert sum(count for _text, count in common) + single == len(told)
    for text, count in common:
        assert count >= STANDARD.common_from
        assert count == len({patient for patient, its in told if its == text})
