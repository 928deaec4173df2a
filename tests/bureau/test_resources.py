"""Master data in and out: the bureau's own sheets, and files that nothing executes."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from bureau.models import Department, Institution, OfficerAssignment, Staff, User
from bureau.resources import (
    DepartmentResource,
    InstitutionResource,
    StaffResource,
)
from bureau.sheet_formats import read_sheet
from bureau.workbooks import WorkbookRefused
from tests.bureau.rosters import (
    HEADINGS,
    HOSPITAL,
    STAFF_HEADINGS,
    TOWNSHIP,
    changed,
    faults,
    imported,
    institutions,
    staff,
    workbook,
)
from tests.factories import InstitutionFactory, StaffFactory, UserFactory

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-21 10:00+08:00", tick=False):
        yield


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


@pytest.mark.long
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


@pytest.mark.long
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


# --- Departments and staff ---------------------------------------------------------------------


@pytest.mark.long
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


def with_phone(*rows: list) -> bytes:
    return workbook(人员=[[*STAFF_HEADINGS, "联系电话"], *rows])


@pytest.mark.parametrize(
    ("name", "phone", "is_told"),
    [("张三", "139-0000-0001", True), ("李四", "13900000001", False),
     ("张三", "13900000002", False), ("张三", "", False)],
    ids=["both the same", "another name", "another phone", "no phone"],
)  # fmt: skip
def test_who_is_there_already_by_name_and_phone_is_told_before_the_import(
    hospital, township, name, phone, is_told
):
    known = StaffFactory(institution=hospital, name="张三", staff_no="1", phone="13900000001")
    row = [township.code, "内科", name, "7", "", "", "", phone]

    result = imported(StaffResource, with_phone(row), dry_run=True)

    assert not result.has_validation_errors()
    assert [(new.staff_no, other) for new, other in result.twins] == [("7", known)] * is_told


def test_two_of_one_sheet_are_told_once_and_the_same_sheet_again_tells_of_nobody(
    hospital, township
):
    rows = [
        [house.code, "内科", "张三", "7", "", "", "", "13900000001"]
        for house in (hospital, township)
    ]

    first = imported(StaffResource, with_phone(*rows))
    again = imported(StaffResource, with_phone(*rows))

    assert [(one.institution, other.institution) for one, other in first.twins] == [
        (township, hospital)
    ]
    assert again.twins == []


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
