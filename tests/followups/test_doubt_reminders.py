"""Who hears when of a follow-up in doubt that is not explained or not decided."""

from datetime import date, datetime, timedelta

import pytest

from bureau.calendar import WorkCalendar
from bureau.due import LevelKind
from bureau.models import DueStep, Section
from bureau.rules import Role, SectionCode
from bureau.sending import NoticeKind
from followups import services, tasks
from followups.rules import doubts
from followups.services.reminders import OpenDoubts
from tests.factories import UserFactory
from tests.followups.test_doubts import DAYS, HOW, LATER, WHY, doubt, english, item, ring

__all__ = ["doubt", "english", "item"]
ONE_DAY = timedelta(days=1)
MORNING = "08:30"


def at(day, hour=MORNING):
    return datetime.fromisoformat(f"{day}T{hour}:00+08:00")


def run(moment):
    return services.remind_of_doubts(at=moment, calendar=DAYS)


def told(user):
    kinds = [NoticeKind.DUE, NoticeKind.OVERDUE]
    return list(user.notices.filter(kind__in=kinds).values_list("kind", flat=True))


@pytest.fixture
def over(doubt):
    """The first working day after the last to explain."""
    day = doubt.explain_by + ONE_DAY
    while not DAYS.is_workday(day):
        day += ONE_DAY
    return day


@pytest.mark.parametrize(
    ("last", "warned", "overdue"),
    [
        ("2026-11-25", "2026-11-24", "2026-11-26"),  # a Wednesday
        ("2026-11-23", "2026-11-20", "2026-11-24"),  # a Monday: warned on the Friday before
        ("2026-11-27", "2026-11-26", "2026-11-30"),  # a Friday: overdue on the Monday
    ],
)
def test_levels_fall_on_working_days_around_the_last_to_explain(last, warned, overdue):
    calendar = WorkCalendar({}, {}, frozenset({2026}))
    zone = at(last).tzinfo

    levels = doubts.levels(date.fromisoformat(last), calendar=calendar, zone=zone)

    assert [one.at for one in levels] == [at(warned), at(overdue)]
    assert [one.kind for one in levels] == [LevelKind.WARN, LevelKind.ESCALATE]


def test_the_institution_is_warned_once_and_then_whoever_decides(
    doubt, over, officer, section_head, liaison, clerk
):
    day = doubt.called_at.date()
    while day <= over + 5 * ONE_DAY:
        for hour in ("00:05", MORNING, "08:35", "20:05"):
            run(at(day, hour))
        day += ONE_DAY

    assert told(officer) == [NoticeKind.DUE]
    assert told(section_head) == [NoticeKind.OVERDUE]
    assert told(liaison) == told(clerk) == []
    assert DueStep.objects.filter(kind="doubt", no=doubt.no).count() == 2


def test_after_an_outage_only_whoever_decides_is_told(doubt, over, officer, section_head):
    assert run(at(over + ONE_DAY * 7)) == 1
    assert run(at(over + ONE_DAY * 7)) == 0

    assert told(officer) == []
    assert told(section_head) == [NoticeKind.OVERDUE]


def test_what_is_explained_is_asked_of_nobody_again_but_waits_for_its_decision(
    doubt, over, officer, section_head
):
    services.explain_doubt(doubt=doubt, text=HOW, by=officer, at=LATER)

    run(at(doubt.explain_by - ONE_DAY, "20:00"))
    run(at(doubt.explain_by))
    run(at(over))

    assert told(officer) == []
    [notice] = section_head.notices.filter(kind=NoticeKind.OVERDUE)
    assert "nobody has decided yet" in str(notice.words)


def test_of_what_is_decided_nobody_is_reminded(doubt, over, section_head):
    services.dismiss_doubt(doubt=doubt, note=WHY, by=section_head, at=LATER)

    assert run(at(over)) == 0


def test_what_is_decided_between_the_query_and_the_lock_is_left_alone(doubt, over, section_head):
    kind = OpenDoubts(DAYS)
    [thing] = kind.things(at=at(over))
    assert kind.lock(thing.no) == doubt

    services.dismiss_doubt(doubt=doubt, note=WHY, by=section_head, at=LATER)

    assert kind.lock(thing.no) is None


def test_a_house_without_an_account_leaves_it_to_its_liaison_officer(
    doubt, officer, liaison, section_head
):
    officer.is_active = False
    officer.save()

    run(at(doubt.explain_by))

    assert told(liaison) == [NoticeKind.DUE]
    assert told(section_head) == []


def test_where_the_only_head_made_a_call_the_leaders_are_told(item, section_head):
    leader = UserFactory(roles=[Role.LEADER])
    made_by_the_head = ring(item, by=section_head)

    run(at(made_by_the_head.explain_by + 7 * ONE_DAY))

    assert told(section_head) == []
    assert told(leader) == [NoticeKind.OVERDUE]


def test_the_task_takes_an_instant_and_names_no_patient(doubt, over, section_head):
    patient = doubt.item.record.patient_name.reveal()

    tasks.remind_of_doubts(at=at(over).isoformat())
    tasks.remind_of_doubts(at=at(over).isoformat())

    [notice] = section_head.notices.filter(kind=NoticeKind.OVERDUE)
    assert patient not in str(notice.words)


def test_the_step_is_seen_by_whoever_sees_the_doubt(doubt, over, section_head):
    run(at(over))

    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    elsewhere = UserFactory(roles=[Role.BUREAU_STAFF], section=personnel)
    assert DueStep.objects.visible_to(section_head).filter(kind="doubt").exists()
    assert not DueStep.objects.visible_to(elsewhere).filter(kind="doubt").exists()
