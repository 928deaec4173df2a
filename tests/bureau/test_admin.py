"""The ground floor in the admin: who enters and sees what, directory, calendar."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import (
    CalendarDay,
    Department,
    OfficerAssignment,
    Staff,
)
from tests.bureau.admin_pages import address, text
from tests.factories import InstitutionFactory, StaffFactory, UserFactory

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


def test_the_index_shows_the_same_cards_as_the_workbench(client, clerk):
    client.force_login(clerk)

    assert "Follow-up registers of" in text(client.get(reverse("admin:index")))


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


def test_an_overlapping_assignment_is_refused_with_a_sentence(client, sys_admin, hospital, liaison):
    client.force_login(sys_admin)
    data = {"officer": UserFactory().pk, "institution": hospital.pk, "from_on": "2026-11-21"}

    page = client.post(address("officerassignment", "add"), data)

    assert "Another officer looks after this institution in that time." in text(page)
    assert OfficerAssignment.objects.count() == 1


def test_only_officers_of_the_bureau_can_be_assigned(client, sys_admin, hospital, officer, clerk):
    client.force_login(sys_admin)

    page = text(client.get(address("officerassignment", "add")))

    assert f'<option value="{clerk.pk}">' in page
    assert f'<option value="{officer.pk}">' not in page


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


def test_a_clerk_changes_nothing_in_the_directory(client, clerk, hospital):
    client.force_login(clerk)

    assert client.get(address("institution", "change", hospital.pk)).status_code == 200
    assert client.post(address("institution", "change", hospital.pk), {}).status_code == 403
    assert client.get(address("institution", "add")).status_code == 403
    assert client.get(address("user")).status_code == 403
    assert InstitutionFactory._meta.model.objects.get() == hospital
