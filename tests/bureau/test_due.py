"""Which level of a due thing is taken when: plain values, no database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau.calendar import WorkCalendar
from bureau.due import Level, LevelKind, on_working_day, plan, was_late
from bureau.notice_years import named_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(*named_days(2026), frozenset({2026}))
START = datetime(2026, 11, 5, 0, 30, tzinfo=UTC)
DAY = timedelta(days=1)
LEVELS = tuple(
    Level(no, LevelKind.WARN, START + days * DAY) for no, days in ((1, 0), (2, 3), (3, 5))
)


def planned(at, taken=(), *, is_office_hour=True, levels=LEVELS, stale_after=60 * DAY):
    take, skip = plan(
        levels, taken=taken, at=at, is_office_hour=is_office_hour, stale_after=stale_after
    )
    return take and take.no, [level.no for level in skip]


@pytest.mark.parametrize(
    ("days", "taken", "expected"),
    [
        (-0.01, (), (None, [])),
        (0, (), (1, [])),
        (2, (1,), (None, [])),
        (3, (1,), (2, [])),
        (4, (), (2, [1])),
        (9, (), (3, [1, 2])),
        (9, (1, 2, 3), (None, [])),
        (70, (), (None, [1, 2, 3])),
        # A table with another day in between, after a higher level was taken.
        (9, (1, 3), (None, [2])),
    ],
    ids=[
        "before", "at its moment", "taken", "the next", "one missed", "two missed", "all taken",
        "too long ago", "a lower one afterwards",
    ],
)  # fmt: skip
def test_the_highest_level_reached_is_taken_and_the_missed_ones_are_passed_over(
    days, taken, expected
):
    assert planned(START + days * DAY, taken) == expected


def test_at_night_nothing_is_taken_but_what_concerns_safety():
    alarm = Level(7, LevelKind.WARN, START, at_any_hour=True)

    assert planned(START + 9 * DAY, is_office_hour=False) == (None, [])
    assert planned(START, is_office_hour=False, levels=(*LEVELS, alarm)) == (7, [])


@given(
    hours=st.lists(st.integers(-30, 200), min_size=1, max_size=12),
    open_hours=st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_whatever_clock_it_is_run_by_no_level_is_taken_twice_or_before_its_moment(
    hours, open_hours
):
    settled: set[int] = set()
    taken = []
    for hour, is_open in zip(hours, open_hours, strict=False):
        at = START + timedelta(hours=hour)
        take, skip = plan(
            LEVELS, taken=settled, at=at, is_office_hour=is_open, stale_after=60 * DAY
        )
        new = {level.no for level in (*skip, *([take] if take else []))}
        assert not new & settled
        assert take is None or take.at <= at
        settled |= new
        taken += [take.no] if take else []

    assert taken == sorted(set(taken))


@pytest.mark.parametrize(
    ("day", "fixed", "moment"),
    [
        (date(2026, 11, 5), date(2026, 11, 10), "2026-11-05 08:30"),
        (date(2026, 11, 8), date(2026, 11, 10), "2026-11-06 08:30"),
        (date(2026, 5, 10), date(2026, 5, 10), "2026-05-09 08:30"),
        (date(2026, 10, 5), date(2026, 10, 10), "2026-09-30 08:30"),
        (date(2026, 7, 11), date(2026, 7, 10), "2026-07-13 08:30"),
    ],
    ids=["a Thursday", "a Sunday", "the 10th, a Sunday", "the national holidays", "the late list"],
)
def test_a_reminder_on_a_rest_day_moves_back_up_to_the_due_day_and_forward_after_it(
    day, fixed, moment
):
    at = on_working_day(day, time(8, 30), fixed=fixed, calendar=CALENDAR, zone=SHANGHAI)

    assert f"{at:%Y-%m-%d %H:%M}" == moment


def test_a_level_is_late_where_no_working_job_would_have_taken_so_long():
    assert not was_late(START, START + timedelta(minutes=30))
    assert was_late(START, START + timedelta(minutes=31))
