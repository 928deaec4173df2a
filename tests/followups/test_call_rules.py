"""When a call counts, when a look at a number does, and when a reason says something."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from followups.rules import reasons, sampling

ZONE = ZoneInfo("Asia/Shanghai")


def at(day, clock):
    return datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("tried", "counts_from"),
    [
        ([], None),
        ([at(12, "09:00")], at(12, "11:00")),
        ([at(12, "09:00"), at(12, "11:00")], at(13, "00:00")),
        ([at(12, "09:00"), at(13, "09:00")], at(13, "11:00")),
        ([at(12, "22:00"), at(12, "23:30")], at(13, "01:30")),
        ([at(30, "09:00"), at(30, "11:00")], datetime(2026, 12, 1, tzinfo=ZONE)),
    ],
)
def test_attempts_lie_hours_apart_and_the_last_falls_on_a_second_day(tried, counts_from):
    assert sampling.next_attempt_at(tried, ZONE) == counts_from


@pytest.mark.parametrize(
    ("looked_at", "called_at", "is_fresh"),
    [
        (at(12, "09:00"), None, True),
        (at(12, "00:00"), None, True),
        (at(11, "23:59"), None, False),
        (at(12, "09:00"), at(12, "08:00"), True),
        (at(12, "09:00"), at(12, "09:30"), False),
    ],
    ids=["the same day", "its first minute", "yesterday", "after the last call", "before it"],
)
def test_a_look_is_good_for_one_call_of_the_same_day(looked_at, called_at, is_fresh):
    found = sampling.is_fresh_look(looked_at, called_at=called_at, at=at(12, "10:00"), zone=ZONE)

    assert found is is_fresh


@pytest.mark.parametrize(("seconds", "shows"), [(-1, False), (0, True), (59, True), (60, False)])
def test_a_number_shows_for_a_minute(seconds, shows):
    looked_at = at(12, "10:00")

    assert sampling.is_in_sight(looked_at, looked_at + timedelta(seconds=seconds)) is shows


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("名单已经泄露", True),
        ("wrong", True),
        ("漏报", False),
        ("  漏 报  了  ", False),
        ("", False),
        ("啊啊啊啊啊啊", False),
    ],
)
def test_a_reason_needs_five_signs_that_are_not_all_the_same(reason, says):
    assert reasons.says_something(reason) is says
