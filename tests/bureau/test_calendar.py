from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau import notice_years
from bureau.calendar import Counting, WorkCalendar


def notice_calendar(*years: int) -> WorkCalendar:
    holidays, makeup_days = {}, {}
    for year in years:
        off, worked = notice_years.named_days(year)
        holidays |= off
        makeup_days |= worked
    return WorkCalendar(holidays, makeup_days, frozenset(years))


KNOWN = notice_calendar(2025, 2026)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-12", 10, "2026-03-04"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-09-29", 5, "2026-10-12"),
        ("2026-09-29", 10, "2026-10-19"),
        ("2025-09-28", 5, "2025-10-11"),
        ("2026-11-07", 1, "2026-11-09"),
    ],
    ids=[
        "spring festival, five days",
        "spring festival, ten days",
        "the day before it, five days",
        "the day before it, ten days",
        "a worked Sunday makes it earlier",
        "the last day before National Day",
        "two days before National Day",
        "ten days over National Day",
        "received on a worked Sunday",
        "received on a Saturday",
    ],
)
def test_a_term_counts_working_days_as_the_notice_sets_them(received, days, due):
    assert KNOWN.add_workdays(date.fromisoformat(received), days) == date.fromisoformat(due)


def test_an_explanation_names_every_day_and_why():
    term = KNOWN.term(date(2026, 2, 13), 5)

    assert [step.day.day for step in term.steps[:3]] == [14, 15, 16]
    assert term.steps[0].counting is Counting.MAKEUP
    assert term.steps[0].nth == 1
    assert (term.steps[1].counting, term.steps[1].name) == (Counting.NOT, "春节")
    assert term.steps[-1].day == term.due_on == date(2026, 2, 27)
    assert not term.is_provisional


def test_a_year_without_notice_falls_back_and_says_so():
    term = KNOWN.term(date(2026, 12, 28), 10)

    assert term.due_on == date(2027, 1, 12)
    assert term.is_provisional


def test_a_term_of_no_days_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        KNOWN.term(date(2026, 11, 2), 0)


DAYS = st.integers(0, 12).map(lambda n: date(2026, 3, 2) + timedelta(days=n))
NAMED = st.dictionaries(DAYS, st.just("假"))


@given(DAYS, st.integers(1, 6), NAMED, NAMED)
def test_exactly_so_many_working_days_lie_behind_the_start(start, days, holidays, makeup_days):
    calendar = WorkCalendar(holidays, makeup_days, frozenset({2026}))

    due = calendar.add_workdays(start, days)

    waited = [start + timedelta(days=n + 1) for n in range((due - start).days)]
    assert sum(map(calendar.is_workday, waited)) == days
    assert calendar.is_workday(due)
