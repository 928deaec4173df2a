"""Who hears when of a register that is not in."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from bureau.calendar import WorkCalendar
from bureau.due import LevelKind
from bureau.models import CalendarYear, Delivery, DueStep, Notice
from bureau.rules import Role
from bureau.selectors import work_calendar
from bureau.sending import NoticeKind, Urgency
from followups import services, tasks
from followups.models import MonthlyRegister, Reminder
from followups.rules import register as rules
from followups.rules import reminders
from followups.rules.table import RegisterTable
from followups.services.reminders import LateLists, OpenRegisters
from tests.factories import (
    IN_TIME,
    OCTOBER,
    InstitutionFactory,
    UserFactory,
    approved_rules,
    rows,
    submitted,
)

BEFORE_OCTOBER = datetime(2026, 9, 1, tzinfo=UTC)


def at(day, hour="08:30", *, month=11):
    return datetime.fromisoformat(f"2026-{month:02}-{day:02}T{hour}:00+08:00")


def run(moment):
    return services.remind_of_registers(at=moment, calendar=work_calendar())


@pytest.fixture
def october(hospital, officer, liaison, clerk, section_head):
    """October of one house with an officer of its own and a liaison officer."""
    services.open_month(OCTOBER, at=IN_TIME)
    return MonthlyRegister.objects.get(institution=hospital, month=OCTOBER)


def told(user):
    return [(notice.kind, notice.created_at.day) for notice in user.notices.order_by("pk")]


@pytest.mark.long
def test_a_house_is_reminded_on_the_5th_the_8th_and_the_10th_and_the_bureau_hears_on_the_11th(
    october, officer, liaison, clerk
):
    for day in range(1, 16):
        for hour in ("00:05", "08:25", "08:30", "08:35", "19:55", "20:05"):
            run(at(day, hour))

    # The 8th is a Sunday: the reminder came on the Friday before.
    assert told(officer) == [("due", 5), ("due", 6), ("due", 10)]
    assert told(liaison) == [("overdue", 11)]
    assert told(clerk) == [("overdue", 11)]
    levels = DueStep.objects.filter(kind="register").order_by("pk")
    assert [step.level for step in levels] == [5, 8, 10, 11]
    assert not any(step.is_skipped or step.was_late for step in levels)


def test_a_house_without_anybody_is_asked_through_the_section(
    october, officer, liaison, clerk, section_head
):
    officer.groups.clear()
    liaison.assignments.update(to_on=date(2026, 11, 1))

    run(at(5))

    assert told(clerk) == told(section_head) == [("due", 5)]


def test_a_register_handed_in_is_not_asked_for_again(october, officer, liaison, clerk):
    run(at(5))
    submitted(october.institution, rows(3), at=at(5, "12:00"))

    for day in (6, 8, 10, 11, 12):
        run(at(day, "10:00"))

    assert told(officer) == [("due", 5)]
    assert told(liaison) == told(clerk) == []


def test_a_register_in_part_is_asked_for_in_other_words(october, officer):
    MonthlyRegister.objects.filter(pk=october.pk).update(arrived_on=date(2026, 11, 4))

    run(at(5))

    with translation.override("en"):
        assert "in part" in officer.notices.get().text
    assert (
        officer.notices.get().text
        == "县人民医院2026年10月随访登记表只报了一部分，其余请于11月10日前报送。"
    )


def test_a_house_without_an_officer_of_its_own_is_asked_through_its_liaison_officer(
    october, officer, liaison, clerk
):
    officer.groups.clear()

    run(at(5))

    assert (told(liaison), told(clerk)) == ([("due", 5)], [])
    assert "/upload/" not in liaison.notices.get().url


def test_a_house_that_nobody_looks_after_goes_to_the_section_and_is_named_in_its_list(
    october, officer, liaison, clerk, section_head
):
    liaison.assignments.update(to_on=date(2026, 11, 1))

    run(at(11))

    assert [notice.cause for notice in clerk.notices.all()] == [f"late_list {OCTOBER}"]
    shown = DueStep.objects.visible_to(clerk).values_list("kind", flat=True)
    assert set(shown) == {"late_list", "register"}
    assert section_head.notices.count() == 1
    assert "县人民医院（无包单位人员）" in clerk.notices.get().text


def test_the_late_list_tells_missing_from_in_part(october, clerk, township):
    services.open_month(OCTOBER, at=IN_TIME)
    MonthlyRegister.objects.filter(institution=township).update(arrived_on=date(2026, 11, 4))

    run(at(11))

    notice = clerk.notices.get(cause__startswith="late_list")
    with translation.override("en"):
        assert "Not in (1): 县人民医院. In part (1): 城关镇卫生院" in notice.text
    assert notice.url == "/registers/?until=2026-10&only=missing"


def test_back_after_two_months_every_month_is_told_once_and_the_levels_missed_are_on_record(
    october, liaison, clerk, officer
):
    september = rules.month_before(OCTOBER)
    services.open_month(september, at=IN_TIME)

    for _ in range(3):
        run(at(4, "09:00", month=12))

    assert told(officer) == []
    assert [notice.subject_no for notice in liaison.notices.order_by("pk")] == [
        MonthlyRegister.objects.get(month=month).no for month in (september, OCTOBER)
    ]
    assert clerk.notices.count() == 2
    assert DueStep.objects.filter(is_skipped=True).count() == 6


def test_a_year_ago_is_not_dug_up_where_the_system_is_new(october, liaison):
    services.open_month(date(2025, 10, 1), at=IN_TIME)

    run(at(11))

    assert liaison.notices.count() == 1


def test_the_days_are_those_of_the_months_own_rules(officer):
    approved_rules(at=BEFORE_OCTOBER, valid_from=OCTOBER, reminder_days=[9])
    services.open_month(OCTOBER, at=IN_TIME)

    services.remind_of_registers(at=at(9), calendar=work_calendar())

    assert told(officer) == [("due", 9)]


def test_levels_keep_their_moment_where_next_years_calendar_is_missing(db):
    CalendarYear.objects.all().delete()

    levels = reminders.levels(date(2026, 11, 10), calendar=work_calendar(), zone=at(1).tzinfo)

    assert [level.kind for level in levels] == [
        LevelKind.WARN, LevelKind.WARN, LevelKind.REMIND, LevelKind.ESCALATE,
    ]  # fmt: skip


def test_the_level_after_a_due_day_at_the_end_of_february_is_the_highest_of_all():
    levels = reminders.levels(
        date(2027, 2, 28), calendar=WorkCalendar(), zone=UTC,
        table=RegisterTable(due_day=28),
    )  # fmt: skip

    assert [level.no for level in levels] == [5, 8, 10, 29]
    assert levels[-1].kind is LevelKind.ESCALATE


# --- The bureau urges by hand ------------------------------------------------------------------


def test_whom_the_bureau_urges_is_told_at_once_and_by_a_letter_of_its_own(october, officer, clerk):
    services.remind(registers=[october], by=clerk, at=at(9, "15:00"))
    services.remind(registers=[october], by=clerk, at=at(9, "16:00"))

    notice = officer.notices.get()
    assert (notice.kind, notice.created_at) == (NoticeKind.URGED, at(9, "15:00"))
    assert Delivery.objects.get().urgency == Urgency.PROMPT
    assert notice.cause == f"reminder {Reminder.objects.get().pk}"


def test_a_register_that_is_in_is_not_urged(october, officer, clerk):
    submitted(october.institution, rows(3), at=at(5, "12:00"))

    assert services.remind(registers=[october], by=clerk, at=at(9)) == 0
    assert not officer.notices.exists()


# --- The task ------------------------------------------------------------------------------------


def test_the_task_may_be_run_for_an_earlier_moment_and_twice(october, officer):
    tasks.remind_of_registers(at="2026-11-05T08:30:00+08:00")
    with time_machine.travel(at(5, "09:00"), tick=False):
        tasks.remind_of_registers()

    assert told(officer) == [("due", 5)]


def test_no_notice_names_a_patient(october, officer, clerk):
    submitted(InstitutionFactory(kind="township_center"), rows(3), at=at(5, "07:00"))
    run(at(11))

    assert not any("病人" in str(notice.words) for notice in Notice.objects.all())
    assert UserFactory(roles=[Role.AUDITOR]).notices.count() == 0


def test_what_is_handed_in_between_the_query_and_the_lock_is_left_alone(october):
    calendar = work_calendar()
    open_ones, lists = OpenRegisters(calendar), LateLists(calendar)
    [thing], [month] = open_ones.things(at=at(11)), lists.things(at=at(11))
    assert open_ones.lock(thing.no) == october
    assert lists.lock(month.no) == [october]

    submitted(october.institution, rows(3), at=at(10, "12:00"))

    assert open_ones.lock(thing.no) is None
    assert lists.lock(month.no) is None
