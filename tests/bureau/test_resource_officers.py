"""Who looks after an institution, as the sheet of the institutions says it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from bureau import services
from bureau.models import Act, Institution, OfficerAssignment, Section, User
from bureau.resources import (
    InstitutionResource,
    OfficerAssignmentResource,
)
from bureau.rules import Role, SectionCode
from tests.bureau.rosters import (
    HOSPITAL,
    TOWNSHIP,
    changed,
    faults,
    imported,
    institutions,
)
from tests.factories import IN_TIME, InstitutionFactory, UserFactory

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-21 10:00+08:00", tick=False):
        yield


def officers() -> list[tuple]:
    rows = OfficerAssignment.objects.order_by("institution", "from_on")
    return list(rows.values_list("officer__name", "from_on", "to_on"))


def test_an_officer_without_an_account_gets_one_that_opens_no_door(db):
    imported(InstitutionResource, institutions(TOWNSHIP))

    account = User.objects.get()
    assert (account.username, account.name) == ("officer-371323B01", "曾远")
    assert not account.has_usable_password()
    assert not account.is_staff
    assert account.roles == {Role.LIAISON}
    assert account.section_code == SectionCode.MEDICAL_ADMIN
    assert officers() == [("曾远", TODAY, None)]


def test_an_officer_with_an_account_keeps_it_and_its_roles(db):
    account = UserFactory(name="曾远", section=Section.objects.get(code="personnel"))

    imported(InstitutionResource, institutions(TOWNSHIP))

    assert User.objects.get() == account
    assert account.roles == frozenset()
    assert OfficerAssignment.objects.get().officer == account


def test_a_hospitals_account_of_the_same_name_is_somebody_else(db, hospital):
    UserFactory(name="曾远", institution=hospital)

    imported(InstitutionResource, institutions(TOWNSHIP))

    assert OfficerAssignment.objects.get().officer.username == "officer-371323B01"


def test_two_officers_of_one_name_are_not_chosen_between(db):
    UserFactory.create_batch(2, name="曾远")

    [(number, found)] = faults(imported(InstitutionResource, institutions(HOSPITAL, TOWNSHIP)))

    assert number == 3
    assert list(found) == ["包单位人员"]
    assert not Institution.objects.exists()


def test_another_officer_follows_from_the_day_of_the_import(db):
    imported(InstitutionResource, institutions(TOWNSHIP))
    OfficerAssignment.objects.update(from_on=date(2026, 1, 1))

    result = imported(InstitutionResource, institutions(changed(TOWNSHIP, 包单位人员="郑静")))

    assert result.totals["update"] == 1
    assert officers() == [
        ("曾远", date(2026, 1, 1), date(2026, 11, 20)),
        ("郑静", TODAY, None),
    ]
    assert User.objects.get(name="郑静").username == "officer-371323B01-2"


def test_an_empty_cell_ends_no_assignment(db):
    imported(InstitutionResource, institutions(TOWNSHIP))

    result = imported(InstitutionResource, institutions(changed(TOWNSHIP, 包单位人员=None)))

    assert result.totals["skip"] == 1
    assert officers() == [("曾远", TODAY, None)]


@pytest.fixture
def assigned(township):
    def assign(name: str, from_on: date, by: User | None = None) -> OfficerAssignment:
        return services.assign_officer_named(
            institution=township, name=name, from_on=from_on, by=by, at=IN_TIME
        )

    return assign


def test_an_account_opened_for_an_officer_is_written_down_once(assigned, clerk):
    assigned("曾远", TODAY, by=clerk)
    assigned("曾远", TODAY, by=clerk)

    act = Act.objects.get(object_kind="account")
    assert (act.verb, act.actor_name, act.at) == ("open_account", clerk.name, IN_TIME)


def test_assigning_the_same_officer_again_changes_nothing(assigned):
    first = assigned("曾远", date(2026, 1, 1))

    assert assigned("曾远", TODAY) == first
    assert officers() == [("曾远", date(2026, 1, 1), None)]


def test_an_assignment_of_the_same_day_passes_on(assigned):
    assigned("曾远", TODAY)
    assigned("郑静", TODAY)

    assert officers() == [("郑静", TODAY, None)]


def test_an_assignment_ends_before_the_next_one_that_is_planned(assigned):
    assigned("郑静", date(2027, 1, 1))
    assigned("曾远", TODAY)

    assert officers() == [
        ("曾远", TODAY, date(2026, 12, 31)),
        ("郑静", date(2027, 1, 1), None),
    ]


def test_whoever_left_the_bureau_is_not_taken_for_the_officer(assigned):
    UserFactory(name="曾远", is_active=False)

    assert assigned("曾远", TODAY).officer.is_active


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_assignments_at_once_open_one_account_for_one_officer():
    for round_no in range(20):
        houses = InstitutionFactory.create_batch(2)
        start = Barrier(2)

        def assign(institution, name=f"包单位{round_no}", start=start):
            start.wait()
            services.assign_officer_named(
                institution=institution, name=name, from_on=TODAY, by=None, at=IN_TIME
            )
            connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(assign, houses))

    assert User.objects.count() == 20
    assert OfficerAssignment.objects.count() == 40


def test_assignments_go_out_with_their_days(assigned):
    assigned("曾远", date(2026, 1, 1))
    assigned("郑静", TODAY)

    assert OfficerAssignmentResource().export().dict == [
        {"机构编码": "371323B01", "机构名称": "城关镇卫生院", "包单位人员": "郑静",
         "开始日期": "2026-11-21", "结束日期": ""},
        {"机构编码": "371323B01", "机构名称": "城关镇卫生院", "包单位人员": "曾远",
         "开始日期": "2026-01-01", "结束日期": "2026-11-20"},
    ]  # fmt: skip
