"""When a letter goes out, how often it is tried, and what becomes of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bureau.calendar import WorkCalendar
from bureau.notice_years import named_days
from bureau.sending import DeliveryState, Outcome, Urgency, after, first_try_at, is_office_hour

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(*named_days(2026), frozenset({2026}))
AT = datetime(2026, 11, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-11-09T08:29:59+08:00", False),
        ("2026-11-09T08:30:00+08:00", True),
        ("2026-11-09T19:59:59+08:00", True),
        ("2026-11-09T20:00:00+08:00", False),
        ("2026-11-08T10:00:00+08:00", False),
        ("2026-09-20T10:00:00+08:00", True),
        ("2026-10-01T10:00:00+08:00", False),
        ("2026-11-09T00:30:00+00:00", True),
    ],
    ids=[
        "before opening", "opening", "the last second", "closing", "a Sunday", "a worked Sunday",
        "a holiday", "the same instant, told in UTC",
    ],
)  # fmt: skip
def test_people_are_written_to_in_office_hours_of_working_days(local, is_open):
    at = datetime.fromisoformat(local)

    assert is_office_hour(at, calendar=CALENDAR, zone=SHANGHAI) == is_open


def test_the_letter_of_the_day_collects_and_others_go_at_once():
    assert first_try_at(Urgency.NORMAL, AT) == AT + timedelta(minutes=10)
    assert first_try_at(Urgency.PROMPT, AT) == first_try_at(Urgency.SAFETY, AT) == AT


@pytest.mark.parametrize(
    ("outcome", "attempts", "state", "minutes"),
    [
        (Outcome.SENT, 1, DeliveryState.SENT, None),
        (Outcome.UNKNOWN, 1, DeliveryState.UNKNOWN, None),
        (Outcome.REFUSED, 1, DeliveryState.DEAD, None),
        (Outcome.LATER, 1, DeliveryState.FAILED, 1),
        (Outcome.LATER, 6, DeliveryState.FAILED, 10),
        (Outcome.LATER, 7, DeliveryState.DEAD, None),
        (Outcome.AWAY, 99, DeliveryState.FAILED, 1),
    ],
)
def test_what_becomes_of_a_letter_follows_from_the_answer_and_the_tries(
    outcome, attempts, state, minutes
):
    found = after(outcome, attempts=attempts, first_due_at=AT, at=AT)

    assert found.state is state
    assert found.try_at == (AT + timedelta(minutes=minutes) if minutes else None)


def test_a_letter_dies_of_age_even_where_the_server_sleeps():
    three_days = AT + timedelta(hours=72, minutes=1)

    assert after(Outcome.AWAY, attempts=1, first_due_at=AT, at=three_days).state is (
        DeliveryState.DEAD
    )
