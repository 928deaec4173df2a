"""Clocks warn before their day, and rise after it: once for each case and level."""

from datetime import date

import pytest

from bureau.calendar import WorkCalendar
from bureau.models import DueStep, Notice
from bureau.rules import Role
from complaints import services
from complaints.models import Case
from complaints.rules import reminders
from complaints.rules.clocks import Clock
from complaints.rules.words import Channel, ClockCode, ClockFamily, Unit
from tests.complaints.conftest import SHANGHAI, moment
from tests.factories import UserFactory

CALENDAR = WorkCalendar(years=frozenset({2026}))


def days_of(clock, due_at):
    ladder = reminders.levels(clock, due_at, calendar=CALENDAR, zone=SHANGHAI)
    return [(level.no, f"{level.at.astimezone(SHANGHAI):%m-%d %H:%M}") for level in ladder]


def test_five_working_days_warn_after_two_and_four_and_rise_after_one_and_three():
    clock = Clock(ClockCode.ANSWER, ClockFamily.STATUTORY, Unit.WORKDAYS, 5, date(2026, 11, 2))

    assert days_of(clock, clock.due_at(CALENDAR, SHANGHAI)) == [
        (1, "11-04 08:30"), (2, "11-06 08:30"), (reminders.TODAY, "11-09 08:30"),
        (reminders.OVERDUE, "11-10 08:30"), (reminders.HEAD, "11-11 08:30"),
        (reminders.DEPUTY, "11-13 08:30"),
    ]  # fmt: skip


def test_two_hours_for_safety_warn_at_any_hour_of_any_day():
    at = moment("2026-11-07", 20)
    clock = Clock(ClockCode.FIRST_ACTION, ClockFamily.INTERNAL, Unit.HOURS, 2, at.date(), at)

    ladder = reminders.levels(clock, clock.due_at(CALENDAR), calendar=CALENDAR, zone=SHANGHAI)

    assert [level.at_any_hour for level in ladder] == [True, True, True, False, False]
    assert days_of(clock, clock.due_at(CALENDAR))[:3] == [
        (1, "11-07 21:00"), (2, "11-07 21:36"), (reminders.OVERDUE, "11-07 22:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("came", "lies"),
    [(("2026-11-02", 10), "11-02 14:00"), (("2026-11-02", 7), "11-02 12:30"),
     (("2026-11-02", 16, 30), "11-03 11:30"), (("2026-11-06", 17), "11-09 12:00"),
     (("2026-11-07", 12), "11-09 12:30")],
)  # fmt: skip
def test_four_working_hours_are_counted_over_nights_and_rest_days(came, lies):
    after = reminders.after_working_hours(moment(*came), calendar=CALENDAR, zone=SHANGHAI)

    assert f"{after:%m-%d %H:%M}" == lies


@pytest.mark.parametrize(
    ("hour", "first"),
    [(10, [(10, "11-02 14:00"), (11, "11-03 08:30")]), (17, [(10, "11-03 12:00")])],
)
def test_an_order_that_lies_unsigned_rises_after_four_working_hours(hour, first):
    since = moment("2026-11-02", hour)
    clock = Clock(ClockCode.HOTLINE_SIGN, ClockFamily.CHANNEL, Unit.WORKDAYS, 1, since.date())
    due_at = clock.due_at(CALENDAR, SHANGHAI)

    ladder = reminders.levels(clock, due_at, calendar=CALENDAR, zone=SHANGHAI, since=since)

    told = [(level.no, f"{level.at.astimezone(SHANGHAI):%m-%d %H:%M}") for level in ladder]
    assert told[: len(first)] == first
    assert [no for no, _at in told[len(first) :]] == [12, 13, 14]


def test_the_head_hears_of_an_unsigned_order_once_and_of_a_signed_one_never(desk):
    lying, signed = (desk.case(channel=Channel.HOTLINE, external_no=no) for no in ("DH1", "DH2"))
    desk.do("sign_order", signed, on="2026-11-02", calendar=desk.calendar)

    told = [remind(desk, "2026-11-02", hour) for hour in (13, 14, 15)]

    assert told == [0, 1, 0]
    assert desk.head.pk in readers(lying.no)
    assert not readers(signed.no)


def remind(desk, day, hour=9):
    return services.remind_of_cases(at=moment(day, hour), calendar=desk.calendar)


def readers(no):
    return set(Notice.objects.filter(subject_no=no).values_list("recipient", flat=True))


def test_an_overdue_case_is_told_once_however_often_the_job_runs(desk):
    desk.accepted("2026-11-02")

    assert [remind(desk, "2026-11-10") for _ in range(5)] == [1, 0, 0, 0, 0]
    overdue = DueStep.objects.filter(kind="case_clock", is_skipped=False)
    assert overdue.count() == 1


@pytest.mark.long
def test_it_rises_from_who_handles_it_to_the_head_and_the_deputy_director(desk):
    case = desk.accepted("2026-11-02")
    deputy = UserFactory(roles=[Role.LEADER])
    told = []
    for day in ("2026-11-09", "2026-11-10", "2026-11-11", "2026-11-13"):
        before = set(Notice.objects.values_list("pk", flat=True))
        remind(desk, day)
        new = Notice.objects.exclude(pk__in=before)
        told.append(set(new.values_list("recipient", flat=True)))

    clerk, head = desk.clerk.pk, desk.head.pk
    assert told[0] == {clerk}
    assert told[1:] == [{clerk}, {clerk, head}, {clerk, head, deputy.pk}]
    assert not Notice.objects.filter(recipient=deputy).exclude(subject_no=case.no).exists()


def test_what_nobody_took_up_goes_to_the_duty_section_by_name(desk):
    case = desk.case("2026-11-02")
    case.handler = None
    case.save(update_fields=["handler"])

    remind(desk, "2026-11-04")

    told = Notice.objects.filter(recipient=desk.clerk, subject_no=case.no)
    assert any("医政医管科" in str(words) for words in told.values_list("words", flat=True))


def test_late_by_days_one_word_is_said_and_the_others_are_passed_over(desk):
    desk.accepted("2026-11-02")

    assert remind(desk, "2026-11-12") == 1

    assert DueStep.objects.filter(is_skipped=True).count() == 4


def test_a_paused_case_warns_nobody_and_its_new_day_is_warned_of_anew(desk):
    case = desk.accepted("2026-11-02")
    desk.do("suspend_case", case, on="2026-11-05", reason="待补充材料")
    assert remind(desk, "2026-11-10") == 0

    desk.do("resume_case", case, on="2026-11-10", calendar=desk.calendar)
    assert remind(desk, "2026-11-12") == 1


def test_whom_a_case_is_kept_from_is_not_told_of_it(desk, petition_clerk):
    case = desk.case("2026-11-02", is_accusation=True)

    remind(desk, "2026-11-05")

    assert Case.objects.filter(pk=case.pk, handler=None).exists()
    assert desk.clerk.pk not in readers(case.no)
    assert desk.officer.pk not in readers(case.no)


def test_of_a_paused_case_the_day_that_goes_on_is_warned_of_and_rises(desk):
    case = desk.accepted(
        "2026-11-02", channel=Channel.HOTLINE, external_no="DH1", external_due_on=date(2026, 11, 12)
    )
    desk.do("suspend_case", case, reason="待司法鉴定")

    remind(desk, "2026-11-18")

    told = DueStep.objects.filter(kind="case_clock", no__startswith=case.no, is_skipped=False)
    codes = {no.split()[1] for no in told.values_list("no", flat=True)}
    assert codes == {ClockCode.HOTLINE_ANSWER}
