"""The house template: a register to fill in, an example beside it, and its mark out of sight."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from followups.sheets.columns import BY_FIELD, Column, Kind, column_letters
from followups.sheets.marks import MARK, MARK_SHEET, TEMPLATE_VERSION
from followups.sheets.options import allowed_words

REGISTER_SHEET = "随访登记"
EXAMPLE_SHEET = "填写示例"
FIELDS = (
    *("institution", "department", "patient_name", "sex", "age", "id_no", "inpatient_no"),
    *("admitted_on", "discharged_on", "diagnosis", "discharge_way", "attending_doctor"),
    *("contact_relation", "phone", "needs_followup", "special_kind", "seq", "followed_on"),
    *("method", "answered_by", "content", "advice", "outcome", "grade", "opinion", "follower"),
    *("is_supplement", "remark"),
)
"""The template's columns behind 序号."""
RUNNING_NO = "序号"
ROWS_PREPARED = 5000
LONGEST_LIST = 255
"""What a spreadsheet allows a drop-down's own words; longer lists stand on the hidden sheet."""
FIRST_LIST_ROW = 3
FIRST_EXAMPLE_ROW = 9

GUIDE = (
    "30秒看懂怎么填",
    "1. 在“随访登记”表填写，一名患者的一次随访占一行；第一行的表头请不要改动。",
    "2. 姓名、住院号、出院日期必须填写，缺一项该行不能收；黄色表头的其他栏请尽量填全。",
    "3. 日期写成 2026-10-05 的样子；住院号、身份证号、电话已设为文本，直接录入或按“值”粘贴。",
    "4. 有下拉箭头的格子请选择；同一患者随访两次，写两行，“第几次”分别填 1 和 2。",
    "5. 以前月份出院、这次补上的，“是否补报”选“是”。还没到随访日期的，随访结果选“未随访”。",
    "6. 下面是一行填好的样子（虚构），只供参照，不会被读取。每月{due_day}日24时前上传。",
)


@dataclass(frozen=True, slots=True)
class Styles:
    """The template's cell formats; only headings and the example are locked."""

    head: Format
    head_expected: Format
    text: Format
    day: Format
    locked: Format
    title: Format

    def of(self, column: Column) -> Format:
        return self.day if column.kind is Kind.DATE else self.text


def write_template(
    *,
    institution_code: str,
    institution_name: str,
    month: date,
    departments: Sequence[str],
    staff: Sequence[str],
    due_day: int,
) -> bytes:
    """Write the template of one institution for one month, as an xlsx file.

    Its own departments and staff are offered as drop-downs, and other names still accepted. Codes
    and telephone numbers are text. Read back empty it has no rows and leaves nothing open.
    """
    target = io.BytesIO()
    # Text that begins with = or looks like an address stays text.
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, settings) as book:
        title = f"{institution_name}出院患者随访登记表 {month:%Y-%m}"
        # Without a day of its own the library would read the clock.
        created = datetime(month.year, month.month, 1, tzinfo=UTC)
        book.set_properties({"title": title, "created": created})
        styles = _styles(book)
        register = book.add_worksheet(REGISTER_SHEET)
        example = book.add_worksheet(EXAMPLE_SHEET)
        mark = book.add_worksheet(MARK_SHEET)
        lists = _write_mark(mark, institution_code, month, departments, staff)
        _write_register(register, styles, lists)
        _write_guide(example, styles, due_day)
        _write_example(example, styles, month, departments, staff, institution_code)
    return target.getvalue()


def _styles(book: xlsxwriter.Workbook) -> Styles:
    head = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    return Styles(
        head=book.add_format({**head, "bg_color": "#E7EEF7"}),
        head_expected=book.add_format({**head, "bg_color": "#FFF2CC"}),
        text=book.add_format({"num_format": "@", "locked": False}),
        day=book.add_format({"num_format": "yyyy-mm-dd", "locked": False}),
        locked=book.add_format({"num_format": "@", "border": 1}),
        title=book.add_format({"bold": True, "font_size": 14}),
    )


