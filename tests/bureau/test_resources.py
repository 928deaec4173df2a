"""Master data in and out: the bureau's own sheets, and files that nothing executes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from threading import Barrier

import openpyxl
import pytest
import tablib
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from bureau import services
from bureau.models import Act, Department, Institution, OfficerAssignment, Section, Staff, User
from bureau.resources import (
    DepartmentResource,
    InstitutionResource,
    OfficerAssignmentResource,
    StaffResource,
)
from bureau.rules import Role, SectionCode
from bureau.sheet_formats import SheetText, SheetWorkbook, read_sheet
from bureau.workbooks import WorkbookRefused
from tests.bureau.rosters import (
    HEADINGS,
    HOSPITAL,
    STAFF_HEADINGS,
    TOWNSHIP,
    changed,
    institutions,
    staff,
    workbook,
)
from tests.factories import IN_TIME, InstitutionFactory, StaffFactory, UserFactory

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-21 10:00+08:00", tick=False):
        yield


def imported(resource, content: bytes, **options):
    """Import as the admin does: in one transaction, all rows or none."""
    dataset = read_sheet(content, resource.columns())
    return resource().import_data(dataset, rollback_on_validation_errors=True, **options)


def faults(result) -> list[tuple[int, dict]]:
    assert not result.base_errors, result.base_errors
    return [(row.number, row.error_dict) for row in result.invalid_rows]


# --- The sheet ---------------------------------------------------------------------------------


def test_the_sheet_of_the_resources_name_is_read_whichever_is_in_front():
    content = workbook(说明=[["先读我"]], 机构=[HEADINGS, HOSPITAL])

    dataset = read_sheet(content, InstitutionResource.columns())

    assert dataset["机构编码"] == ["371323A01"]
    assert dataset["#"] == [2]


def test_a_sheet_alone_may_have_any_name():
    dataset = read_sheet(workbook(Sheet1=[HEADINGS, HOSPITAL]), InstitutionResource.columns())

    assert dataset["机构名称"] == ["县人民医院"]


def test_a_missing_sheet_is_told_with_the_sheets_there_are():
    content = workbook(人员=[STAFF_HEADINGS], 说明=[["先读我"]])

    with pytest.raises(ValidationError, match=r"机构.*人员、说明"):
        read_sheet(content, InstitutionResource.columns())


def test_the_headings_may_stand_below_a_title_and_in_another_order():
    rows = [
        ["安和县医疗机构名册"],
        [],
        ["机构名称 ", None, "机构\n编码"],
        ["县人民医院", None, "371323A01"],
    ]

    dataset = read_sheet(workbook(机构=rows), InstitutionResource.columns())

    assert dataset.dict == [{"机构编码": "371323A01", "机构名称": "县人民医院", "#": 4}]


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (["机构编码", "类别"], "机构名称"),
        (["机构编码", "机构名称", "机构编码"], "机构编码.*twice"),
    ],
    ids=["missing", "twice"],
)
def test_a_sheet_without_its_headings_is_refused(headings, told, settings):
    settings.LANGUAGE_CODE = "en"

    with pytest.raises(ValidationError, match=told):
        read_sheet(workbook(机构=[headings, ["x"]]), InstitutionResource.columns())


def test_short_rows_are_filled_and_blank_ones_left_out_but_counted():
    content = workbook(机构=[HEADINGS, HOSPITAL, [None], ["371323B01", "城关镇卫生院"]])

    dataset = read_sheet(content, InstitutionResource.columns())

    assert dataset["#"] == [2, 4]
    assert dataset[1] == ("371323B01", "城关镇卫生院", *[None] * 6, 4)


def test_what_is_no_workbook_is_refused():
    with pytest.raises(WorkbookRefused):
        read_sheet(b"code,name", InstitutionResource.columns())


# --- Institutions ------------------------------------------------------------------------------


def test_the_bureaus_roster_comes_in_whole_and_again_changes_nothing(db, sample):
    content = sample("07")

    first = imported(InstitutionResource, content)
    again = imported(InstitutionResource, content)

    assert first.totals["new"] == 21
    assert again.totals == {
        "new": 0, "update": 0, "delete": 0, "skip": 21, "error": 0, "invalid": 0,
    }  # fmt: skip
    assert Institution.objects.count() == User.objects.count() == 21
    assert OfficerAssignment.objects.count() == 21
    township = Institution.objects.get(code="371323B05")
    assert (township.name, township.kind, township.grade, township.complaint_phone) == (
        "四十里堡镇卫生院", "township_center", "1", "0539-6681636",
    )  # fmt: skip


def test_a_preview_stores_nothing(db, sample):
    imported(InstitutionResource, sample("07"), dry_run=True)
    imported(StaffResource, staff(["x"] * 7), dry_run=True)

    assert not Institution.objects.exists()
    assert not User.objects.exists()


def test_words_and_codes_are_both_understood(db):
    rows = [
        changed(HOSPITAL, 类别="tcm_hospital", 级别="2b"),
        changed(TOWNSHIP, 类别=" 中医医院 ", 级别=None),
    ]

    imported(InstitutionResource, institutions(*rows))

    kinds = dict(Institution.objects.values_list("kind", "grade"))
    assert list(Institution.objects.values_list("kind", "grade")) == [
        ("tcm_hospital", "2b"), ("tcm_hospital", "0"),
    ]  # fmt: skip
    assert kinds == {"tcm_hospital": "0"}


def test_an_unknown_word_is_the_rows_fault_and_names_the_words_there_are(db):
    result = imported(
        InstitutionResource, institutions(HOSPITAL, changed(TOWNSHIP, 类别="乡卫生院", 级别="A"))
    )

    [(number, found)] = faults(result)
    assert number == 3
    assert set(found) == {"类别", "级别"}
    assert "乡镇卫生院、社区卫生服务中心" in found["类别"][0]
    assert "乡卫生院" in found["类别"][0]


def test_one_bad_row_keeps_all_rows_out(db):
    imported(InstitutionResource, institutions(HOSPITAL, changed(TOWNSHIP, 类别="?")))

    assert not Institution.objects.exists()
    assert not User.objects.exists()


def test_a_changed_cell_updates_its_institution_alone(db):
    imported(InstitutionResource, institutions(HOSPITAL, TOWNSHIP))

    result = imported(
        InstitutionResource, institutions(HOSPITAL, changed(TOWNSHIP, 投诉电话="0539-1234567"))
    )

    assert (result.totals["update"], result.totals["skip"]) == (1, 1)
    assert Institution.objects.get(code="371323B01").complaint_phone == "0539-1234567"
    assert OfficerAssignment.objects.count() == 2


def test_columns_that_are_not_there_are_left_as_they_are(db):
    imported(InstitutionResource, institutions(HOSPITAL))

    imported(
        InstitutionResource, workbook(机构=[["机构编码", "机构名称"], ["371323A01", "县医院"]])
    )

    hospital = Institution.objects.get()
    assert (hospital.name, hospital.kind, hospital.grade) == ("县医院", "general_hospital", "2a")
    assert OfficerAssignment.objects.count() == 1


def test_a_code_that_stands_twice_is_told_with_the_other_row(db, settings):
    settings.LANGUAGE_CODE = "en"

    result = imported(InstitutionResource, institutions(HOSPITAL, changed(HOSPITAL, 类别="中医院")))

    assert faults(result) == [(3, {"__all__": ["Row 2 has the same 机构编码."]})]


def test_a_name_that_another_institution_has_is_the_rows_fault(db):
    InstitutionFactory(name="县人民医院")

    [(number, found)] = faults(imported(InstitutionResource, institutions(HOSPITAL)))

    assert number == 2
    assert list(found) == ["机构名称"]


def test_a_code_taken_for_a_number_is_read_as_typed(db):
    imported(InstitutionResource, institutions(changed(HOSPITAL, 机构编码=371323001)))

    assert Institution.objects.get().code == "371323001"


def test_a_number_whose_digits_are_lost_is_not_guessed(db):
    long = changed(HOSPITAL, 机构编码=12371323494390002)

    [(_number, found)] = faults(imported(InstitutionResource, institutions(long)))

    assert "机构编码" in found


# --- Who looks after an institution ------------------------------------------------------------


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
        return services.assign_officer(
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
            services.assign_officer(
                institution=institution, name=name, from_on=TODAY, by=None, at=IN_TIME
            )
            connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(assign, houses))

    assert User.objects.count() == 20
    assert OfficerAssignment.objects.count() == 40


# --- Departments and staff ---------------------------------------------------------------------


def test_the_roster_of_staff_comes_in_whole_and_again_changes_nothing(db, sample):
    content = sample("07")
    imported(InstitutionResource, content)

    first = imported(StaffResource, content)
    departments = Department.objects.count()
    again = imported(StaffResource, content)

    assert first.totals["new"] == Staff.objects.count() == 504
    assert (again.totals["skip"], again.totals["update"]) == (504, 0)
    assert Department.objects.count() == departments
    person = Staff.objects.get(institution__code="371323A01", staff_no="A010004")
    assert (person.name, person.department.name, person.title) == ("贾艳峰", "内二科", "")


def test_a_department_is_opened_once_in_each_institution(hospital, township):
    rows = [[house.code, "内科", f"医生{n}", n] for house in (hospital, township) for n in (1, 2)]

    imported(StaffResource, staff(*rows))

    assert list(Department.objects.values_list("institution", "name")) == [
        (hospital.pk, "内科"), (township.pk, "内科"),
    ]  # fmt: skip
    assert set(Staff.objects.values_list("staff_no", flat=True)) == {"1", "2"}


def test_staff_of_an_unknown_institution_are_a_fault_and_open_no_department(hospital):
    rows = [[hospital.code, "内科", "张三", "1"], ["371323Z99", "内科", "李四", "2"]]

    [(number, found)] = faults(imported(StaffResource, staff(*rows)))

    assert number == 3
    assert list(found) == ["机构编码"]
    assert "371323Z99" in found["机构编码"][0]
    assert not Staff.objects.exists()
    assert not Department.objects.exists()


def test_every_fault_of_a_row_is_told_under_its_heading(hospital):
    result = imported(StaffResource, staff([hospital.code, "科" * 61, None, None]))

    [(_number, found)] = faults(result)
    assert set(found) == {"科室", "姓名", "工号"}


def test_a_person_moves_to_another_department(hospital):
    imported(StaffResource, staff([hospital.code, "内科", "张三", "1"]))

    result = imported(StaffResource, staff([hospital.code, "外科", "张三", "1"]))

    assert result.totals["update"] == 1
    assert Staff.objects.get().department.name == "外科"


def test_departments_come_in_with_their_wards(hospital):
    rows = [
        ["机构编码", "科室", "病区"],
        [hospital.code, "内科", "否"],
        [hospital.code, "一病区", "是"],
    ]
    content = workbook(科室=rows)

    first = imported(DepartmentResource, content)
    again = imported(DepartmentResource, content)

    assert (first.totals["new"], again.totals["skip"]) == (2, 2)
    assert dict(Department.objects.values_list("name", "is_ward")) == {
        "内科": False,
        "一病区": True,
    }


def test_an_import_reaches_no_row_that_the_person_may_not_see(hospital, township):
    stranger = UserFactory()
    dataset = read_sheet(staff([hospital.code, "", "张三", "1"]), StaffResource.columns())

    result = StaffResource(user=stranger).import_data(dataset)

    assert [list(row.error_dict) for row in result.invalid_rows] == [["机构编码"]]


# --- Files that go out -------------------------------------------------------------------------

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    ' "=1',
    "'=1",
]


def exported(resource, file_format):
    return file_format.export_data(resource().export())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_an_exported_workbook_is_a_formula(db, text):
    columns = StaffResource.columns()
    dataset = tablib.Dataset([text], headers=["姓名"])

    content = SheetWorkbook(columns).export_data(dataset)

    cell = openpyxl.load_workbook(BytesIO(content))["人员"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_an_exported_text_file_is_a_formula(text):
    dataset = tablib.Dataset([text, "=2"], headers=["姓名", "=3"])

    content = SheetText().export_data(dataset)

    assert content.startswith("\ufeff姓名,'=3\r\n")
    assert content.endswith(",'=2\r\n")
    assert f"'{text}".replace('"', '""') in content


def test_harmless_texts_go_out_as_they_are():
    dataset = tablib.Dataset(["0539-6139577", "县医院 (=)"], headers=["a", "b"])

    assert SheetText().export_data(dataset) == "\ufeffa,b\r\n0539-6139577,县医院 (=)\r\n"


def test_what_no_workbook_may_hold_is_replaced(db):
    StaffFactory(name="张\x01三\ufffe", institution__code="H")

    content = exported(StaffResource, SheetWorkbook(StaffResource.columns()))

    assert openpyxl.load_workbook(BytesIO(content)).active["C2"].value == "张\ufffd三\ufffd"


@pytest.mark.parametrize("resource", [InstitutionResource, StaffResource, DepartmentResource])
def test_what_went_out_comes_in_again_unchanged(db, resource):
    imported(InstitutionResource, institutions(HOSPITAL, TOWNSHIP))
    people = [["371323B01", "内科", "张三", "007", "医师"], ["371323A01", "外科", "李四", "1"]]
    imported(StaffResource, staff(*people))
    content = exported(resource, SheetWorkbook(resource.columns()))

    result = imported(resource, content)

    assert result.totals["skip"] == result.total_rows == 2
    assert not faults(result)


def test_assignments_go_out_with_their_days(assigned):
    assigned("曾远", date(2026, 1, 1))
    assigned("郑静", TODAY)

    assert OfficerAssignmentResource().export().dict == [
        {"机构编码": "371323B01", "机构名称": "城关镇卫生院", "包单位人员": "郑静",
         "开始日期": "2026-11-21", "结束日期": ""},
        {"机构编码": "371323B01", "机构名称": "城关镇卫生院", "包单位人员": "曾远",
         "开始日期": "2026-01-01", "结束日期": "2026-11-20"},
    ]  # fmt: skip
