"""What patients said, boiled down so far that nobody can be told from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules.opinions import COMMON_FROM, SAYS_NOTHING, opinions


@pytest.mark.parametrize(
    ("times", "common", "single"),
    [(1, [], 1), (2, [], 2), (3, [("饭菜凉", 3)], 0), (4, [("饭菜凉", 4)], 0)],
)
def test_an_opinion_is_shown_only_from_three_people_on(times, common, single):
    assert opinions(["饭菜凉"] * times) == (common, single)


@pytest.mark.parametrize("text", sorted(SAYS_NOTHING))
def test_what_says_nothing_is_not_an_opinion(text):
    assert opinions([text, f" {text} "] * 3) == ([], 0)


def test_the_most_frequent_comes_first_and_ties_go_by_the_word():
    said = ["停车不方便"] * 3 + ["等床时间太长"] * 4 + ["电梯慢"] * 3 + ["护士长很好"]

    assert opinions(said) == ([("等床时间太长", 4), ("停车不方便", 3), ("电梯慢", 3)], 1)


def test_space_around_an_opinion_does_not_make_another_of_it():
    assert opinions(["饭菜凉", " 饭菜凉", "饭菜凉\n"]) == ([("饭菜凉", 3)], 0)


@given(st.lists(st.sampled_from(["", "无", "饭菜凉", "电梯慢", "停车难"]), max_size=14))
def test_every_opinion_is_counted_once_and_none_that_is_rare_is_shown(texts):
    common, single = opinions(texts)

    assert sum(count for _text, count in common) + single == sum(
        text not in SAYS_NOTHING for text in texts
    )
    assert all(count >= COMMON_FROM and texts.count(text) == count for text, count in common)
