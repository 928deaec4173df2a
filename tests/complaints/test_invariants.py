"""What must always hold of cases is asked of the rows, and each rule finds what breaks it."""

import pytest

from complaints import invariants, services
from complaints.models import Assignment, Case
from complaints.rules.words import CaseState, Finding
from rectification.models import Item
from rectification.rules.words import ItemState, SourceKind
from tests.complaints.conftest import moment
from tests.factories import StaffFactory

AT = moment("2026-11-20")


def broken():
    return [breach.rule for breach in invariants.breaches(at=AT)]


@pytest.mark.long
def test_nothing_is_broken_on_the_way_from_the_first_word_to_the_end(desk):
    desk.case()
    desk.replied()
    paused = desk.accepted()
    desk.do("suspend_case", paused, reason="待补充材料")
    closed = desk.replied(finding=Finding.UNSUBSTANTIATED)
    desk.do("close_case", closed, on="2026-11-10")

    assert broken() == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"next_due_at": None}, "another due day than its earliest clock"),
        ({"state": CaseState.SUSPENDED, "suspended_from": "accepted"}, "suspended without a pause"),
        ({"is_accusation": True}, "an accusation in the hands of a unit"),
        ({"no": "TS-20260101-0009"}, "entered without an act"),
        ({"state": CaseState.WITHDRAWN}, "ended and a term still runs"),
    ],
)
def test_each_rule_finds_what_breaks_it(desk, change, rule):
    case = desk.dispatched()

    Case.objects.filter(pk=case.pk).update(**change)

    assert any(found.startswith(rule) for found in broken())


def test_a_case_with_a_unit_that_gave_it_back_is_found(desk):
    case = desk.dispatched()

    Assignment.objects.filter(case=case).update(
        returned_at=AT, returned_by=desk.officer, return_reason="不是我院的"
    )

    assert broken() == ["with a unit that does not have it"]


def test_a_case_handled_by_somebody_it_names_is_found(desk):
    case = desk.dispatched()
    doctor = StaffFactory(institution=desk.hospital)
    person = desk.do("name_person", case, said_as=doctor.name)
    services.tie_person(person=person, staff=doctor, by=desk.clerk, at=AT)
    assert broken() == []

    desk.clerk.staff = doctor
    desk.clerk.save()

    assert broken() == ["handled by somebody it names"]


@pytest.mark.long
def test_closed_on_an_item_that_the_close_rule_does_not_take_is_found(desk):
    case = desk.replied(on="2026-11-06")
    item = desk.order(desk.do("open_rectification", case, on="2026-11-09"))
    desk.do("close_case", case, on="2026-11-10")
    assert broken() == []
    rule = ["closed as substantiated without ledger item or reason"]

    Item.objects.filter(pk=item.pk).update(state=ItemState.WITHDRAWN)
    assert broken() == rule

    Item.objects.filter(pk=item.pk).update(state=item.state, source=SourceKind.INSPECTION)
    assert broken() == rule

    desk.do("reopen_case", case, on="2026-11-12", why="提供了新的录音证据", calendar=desk.calendar)
    Item.objects.filter(pk=item.pk).update(source=SourceKind.COMPLAINT)
    Case.objects.filter(pk=case.pk).update(
        state=CaseState.CLOSED, finding=Finding.SUBSTANTIATED, closed_at=AT
    )
    assert rule[0] in broken()
