from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau.calendar import WorkCalendar
from complaints.rules import clocks
from complaints.rules.clocks import Clock
from complaints.rules.words import CaseType, Channel, ClockCode, ClockFamily, Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
ANSWER = Clock(ClockCode.ANSWER, ClockFamily.STATUTORY, Unit.WORKDAYS, 5, date(2026, 11, 2))
FIRST = date(2026, 3, 2)
DAYS = st.integers(0, 30).map(lambda n: FIRST + timedelta(days=n))
CALENDARS = st.builds(
    WorkCalendar,
    holidays=st.dictionaries(DAYS, st.just("holiday"), max_size=6),
    makeup_days=st.dictionaries(DAYS, st.just("made up"), max_size=4),
    years=st.just(frozenset({2026})),
)


def started(**said):
    said = {
        "kind": CaseType.COMPLAINT,
        "channel": Channel.BUREAU_PHONE,
        "received_at": datetime(2026, 11, 2, 8, 30, tzinfo=UTC),
        "zone": SHANGHAI,
        **said,
    }
    return {clock.code: clock for clock in clocks.starting(**said)}


def test_a_complaint_starts_with_the_ministrys_five_working_days_and_the_bureaus_one():
    found = started()

    assert set(found) == {ClockCode.TRIAGE, ClockCode.ANSWER}
    assert found[ClockCode.ANSWER].due_on(WorkCalendar()) == date(2026, 11, 9)


def test_the_day_of_receipt_is_local():
    late = started(received_at=datetime(2026, 11, 2, 16, 30, tzinfo=UTC))

    assert late[ClockCode.ANSWER].started_on == date(2026, 11, 3)


def test_what_endangers_somebody_is_due_in_two_hours():
    found = started(safety_urgent=True)[ClockCode.FIRST_ACTION]

    assert found.due_at(WorkCalendar()) == datetime(2026, 11, 2, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "code", "length"),
    [
        (CaseType.CONSULTATION, ClockCode.HOTLINE_ANSWER, 2),
        (CaseType.HELP, ClockCode.HOTLINE_ANSWER, 5),
        (CaseType.SUGGESTION, ClockCode.HOTLINE_ANSWER, 10),
        (CaseType.COMPLAINT, ClockCode.HOTLINE_ANSWER, 5),
        (CaseType.COMPLAINT, ClockCode.HOTLINE_SIGN, 1),
    ],
)
def test_the_hotline_has_its_own_terms_beside_the_law(kind, code, length):
    assert started(kind=kind, channel=Channel.HOTLINE)[code].length == length


def test_a_petition_handed_down_may_be_objected_to_for_five_working_days():
    found = started(channel=Channel.PETITION_LETTER, handed_down=True)

    assert found[ClockCode.PETITION_TELL].due_on(WorkCalendar()) == date(2026, 11, 17)
    assert found[ClockCode.PETITION_OBJECT].due_on(WorkCalendar()) == date(2026, 11, 9)


def test_a_petition_ends_after_sixty_days_and_once_after_thirty_more():
    accepted_on = date(2026, 11, 2)

    assert clocks.petition_finish(accepted_on).due_on(WorkCalendar()) == date(2027, 1, 1)
    longer = clocks.petition_finish(accepted_on, extended=True)
    assert longer.due_on(WorkCalendar()) == date(2027, 1, 31)


def test_a_pause_gives_back_its_working_days_and_the_day_of_resuming_is_none():
    credit = clocks.pause_credit(
        date(2026, 11, 5), date(2026, 11, 9), unit=Unit.WORKDAYS, calendar=WorkCalendar()
    )

    assert credit == 2


def test_a_pause_gives_nothing_back_to_a_term_in_calendar_days():
    assert not clocks.pause_credit(
        date(2026, 11, 5), date(2026, 11, 9), unit=Unit.DAYS, calendar=WorkCalendar()
    )


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 11, 6), 1),  # Friday before a Monday
        (date(2026, 11, 9), 0),
        (date(2026, 11, 10), -1),
        (date(2026, 11, 16), -5),
    ],
)
def test_what_is_left_is_told_in_working_days(day, left):
    assert clocks.days_left(date(2026, 11, 9), day, WorkCalendar()) == left


@given(DAYS, st.integers(1, 8), CALENDARS)
def test_a_term_holds_its_working_days_and_ends_on_one(started_on, length, calendar):
    clock = Clock(ClockCode.ANSWER, ClockFamily.STATUTORY, Unit.WORKDAYS, length, started_on)

    due_on = clock.due_on(calendar)

    waited = [started_on + timedelta(days=n + 1) for n in range((due_on - started_on).days)]
    assert sum(map(calendar.is_workday, waited)) == length
    assert calendar.is_workday(due_on)


@given(DAYS, st.integers(1, 8), DAYS, st.integers(0, 10), CALENDARS)
def test_a_pause_moves_a_day_by_as_many_working_days_as_it_held(
    started_on, length, paused_on, for_days, calendar
):
    clock = Clock(ClockCode.ANSWER, ClockFamily.STATUTORY, Unit.WORKDAYS, length, started_on)
    resumed_on = paused_on + timedelta(days=for_days)
    credit = clocks.pause_credit(paused_on, resumed_on, unit=Unit.WORKDAYS, calendar=calendar)

    after = Clock(
        ClockCode.ANSWER, ClockFamily.STATUTORY, Unit.WORKDAYS, length, started_on, credit=credit
    )

    assert after.due_on(calendar) == calendar.add_workdays(started_on, length + credit)
    assert after.due_on(calendar) >= clock.due_on(calendar)