def _write_mark(
    sheet: Worksheet,
    institution_code: str,
    month: date,
    departments: Sequence[str],
    staff: Sequence[str],
) -> dict[str, str]:
    """Write the mark and the long lists out of sight; tell where each field's list stands."""
    sheet.very_hidden()
    sheet.write_row(0, 0, [MARK, TEMPLATE_VERSION, institution_code, f"{month:%Y-%m}"])
    lists = {}
    fields = {"department": departments, "attending_doctor": staff, "follower": staff}
    for index, (field, names) in enumerate(fields.items()):
        sheet.write(FIRST_LIST_ROW - 1, index, BY_FIELD[field].heading)
        sheet.write_column(FIRST_LIST_ROW, index, names)
        letters, last = column_letters(index), FIRST_LIST_ROW + len(names)
        if names:
            lists[field] = f"='{MARK_SHEET}'!${letters}${FIRST_LIST_ROW + 1}:${letters}${last}"
    return lists


def _write_register(sheet: Worksheet, styles: Styles, lists: dict[str, str]) -> None:
    _write_headings(sheet, styles, 0)
    sheet.freeze_panes(1, 4)
    for index, field in enumerate(FIELDS, start=1):
        column = BY_FIELD[field]
        sheet.set_column(index, index, column.width, styles.of(column))
        if rule := _validation(column, lists):
            sheet.data_validation(1, index, ROWS_PREPARED, index, rule)
    sheet.set_column(0, 0, 6, styles.text)
    sheet.protect(
        "",
        {
            "format_cells": True,
            "format_columns": True,
            "format_rows": True,
            "insert_rows": True,
            "delete_rows": True,
            "sort": True,
            "autofilter": True,
        },
    )


def _write_headings(sheet: Worksheet, styles: Styles, row: int) -> None:
    sheet.set_row(row, 30)
    sheet.write(row, 0, RUNNING_NO, styles.head)
    for index, field in enumerate(FIELDS, start=1):
        column = BY_FIELD[field]
        wanted = column.must_have or column.expected
        sheet.write(row, index, column.heading, styles.head_expected if wanted else styles.head)


def _validation(column: Column, lists: dict[str, str]) -> dict[str, object] | None:
    """Offer a drop-down; what stands in no list is warned about, not forbidden."""
    source = lists.get(column.field) or list(allowed_words(column.field))
    if not source or (isinstance(source, list) and len(",".join(source)) > LONGEST_LIST):
        return None
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": "不在选项中",
        "error_message": f"“{column.heading}”建议从下拉列表中选择。",
    }


def _write_guide(sheet: Worksheet, styles: Styles, due_day: int) -> None:
    for row, line in enumerate(GUIDE):
        sheet.write(row, 0, line.format(due_day=due_day), styles.title if row == 0 else None)


def _write_example(
    sheet: Worksheet,
    styles: Styles,
    month: date,
    departments: Sequence[str],
    staff: Sequence[str],
    institution_code: str,
) -> None:
    _write_headings(sheet, styles, FIRST_EXAMPLE_ROW - 1)
    filled = example_row(month, departments, staff, institution_code)
    sheet.write(FIRST_EXAMPLE_ROW, 0, "1", styles.locked)
    for index, field in enumerate(FIELDS, start=1):
        sheet.set_column(index, index, BY_FIELD[field].width)
        sheet.write(FIRST_EXAMPLE_ROW, index, filled[field], styles.locked)
    sheet.protect()


def example_row(
    month: date, departments: Sequence[str], staff: Sequence[str], institution_code: str
) -> dict[str, str]:
    """Fill in one row as it should be; nobody in it exists."""
    doctor = staff[0] if staff else "张医生"
    discharged_on = month.replace(day=5)
    return dict.fromkeys(FIELDS, "") | {
        "institution": institution_code,
        "department": departments[0] if departments else "内科",
        "patient_name": "示例患者",
        "sex": "男",
        "age": "66",
        "inpatient_no": f"ZY{month:%Y%m}0001",
        "admitted_on": (discharged_on - timedelta(days=7)).isoformat(),
        "discharged_on": discharged_on.isoformat(),
        "diagnosis": "肺炎",
        "discharge_way": "好转",
        "attending_doctor": doctor,
        "contact_relation": "子女",
        "phone": "13800138000",
        "needs_followup": "是",
        "special_kind": "慢病",
        "seq": "1",
        "followed_on": (discharged_on + timedelta(days=7)).isoformat(),
        "method": "电话",
        "answered_by": "本人",
        "content": "恢复可，按时服药",
        "advice": "一月后复查",
        "outcome": "已随访",
        "grade": "满意",
        "opinion": "无",
        "follower": doctor,
        "is_supplement": "否",
    }
