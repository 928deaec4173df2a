"""The directory as people read it: the list, one institution, one person."""

import io
from datetime import date

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau import services
from bureau.models import Act, Department, Institution, OfficerAssignment, Staff
from bureau.rules import LeaderKind, Role
from tests.factories import IN_TIME, InstitutionFactory, StaffFactory, UserFactory

TODAY = "2026-11-12T02:00:00+00:00"


@pytest.fixture(autouse=True)
def _on_the_twelfth():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def house(hospital, liaison):
    """The hospital with a head, a deputy, an officer and two people."""
    for kind, name in ((LeaderKind.HEAD, "常博敏"), (LeaderKind.DEPUTY, "叶玲")):
        services.appoint_leader(
            institution=hospital,
            kind=kind,
            name=name,
            from_on=date(2026, 1, 1),
            by=None,
            at=IN_TIME,
        )
    inner = Department.objects.create(institution=hospital, name="内科")
    StaffFactory(institution=hospital, department=inner, name="郝静玲", phone="13812345678")
    StaffFactory(institution=hospital, name="已走的", active_to=date(2026, 1, 1))
    return hospital


@pytest.fixture
def reads(client, clerk):
    client.force_login(clerk)

    def get(page="directory", *args, **query):
        return client.get(reverse(f"bureau:{page}", args=args, query=query))

    return get


def text(response):
    return response.content.decode()


def listed(response):
    return {one.name for one in response.context["page_obj"]}


@pytest.mark.long
def test_the_list_says_who_leads_and_who_looks_after_each_house(reads, house, liaison):
    page = text(reads())

    assert all(name in page for name in ("县人民医院", "常博敏", "叶玲", liaison.name))
    assert "医政医管科" in page  # the section on duty


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "人民"}, {"县人民医院"}),
        ({"q": "371323B"}, {"城关镇卫生院"}),
        ({"q": "常博"}, {"县人民医院"}),
        ({"q": "叶玲"}, {"县人民医院"}),
        ({"kind": "township_center"}, {"城关镇卫生院"}),
        ({"kind": "palace"}, {"县人民医院", "城关镇卫生院"}),
        ({"lacks": "head"}, {"城关镇卫生院"}),
        ({"lacks": "officer"}, {"城关镇卫生院"}),
        ({"closed": "on"}, {"县人民医院", "城关镇卫生院", "旧院"}),
        ({"q": "没有"}, set()),
    ],
)
def test_the_list_is_narrowed(reads, house, township, query, found):
    InstitutionFactory(name="旧院", active_to=date(2020, 1, 1))
    if "closed" not in query:
        found = found - {"旧院"}

    assert listed(reads(**query)) == found


def queries_of(read, *args):
    read(*args)  # what is only found out once for a process is not counted
    with CaptureQueriesContext(connection) as asked:
        read(*args)
    return len(asked)


@pytest.mark.long
def test_the_list_costs_the_same_however_many_houses(reads, clerk):
    StaffFactory(institution=InstitutionFactory())
    one = queries_of(reads)
    for house in InstitutionFactory.create_batch(29):
        StaffFactory(institution=house)

    assert queries_of(reads) == one


def test_the_export_has_the_rows_of_the_list_under_the_sheets_headings(
    client, reads, house, township
):
    address = reverse("bureau:directory_export", query={"q": "人民"})
    assert reads("directory_export").status_code == 405
    assert not Act.objects.filter(verb="export_sheet").exists()
    response = client.post(address)

    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["机构"]
    [headings, row] = sheet.iter_rows(values_only=True)
    assert dict(zip(headings, row, strict=True)) | {"投诉电话": None, "包单位人员": None} == {
        "机构编码": "371323A01", "机构名称": "县人民医院", "类别": "综合医院", "级别": "二级甲等",
        "投诉电话": None, "主要负责人": "常博敏", "分管负责人": "叶玲", "包单位人员": None,
    }  # fmt: skip
    assert response["Cache-Control"] == "no-store"
    act = Act.objects.get(verb="export_sheet")
    assert (act.object_kind, act.facts) == ("institution", {"rows": 1, "format": "xlsx"})


def test_one_house_shows_its_leaders_its_people_its_officers_and_what_happened(
    reads, house, liaison
):
    Institution.objects.update(phone="0539-1")
    page = text(reads("institution", house.code))

    for shown in ("常博敏", "叶玲", "内科", "郝静玲", "138****5678", liaison.name, "0539-1"):
        assert shown in page, shown
    assert "13812345678" not in page
    assert "已走的" not in page


def test_the_people_of_a_house_are_found_by_name_and_number(reads, house):
    other = StaffFactory(institution=house, staff_no="A77", name="别人")

    assert listed(reads("institution", house.code, q="A77")) == {other.name}


@pytest.mark.long
def test_a_house_costs_the_same_however_many_people_and_acts(reads, house):
    def counted(people):
        for number in people:
            person = StaffFactory(institution=house)
            services.place_staff(staff=[person], by=None, at=IN_TIME)
            Institution.objects.update(phone=str(number))
        return queries_of(reads, "institution", house.code)

    assert counted(range(2)) == counted(range(2, 40))


@pytest.mark.long
def test_a_person_who_moved_shows_both_houses_and_the_reason(reads, house, township):
    person = house.staff.get(name="郝静玲")
    services.place_staff(staff=[person], by=None, at=IN_TIME)
    services.transfer_staff(
        staff=person, to=township, from_on=date(2026, 6, 1), by=None, at=IN_TIME, why="对口支援"
    )

    page = text(reads("staff", person.pk))

    assert "2026-05-31" in page
    assert "县人民医院 → 城关镇卫生院" in page
    assert "对口支援" in page
    for code in (house.code, township.code):
        assert "对口支援" in text(reads("institution", code))


@pytest.mark.long
def test_an_officer_of_a_hospital_sees_their_own_house_alone(client, house, township, officer):
    client.force_login(officer)
    stranger = StaffFactory(institution=township)

    assert listed(client.get(reverse("bureau:directory"))) == {"县人民医院"}
    assert client.get(reverse("bureau:institution", args=[house.code])).status_code == 200
    assert client.get(reverse("bureau:institution", args=[township.code])).status_code == 404
    assert client.get(reverse("bureau:staff", args=[stranger.pk])).status_code == 404
    assert reverse("bureau:institution", args=[house.code]) in text(client.get("/"))


def test_whom_a_house_lost_it_sees_no_more(client, house, township, officer):
    person = house.staff.get(name="郝静玲")
    services.place_staff(staff=[person], by=None, at=IN_TIME)
    services.transfer_staff(
        staff=person, to=township, from_on=date(2026, 6, 1), by=None, at=IN_TIME
    )
    client.force_login(officer)

    assert client.get(reverse("bureau:staff", args=[person.pk])).status_code == 404


@pytest.mark.long
def test_who_looks_after_a_house_sees_that_one(client, house, township, liaison):
    client.force_login(liaison)

    assert listed(client.get(reverse("bureau:directory"))) == {"县人民医院"}
    OfficerAssignment.objects.update(to_on=date(2026, 11, 11))
    assert not listed(client.get(reverse("bureau:directory")))


def test_a_name_that_is_markup_stays_text(reads, house):
    Staff.objects.update(name="<b>x</b>")

    assert "<b>x</b>" not in text(reads("institution", house.code))


def test_handlers_of_a_department_have_no_directory(client, house):
    client.force_login(UserFactory(institution=house, roles=[Role.DEPARTMENT_HANDLER]))

    assert client.get(reverse("bureau:directory")).status_code == 403
