"""The ground floor in the admin: who enters and sees what, directory, calendar."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import (
    Act,
    CalendarDay,
    Department,
    OfficerAssignment,
    Staff,
)
from tests.bureau.admin_pages import address, text
from tests.factories import CLOSING, InstitutionFactory, RegisterFactory, StaffFactory, UserFactory

DIRECTORY = ["institution", "department", "staff", "officerassignment"]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def queries_of(client):
    """Count what a page asks the database."""

    def queries_of(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return queries_of


# --- Who enters --------------------------------------------------------------------------------


@pytest.mark.long
def test_the_index_shows_the_same_cards_as_the_workbench(client, clerk, hospital):
    with time_machine.travel(CLOSING, tick=False):
        client.force_login(clerk)
        nobody = text(client.get(reverse("admin:index")))
        RegisterFactory(institution=hospital)

        assert "Follow-up registers of" in text(client.get(reverse("admin:index")))
        assert "Follow-up registers of" not in nobody


@pytest.mark.parametrize("path", ["admin:index", "admin:bureau_institution_changelist"])
def test_a_hospital_officer_does_not_enter(client, officer, path):
    client.force_login(officer)

    response = client.get(reverse(path))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


# --- Whose rows --------------------------------------------------------------------------------


def test_a_list_holds_only_what_its_reader_may_see(client, scoped, hospital, township):
    client.force_login(scoped)

    page = text(client.get(address("institution")))

    assert hospital.name in page
    assert township.name not in page


def test_the_filter_offers_only_what_its_reader_may_see(client, scoped, hospital, township):
    for house in (hospital, township):
        StaffFactory(institution=house)
    client.force_login(scoped)

    page = text(client.get(address("staff")))

    assert f"?of={hospital.code}" in page
    assert f"?of={township.code}" not in page


@pytest.mark.long
def test_what_one_may_not_see_answers_as_what_is_not_there(client, scoped, township):
    client.force_login(scoped)

    def answer(number: int) -> tuple:
        response = client.get(address("institution", "change", number), follow=True)
        [message] = [str(message) for message in response.context["messages"]]
        return response.redirect_chain, message.replace(str(number), "N")

    assert answer(township.pk) == answer(999_999)


def person_with_an_officer() -> None:
    person = StaffFactory(title="主治医师")
    person.department = Department.objects.create(institution=person.institution, name="内科")
    person.save()
    OfficerAssignment.objects.create(
        officer=UserFactory(), institution=person.institution, from_on=date(2026, 1, 1)
    )


@pytest.mark.long
@pytest.mark.parametrize("model", DIRECTORY)
def test_a_list_costs_the_same_however_long(client, clerk, queries_of, model):
    client.force_login(clerk)
    person_with_an_officer()
    client.get(address(model))

    one = queries_of(address(model))
    for _ in range(19):
        person_with_an_officer()

    assert queries_of(address(model)) == one


# --- Directory and calendar --------------------------------------------------------------------


def test_a_department_of_another_institution_is_refused(client, sys_admin, hospital, township):
    department = Department.objects.create(institution=township, name="内科")
    client.force_login(sys_admin)
    data = {
        "institution": hospital.pk,
        "department": department.pk,
        "staff_no": "1",
        "name": "张三",
    }

    page = client.post(address("staff", "add"), data)

    assert "This department belongs to another institution." in text(page)
    assert not Staff.objects.exists()


@pytest.mark.long
def test_who_is_assigned_takes_over_from_the_officer_before(client, sys_admin, hospital, liaison):
    client.force_login(sys_admin)
    officer = UserFactory()
    data = {"officer": officer.pk, "institution": hospital.pk, "from_on": "2026-11-21"}

    for _twice in range(2):
        assert client.post(address("officerassignment", "add"), data).status_code == 302

    days = OfficerAssignment.objects.order_by("from_on").values_list("officer", "to_on")
    assert list(days) == [(liaison.pk, date(2026, 11, 20)), (officer.pk, None)]
    assert Act.objects.get(verb="assign_officer").actor_name == sys_admin.name


@pytest.mark.long
def test_an_assignment_that_stands_can_only_be_ended(client, sys_admin, liaison):
    client.force_login(sys_admin)
    page = address("officerassignment", "change", OfficerAssignment.objects.get().pk)

    refused = client.post(page, {"to_on": "2000-01-01"})
    assert "An assignment cannot end before it begins." in text(refused)
    for _twice in range(2):
        assert client.post(page, {"to_on": "2026-11-30", "why": "轮岗"}).status_code == 302

    assert OfficerAssignment.objects.get().to_on == date(2026, 11, 30)
    assert Act.objects.get(verb="end_assignment").why == "轮岗"
    assert client.post(page, {"to_on": "2026-12-31"}).status_code == 200


def test_only_officers_of_the_bureau_can_be_assigned(client, sys_admin, hospital, officer, clerk):
    client.force_login(sys_admin)

    page = text(client.get(address("officerassignment", "add")))

    assert f'<option value="{clerk.pk}">' in page
    assert f'<option value="{officer.pk}">' not in page


@pytest.mark.long
def test_calendar_days_are_filtered_by_year_and_lead_to_the_count(client, clerk):
    client.force_login(clerk)

    page = text(client.get(address("calendarday"), {"year": "2026"}))
    nonsense = client.get(address("calendarday"), {"year": "99999999"})

    assert "?start=2026-10-01&amp;days=5" in page
    assert "start=2025-" not in page
    assert nonsense.status_code == 200


def test_the_key_of_a_calendar_day_stays(client, sys_admin):
    client.force_login(sys_admin)
    count = CalendarDay.objects.count()
    url = address("calendarday", "change", "2026-10-01")

    client.post(url, {"day": "2026-10-02", "kind": "holiday", "name": "国庆"})

    assert CalendarDay.objects.count() == count
    assert CalendarDay.objects.get(day="2026-10-01").name == "国庆"


@pytest.mark.long
def test_a_clerk_changes_nothing_in_the_directory(client, clerk, hospital):
    client.force_login(clerk)

    assert client.get(address("institution", "change", hospital.pk)).status_code == 200
    assert client.post(address("institution", "change", hospital.pk), {}).status_code == 403
    assert client.get(address("institution", "add")).status_code == 403
    assert client.get(address("user")).status_code == 403
    assert InstitutionFactory._meta.model.objects.get() == hospital
