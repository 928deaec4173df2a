import io
import os
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from bureau.workbooks import Cell, read_workbook
from tests.bureau import hostile
from tests.bureau.workbook_parts import ROW, cell, styles, workbook, worksheet

SAMPLES = Path(__file__).parent.parent / "samples"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.xlsx").read_bytes()


def rows_of(content: bytes, sheet: int = 0) -> list[list[Cell]]:
    return list(read_workbook(content).sheets[sheet].rows)


# What people send


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("01-县人民医院-2026年10月-标准模板", {"随访登记": (413, 27)}),
        ("02-城关镇卫生院-2026年10月-自制登记表", {"10月": (44, 16)}),
        ("03-县中医院-2026年10月-两级表头", {"填表说明": (2, 1), "随访登记表": (60, 13)}),
        ("04-一行一个问题", {"随访登记": (41, 28)}),
        ("05-一万行", {"随访登记": (10_001, 27)}),
        ("07-机构与人员名册", {"机构": (22, 8), "人员": (505, 7)}),
    ],
)
def test_every_sheet_of_a_sample_is_read_whole(name, shape):
    book = read_workbook(sample(name))

    assert {s.name: (len(s.rows), max(map(len, s.rows))) for s in book.sheets} == shape
    assert all(s.visible for s in book.sheets)


def test_identity_numbers_stay_text_and_dates_become_dates():
    row = rows_of(sample("01-县人民医院-2026年10月-标准模板"))[1]

    assert row[6] == "371323195012167456"
    assert (row[0], row[8]) == (1.0, date(2026, 9, 29))
    assert row[26] is None


def test_text_that_looks_like_a_formula_is_read_as_text():
    assert rows_of(sample("04-一行一个问题"))[21][24] == '=HYPERLINK("x")'


def processor_seconds() -> float:
    """What this process and its children have used: other work on the machine does not count."""
    return sum(os.times()[:4])


@pytest.mark.long
def test_ten_thousand_rows_are_read_in_a_moment():
    content = sample("05-一万行")
    begun = processor_seconds()

    read_workbook(content)

    assert processor_seconds() - begun < 5  # 0.6 s on a quiet machine


# What a cell becomes


def typed(value: object, kind: str = "n", style: str = "", properties: str = "") -> Cell:
    sheet = worksheet(f'<row r="1">{cell("A1", value, kind, 1 if style else 0)}{FILLED}</row>')
    formats = styles(style or "General")
    return rows_of(workbook(sheet, properties=properties, styles=formats))[0][0]


FILLED = cell("B1", 1)
YEAR_MONTH_DAY = "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"


@pytest.mark.parametrize(
    ("cell_", "expected"),
    [
        (("46300",), 46300.0),
        (("3.21E+17",), 3.21e17),
        (("-0.5",), -0.5),
        (("1e400",), "#NUM!"),
        (("NaN",), "#NUM!"),
        (("1", "b"), True),
        (("0", "b"), False),
        (("013812345678", "str"), "013812345678"),
        (("371323197006187900", "str"), "371323197006187900"),
        ((" a ", "str"), " a "),
        (("", "str"), None),
        (("#N/A", "e"), "#N/A"),
        (("#DIV/0!", "e"), "#DIV/0!"),
        (("#SPILL!", "e"), "#SPILL!"),
        (("46300", "n", "yyyy-mm-dd"), date(2026, 10, 5)),
        (("46300", "n", YEAR_MONTH_DAY), date(2026, 10, 5)),
        (("46300.5", "n", "yyyy/m/d h:mm"), datetime(2026, 10, 5, 12)),  # noqa: DTZ001
        (("0.5", "n", "h:mm"), time(12)),
        (("1.5", "n", "[h]:mm"), 1.5),
        (("0.4", "n", "0.00%"), 0.4),
        (("60", "n", "yyyy-mm-dd"), date(1900, 2, 28)),
        (("61", "n", "yyyy-mm-dd"), date(1900, 3, 1)),
        (("13800138000", "n", "yyyy-mm-dd"), 13800138000.0),
        (("2026-10-05", "d"), date(2026, 10, 5)),
        (("44838", "n", "yyyy-mm-dd", '<workbookPr date1904="1"/>'), date(2026, 10, 5)),
    ],
    ids=lambda given: "-".join(map(str, given)) if isinstance(given, tuple) else "",
)
def test_a_cell_becomes_what_was_written(cell_, expected):
    value = typed(*cell_)

    assert value == expected
    assert type(value) is type(expected)


