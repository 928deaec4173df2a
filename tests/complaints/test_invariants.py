"""What must always hold of cases is asked of the rows, and each rule finds what breaks it."""

import pytest

from complaints import invariants, services
from complaints.models import Assignment, Case
from complaints.rules.words import CaseState, Finding
from tests.complaints.conftest import moment
from tests.factories import StaffFactory

AT = moment("2026-11-20")


def broken():
    return [breach.rule for breach in invariants.breaches(at=AT)]


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
