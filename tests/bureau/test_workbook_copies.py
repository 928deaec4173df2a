"""Copies marked in three ways, and copies of some of the rows."""

import openpyxl
import pytest

from bureau.workbooks import (
    KeptRows,
    Mark,
    annotate_workbook,
)
from tests.bureau.marks import (
    GREEN,
    HEADER,
    RED,
    TITLE,
    YELLOW,
    annotated,
    note,
    opened,
    saved,
    texts,
)
from tests.bureau.workbook_parts import workbook


def colours(*cells) -> list[str]:
    return [cell.fill.start_color.rgb for cell in cells]


def test_an_error_a_warning_and_a_correction_look_different_in_the_sheet_and_in_the_list():
    notes = [
        note("S1", 1, 1),
        note("S1", 1, 2, mark=Mark.WARNING),
        note("S1", 1, 3, mark=Mark.CORRECTED),
    ]

    book = opened(annotated(workbook(), *notes))

    assert colours(*book["S1"][1][:3]) == [RED, YELLOW, GREEN]
    assert colours(*(row[3] for row in book[TITLE].iter_rows(min_row=2))) == [RED, YELLOW, GREEN]


def test_of_two_marks_on_one_cell_the_graver_colours_it():
    two = note("S1", 1, 1, mark=Mark.CORRECTED), note("S1", 1, 1, mark=Mark.ERROR)

    assert colours(opened(annotated(workbook(), *two))["S1"]["A1"]) == [RED]


@pytest.mark.parametrize("text", ["13800000001", "=1+1", "2026-10-05"])
def test_a_corrected_text_stands_in_its_cell_as_text(text):
    corrected = note("S1", 1, 1, mark=Mark.CORRECTED, new_text=text)

    cell = opened(annotated(workbook(), corrected))["S1"]["A1"]

    assert (cell.value, cell.data_type) == (text, "s")


def test_the_next_copy_takes_all_three_marks_out_and_leaves_what_was_corrected():
    first = annotated(
        workbook(),
        note("S1", 1, 1, mark=Mark.WARNING),
        note("S1", 1, 2, mark=Mark.CORRECTED, new_text="对"),
    )

    second = opened(annotated(first))["S1"]

    assert [cell.fill.fill_type for cell in second[1][:2]] == [None, None]
    assert [cell.comment for cell in second[1][:2]] == [None, None]
    assert second["B1"].value == "对"


def ward_book() -> bytes:
    """A title, a heading, five rows with a formula and a link, merged cells and a signature."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "登记"
    sheet.append(["10月随访登记表"])
    sheet.append(["姓名", "天数", "科室"])
    for number in range(3, 8):
        sheet.append([f"患者{number}", f"=LEN(A{number})", "内科"])
    sheet.append(["填表人：张三"])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("C3:C7")
    sheet["A6"].hyperlink = "https://example.org/"
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("选项")["A1"] = "内科"
    return saved(book)


def test_a_copy_of_some_rows_has_them_below_the_heading_and_nothing_else():
    content = annotate_workbook(
        ward_book(),
        notes=[note("登记", 6, 1), note("登记", 4, 1)],
        errors_title=TITLE,
        errors_header=HEADER,
        keep=KeptRows("登记", 2, [4, 6]),
    )

    book = opened(content)
    assert texts(book["登记"]) == [
        ("10月随访登记表", None, None),
        ("姓名", "天数", "科室"),
        ("患者4", "=LEN(A3)", None),
        ("患者6", "=LEN(A4)", None),
    ]
    assert [row[0] for row in texts(book[TITLE])[1:]] == [4, 3]
    assert colours(book["登记"]["A3"], book["登记"]["A4"]) == [RED, RED]
    assert book["登记"]["A4"].hyperlink.ref == "A4"
    assert not book["登记"].row_dimensions[4].hidden
    assert [str(area) for area in book["登记"].merged_cells.ranges] == ["A1:C1"]
    assert book["选项"]["A1"].value == "内科"