def test_a_formula_gives_the_value_saved_with_it():
    formulas = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1" t="str"><f>D1</f><v>文</v></c><c r="D1" t="e"><f>X</f><v>#REF!</v></c>'
    )

    assert rows_of(workbook(worksheet(f"<row>{formulas}</row>"))) == [[2.0, None, "文", "#REF!"]]


def test_rich_and_phonetic_text_is_read_as_its_characters():
    texts = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><r><t>张</t></r><r><rPr><b/></rPr><t>三</t></r></si>"
        '<si><t>李</t><rPh sb="0" eb="1"><t>li</t></rPh></si></sst>'
    )
    sheet = worksheet(f'<row r="1">{cell("A1", 0, "s")}{cell("B1", 1, "s")}</row>')

    assert rows_of(workbook(sheet, shared_strings=texts)) == [["张三", "李"]]


def test_errors_beside_other_cells_leave_those_as_they_are():
    sheet = worksheet(
        f'<row r="1">{cell("A1", "#N/A", "e")}{cell("B1", "t=&quot;e&quot;", "str")}'
        f"{cell('C1', 7)}</row>"
    )

    assert rows_of(workbook(sheet)) == [["#N/A", 't="e"', 7.0]]


def test_rows_and_columns_are_where_excel_counts_them():
    sheet = worksheet(
        f'<row r="3">{cell("C3", 1)}</row><row r="5">{cell("D5", 46300, style=1)}</row>'
    )

    assert rows_of(workbook(sheet, styles=styles("yyyy-mm-dd"))) == [
        [],
        [],
        [None, None, 1.0, None],
        [],
        [None, None, None, date(2026, 10, 5)],
    ]


def test_cleared_rows_below_the_table_are_not_rows():
    cleared = "".join(f'<row r="{n}">{cell(f"A{n}", "", "str")}</row>' for n in range(2, 502))

    assert rows_of(workbook(worksheet(ROW + cleared))) == [["姓名"]]


def test_formatted_blanks_far_away_do_not_count():
    far = '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"></c></row>'

    assert rows_of(workbook(worksheet(ROW + far))) == [["姓名"]]


def test_cells_without_a_place_stand_one_after_the_other():
    sheet = worksheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>")

    assert rows_of(workbook(sheet)) == [[1.0, 2.0], [None, 3.0]]


def test_a_hidden_sheet_says_so_and_a_chart_is_not_a_sheet():
    book = openpyxl.Workbook()
    book.active.append(["x"])
    book.create_chartsheet("图")
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).sheet_state = state
    out = io.BytesIO()
    book.save(out)

    sheets = read_workbook(out.getvalue()).sheets

    assert [(s.name, s.visible) for s in sheets] == [
        ("Sheet", True),
        ("hidden", False),
        ("veryHidden", False),
    ]


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (hostile.false_dimension, 1),
        (hostile.external_link, 1),
        (hostile.exchange_link, 1),
        (hostile.note_of_an_add_in, 1),
        (partial(hostile.rows, 20_000), 20_001),
        (partial(hostile.rows_without_numbers, 20_000), 20_001),
        (partial(hostile.columns, 60), 1),
        (partial(hostile.columns, 60, blanks=100), 1),
        (partial(hostile.sheets, 20), 1),
        (partial(hostile.one_long_text, 32_767), 3),
    ],
    ids=[
        "false dimension",
        "link",
        "old link",
        "add-in",
        "20,000 rows",
        "20,000 rows without numbers",
        "60 columns",
        "60 columns and formatted blanks",
        "20 sheets",
        "long text",
    ],
)
def test_what_is_odd_but_honest_is_read(content, count):
    assert len(rows_of(content())) == count
