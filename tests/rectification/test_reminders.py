"""Who hears of a plan that is owed, and of what came back after its day: once per level."""

from datetime import date

import pytest

from bureau.models import DueStep, LeaderPost, Notice, Remit, Section
from bureau.rules import LeaderKind, Role, SectionCode
from bureau.sending import NoticeKind
from rectification import services
from rectification.rules import reminders
from rectification.rules.words import ItemState
from tests.factories import UserFactory
from tests.rectification.conftest import CALENDAR, moment


def remind(day, hour=10):
    return services.remind_of_items(at=moment(day, hour), calendar=CALENDAR)


def told(item, kind=NoticeKind.OVERDUE):
    found = Notice.objects.filter(subject_no=item.no, kind=kind)
    return set(found.values_list("recipient", flat=True))


@pytest.fixture
def came_back(ledger):
    """Due on the 10th, applied for on that day and returned on the 17th, three working days on."""

    def returned(on="2026-09-17"):
        item = ledger.applied(due_on=date(2026, 9, 10), on="2026-09-10")
        services.return_item(
            item=item, reason="照片看不清导医台", by=ledger.verifier, at=moment(on)
        )
        item.refresh_from_db()
        return item

    return returned


@pytest.mark.long
def test_a_plan_that_is_not_in_is_asked_for_and_then_its_section_hears(ledger, section_head):
    item = ledger.issued()
    assert item.plan_due_on == date(2026, 9, 8)

    assert [remind("2026-09-07"), remind("2026-09-08"), remind("2026-09-08", 11)] == [0, 1, 0]
    assert told(item, NoticeKind.DUE) == {ledger.officer.pk}
    assert [remind("2026-09-09"), remind("2026-09-10")] == [1, 0]
    assert told(item) >= {ledger.officer.pk, section_head.pk}


def test_a_plan_that_is_in_is_asked_for_no_more(ledger):
    services.submit_plan(
        item=ledger.issued(), cause="排班有空档", goal="", measures=["设导医台"],
        responsible="王主任", by=ledger.officer, at=moment("2026-09-03"),
    )  # fmt: skip

    assert remind("2026-09-09") == 0


def test_a_plan_due_with_the_problem_itself_is_not_asked_for_twice(ledger):
    ledger.issued(due_on=date(2026, 9, 8))

    assert remind("2026-09-08") == 1


@pytest.mark.long
def test_what_comes_back_after_its_day_is_carried_as_far_as_the_day_says_at_once(
    ledger, came_back, section_head
):
    head_of_all = UserFactory(roles=[Role.LEADER])
    item = came_back()

    assert [remind("2026-09-17", 11), remind("2026-09-17", 12), remind("2026-09-18")] == [1, 0, 0]
    assert told(item) >= {ledger.officer.pk, section_head.pk, head_of_all.pk}
    taken = DueStep.objects.filter(no__startswith=item.no, is_skipped=False, level__gt=1)
    assert list(taken.values_list("level", flat=True)) == [reminders.LEADERS]


@pytest.mark.long
def test_what_comes_back_a_day_late_rises_from_there(ledger, came_back):
    item = came_back(on="2026-09-11")

    assert [remind("2026-09-11", 11), remind("2026-09-14"), remind("2026-09-15")] == [1, 0, 1]
    assert item.state == ItemState.RETURNED


@pytest.mark.long
def test_what_came_back_after_months_is_said_all_the_same(came_back):
    came_back(on="2026-12-01")

    assert remind("2026-12-01", 11) == 1


@pytest.mark.long
def test_what_comes_back_late_twice_is_overdue_twice(ledger, came_back):
    item = came_back()
    assert remind("2026-09-17", 11) == 1
    ledger.show(item, on="2026-09-18", name="又一张.pdf", content=b"%PDF-1.4\n2\n%%EOF\n")
    ledger.apply(item, on="2026-09-18")
    assert remind("2026-09-18", 11) == 0

    services.return_item(
        item=item, reason="仍看不清导医台", by=ledger.verifier, at=moment("2026-09-21")
    )

    assert [remind("2026-09-21", 11), remind("2026-09-22")] == [1, 0]


@pytest.mark.long
def test_what_comes_back_before_its_day_goes_on_where_it_was(ledger):
    item = ledger.applied(due_on=date(2026, 9, 10), on="2026-09-07")
    assert remind("2026-09-07", 11) == 0
    services.return_item(
        item=item, reason="照片看不清导医台", by=ledger.verifier, at=moment("2026-09-08")
    )

    assert [remind("2026-09-08", 11), remind("2026-09-10"), remind("2026-09-11")] == [1, 1, 1]


@pytest.mark.long
def test_an_application_nobody_looks_at_rises_to_the_head_and_then_to_the_deputy_in_charge(
    ledger, section_head
):
    deputy = UserFactory(roles=[Role.LEADER])
    post = LeaderPost.objects.create(
        kind=LeaderKind.DEPUTY, name="刘副局长", user=deputy, from_on=date(2026, 1, 1)
    )
    remit = Remit.objects.create(post=post, from_on=post.from_on)
    remit.sections.add(Section.objects.get(code=SectionCode.MEDICAL_ADMIN))
    another = UserFactory(roles=[Role.LEADER])
    item = ledger.applied(due_on=date(2026, 9, 30), on="2026-09-10")
    assert item.closures.get().verify_by == date(2026, 9, 17)

    assert [remind("2026-09-16"), remind("2026-09-17"), remind("2026-09-17", 11)] == [0, 1, 0]
    assert [remind("2026-09-18"), remind("2026-09-18", 11)] == [1, 0]
    assert section_head.pk in told_at(item, reminders.SECTION)
    assert deputy.pk not in told(item)
    assert [remind("2026-09-22"), remind("2026-09-23")] == [1, 0]
    assert {section_head.pk, deputy.pk} <= told_at(item, reminders.LEADERS)
    assert another.pk not in told(item)


def told_at(item, level):
    found = Notice.objects.filter(subject_no=item.no, level=level)
    return set(found.values_list("recipient", flat=True))


def test_an_application_that_was_looked_at_rises_no_more(ledger):
    item = ledger.applied(due_on=date(2026, 9, 30), on="2026-09-10")
    ledger.accept(item, on="2026-09-17")

    assert [remind("2026-09-17", 11), remind("2026-09-18"), remind("2026-09-22")] == [0, 0, 0]
