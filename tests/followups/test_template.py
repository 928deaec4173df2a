"""The house template: what it offers, what it protects, and that it reads back."""

import io
import re
from datetime import date, datetime

import openpyxl
import pytest

from bureau.workbooks import Sheet, Workbook, read_workbook
from followups.sheets import NoteCode, check_rows, find_table, notes, questions, write_template
from followups.sheets.marks import MARK, MARK_SHEET
from followups.sheets.template import EXAMPLE_SHEET, FIELDS, REGISTER_SHEET

MONTH = date(2026, 10, 1)
WANTED = {
    "institution_code": "371323A01",
    "institution_name": "县人民医院",
    "month": MONTH,
    "departments": ["内科", "=外科"],
    "staff": ["张医生", "李医生"],
    "due_day": 12,
}


@pytest.fixture(scope="module")
def content():
    return write_template(**WANTED)


@pytest.fixture(scope="module")
def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_read_back_empty_it_has_no_rows_and_nothing_to_ask_or_note(content):
    table = find_table(read_workbook(content), month=MONTH)

    assert (table.sheet, table.rows, table.below) == (REGISTER_SHEET, (), ())
    assert questions(table, month=MONTH) == []
    assert notes(table, month=MONTH, institution_code="371323A01") == []
    assert set(table.columns) == set(FIELDS)


def test_its_headings_are_those_of_the_register_the_bureau_handed_out(opened):
    headings = [cell.value for cell in opened[REGISTER_SHEET][1]]

    assert " ".join(headings) == (
        "序号 机构编码 出院科室 姓名 性别 年龄 身份证号 住院号 入院日期 出院日期 出院诊断 "
        "离院方式 主管医师 与患者关系 联系电话 是否需随访 特殊患者类别 第几次 随访时间 "
        "随访方式 接听人 随访内容 下一步建议 随访结果 满意度 意见建议 随访人 是否补报 备注"
    )


def test_the_headings_are_bold_and_locked_and_the_cells_below_open(opened):
    sheet = opened[REGISTER_SHEET]

    assert sheet.protection.sheet
    assert all(cell.font.b and cell.protection.locked for cell in sheet[1])
    assert not sheet.column_dimensions["D"].protection.locked
    assert sheet.freeze_panes == "E2"


@pytest.mark.parametrize("heading", ["身份证号", "住院号", "联系电话", "机构编码"])
def test_codes_are_text(opened, heading):
    sheet = opened[REGISTER_SHEET]
    [cell] = [cell for cell in sheet[1] if cell.value == heading]

    assert sheet.column_dimensions[cell.column_letter].number_format == "@"


def test_choices_departments_and_staff_are_offered_and_others_only_warned_about(opened):
    rules = {
        str(rule.sqref).split(":")[0]: rule
        for rule in opened[REGISTER_SHEET].data_validations.dataValidation
    }

    assert rules["C2"].formula1 == f"'{MARK_SHEET}'!$A$4:$A$5"
    assert rules["M2"].formula1 == f"'{MARK_SHEET}'!$B$4:$B$5"
    assert rules["AA2"].formula1 == f"'{MARK_SHEET}'!$C$4:$C$5"
    assert rules["E2"].formula1 == '"男,女"'
    assert rules["P2"].formula1 == '"是,否"'
    assert {rule.errorStyle for rule in rules.values()} == {"warning"}


def test_the_mark_and_the_lists_are_out_of_sight_and_no_name_is_a_formula(opened):
    sheet = opened[MARK_SHEET]

    assert sheet.sheet_state == "veryHidden"
    assert [cell.value for cell in sheet[1]][:4] == [MARK, 1, "371323A01", "2026-10"]
    assert (sheet["A5"].value, sheet["A5"].data_type) == ("=外科", "s")


def test_the_example_beside_it_obeys_every_rule(content):
    [example] = [one for one in read_workbook(content).sheets if one.name == EXAMPLE_SHEET]
    renamed = Workbook([Sheet("登记", True, example.rows)])

    [row] = check_rows(
        find_table(renamed), month=MONTH, institution_code="371323A01", day=date(2026, 11, 8)
    )

    assert row.problems == ()


def test_the_same_wish_gives_the_same_file(content):
    assert write_template(**WANTED) == content


def test_it_does_not_read_the_clock(opened):
    assert opened.properties.created == datetime(2026, 10, 1)  # noqa: DTZ001 - read without zone


def test_a_hospital_without_departments_and_staff_gets_a_template_too():
    content = write_template(**WANTED | {"departments": [], "staff": []})

    assert find_table(read_workbook(content)).rows == ()


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ([MARK, 0.0, "371323A01", "2026-10"], NoteCode.OLD_TEMPLATE),
        ([MARK, 1.0, "371323A02", "2026-10"], NoteCode.OTHER_TEMPLATE),
        ([MARK, 1.0, "371323A01", "2026-09"], NoteCode.OTHER_MONTH),
        ([MARK, 1.0, "371323A01", "2026-10"], None),
        ([MARK], None),
        (["something else", 0.0], None),
    ],
)
def test_last_years_template_and_another_hospitals_are_noted(content, mark, code):
    sheets = list(read_workbook(content).sheets)
    sheets[-1] = Sheet(MARK_SHEET, False, [mark])

    table = find_table(Workbook(sheets))

    found = [one.code for one in notes(table, month=MONTH, institution_code="371323A01")]
    assert found == ([code] if code else [])


def test_its_chinese_sentences_use_the_punctuation_of_chinese(content):
    [example] = [one for one in read_workbook(content).sheets if one.name == EXAMPLE_SHEET]
    texts = [cell for row in example.rows for cell in row if isinstance(cell, str)]

    assert not [text for text in texts if re.search("[一-鿿][,;:()]|[,;:()][一-鿿]", text)]


def test_the_guide_names_the_due_day_of_its_month(opened):
    guide = [row[0] for row in opened[EXAMPLE_SHEET].iter_rows(max_col=1, values_only=True)]

    assert any("每月12日24时前上传" in (line or "") for line in guide)
