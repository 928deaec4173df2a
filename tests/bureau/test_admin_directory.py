"""What the directory refuses in the admin: another code, a leaving day before the coming."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from bureau.models import Act, Institution, Placement
from tests.bureau.admin_pages import address, text
from tests.factories import StaffFactory


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def test_an_institution_keeps_its_code_in_the_admin(client, sys_admin, hospital):
    client.force_login(sys_admin)
    said = {"name": "县第一人民医院", "kind": hospital.kind, "grade": hospital.grade}
    page = address("institution", "change", hospital.pk)

    assert client.post(page, {"code": "371323A99", **said}).status_code == 302

    kept = Institution.objects.get()
    assert (kept.code, kept.name) == (hospital.code, "县第一人民医院")
    assert Act.objects.get(verb="change_record").object_no == hospital.code


def test_a_new_institution_is_given_its_code(client, sys_admin):
    client.force_login(sys_admin)
    said = {"code": "371323A99", "name": "新院", "kind": "general_hospital", "grade": "1"}

    assert client.post(address("institution", "add"), said).status_code == 302

    assert Institution.objects.get().code == "371323A99"


def test_the_database_keeps_the_code_of_an_institution(hospital):
    hospital.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Institution.objects.update(code="371323A99")

    Institution.objects.update(code=hospital.code, phone="1")

    assert Institution.objects.get().code == hospital.code


def test_who_leaves_before_the_day_of_coming_is_refused_above_the_field(
    client, sys_admin, hospital
):
    client.force_login(sys_admin)
    person = StaffFactory(institution=hospital)
    Placement.objects.create(
        staff=person, institution=hospital, staff_no=person.staff_no, from_on=date(2026, 11, 1)
    )
    said = {"staff_no": person.staff_no, "name": person.name}
    page = address("staff", "change", person.pk)

    refused = client.post(page, {**said, "active_to": "2026-10-15"})
    assert "A placement cannot end before it begins." in text(refused)
    assert client.post(page, {**said, "active_to": "2026-11-15"}).status_code == 302

    assert person.placements.get().to_on == date(2026, 11, 15)
