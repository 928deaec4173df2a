import io
import re
import zipfile
from copy import copy
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from bureau.workbook_container import ran_out_of_memory
from bureau.workbooks import (
    Limits,
    Refusal,
    WorkbookRefused,
    annotate_workbook,
    read_workbook,
)
from tests.bureau import hostile
from tests.bureau.marks import (
    HEADER,
    PROBLEMS,
    RED,
    SAMPLES,
    TITLE,
    annotated,
    note,
    opened,
    saved,
    texts,
)
from tests.bureau.workbook_parts import ROW, cell, styles, workbook, worksheet


def test_a_noted_cell_is_red_and_says_what_is_wrong_and_what_to_do():
    book = opened(annotated(PROBLEMS.read_bytes(), note("随访登记", 2, 15)))

    marked = book["随访登记"]["O2"]
    assert marked.fill.start_color.rgb == RED
    assert marked.comment.text == "【满意度管理平台】\n只有3位\n请补全"
    assert marked.value == "1380013800"


def test_two_notes_on_one_cell_make_one_comment():
    two = note("S1", 1, 1), note("S1", 1, 1, problem="重复", remedy="删去")

    book = opened(annotated(workbook(), *two))

    assert book["S1"]["A1"].comment.text == "【满意度管理平台】\n只有3位\n请补全\n重复\n删去"
    assert book[TITLE].max_row == 3


@pytest.mark.long
def test_the_first_sheet_lists_every_note_and_leads_to_its_cell():
    book = opened(
        annotated(PROBLEMS.read_bytes(), note("随访登记", 2, 15), note("随访登记", 5, 28))
    )

    sheet = book.worksheets[0]
    assert (sheet.title, book.active.title) == (TITLE, TITLE)
    assert texts(sheet) == [
        HEADER,
        (2, "电话（O）", "138", "只有3位", "请补全"),
        (5, "电话（AB）", "138", "只有3位", "请补全"),
    ]
    links = [sheet.cell(row, 1).hyperlink.location for row in (2, 3)]
    assert links == ["'随访登记'!O2", "'随访登记'!AB5"]
    assert [s.sheet_view.tabSelected for s in book.worksheets] == [True, False]


def test_a_sheet_name_with_a_quote_is_still_found_by_its_link():
    book = opened(saved_with_title("张'三"))

    out = opened(annotated(saved(book), note("张'三", 1, 1)))

    assert out[TITLE]["A2"].hyperlink.location == "'张''三'!A1"


def saved_with_title(title: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    book.active["A1"] = "x"
    return saved(book)


def test_every_original_row_comes_back():
    content = PROBLEMS.read_bytes()

    again = annotated(content, note("随访登记", 2, 15))

    assert read_workbook(again).sheets[1] == read_workbook(content).sheets[0]


def test_original_text_beginning_with_an_equals_sign_stays_text():
    content = annotated(PROBLEMS.read_bytes(), note("随访登记", 22, 25))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet2.xml").decode()
    assert '<is><t>=HYPERLINK("x")</t></is>' in xml
    assert "<f>" not in xml


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "=HYPERLINK()"])
def test_what_we_write_is_never_a_formula(text):
    words = {"value_text": text, "problem": text, "remedy": text, "column_title": text}

    book = opened(annotated(workbook(), note("S1", 1, 1, **words)))

    cells = book[TITLE][2]
    assert [c.data_type for c in cells[1:]] == ["s"] * 4
    assert cells[2].value == text
    assert cells[2].quotePrefix == (text[0] != "#")


def test_characters_that_no_workbook_may_hold_are_replaced_and_long_text_is_cut():
    words = {"value_text": "a\x00b\ud800c", "problem": "长" * 40_000, "remedy": "x\x07"}

    book = opened(annotated(workbook(), note("S1", 1, 1, **words)))

    row = [c.value for c in book[TITLE][2]]
    assert row[2] == "a\ufffdb\ufffdc"
    assert len(row[3]) == 32_767
    assert row[4] == "x\ufffd"


def test_a_comment_that_was_there_is_kept_and_extended():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["A1"].comment = Comment("请核对", "王主任")

    out = opened(annotated(saved(book), note("Sheet", 1, 1)))

    comment = out["Sheet"]["A1"].comment
    assert (comment.author, comment.text) == (
        "王主任",
        "请核对\n【满意度管理平台】\n只有3位\n请补全",
    )


def test_a_mark_under_the_sign_of_earlier_copies_is_taken_out_as_well():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["A1"].comment = Comment("请核对\n[Manyi]\n只有3位", "王主任")

    out = opened(annotated(saved(book)))

    assert out["Sheet"]["A1"].comment.text == "请核对"


def test_a_corrected_cell_loses_the_mark_of_the_last_time():
    book = openpyxl.Workbook()
    book.active.append(["x", "y", "z"])
    book.active["B1"].comment = Comment("请核对", "王主任")
    first = annotated(saved(book), note("Sheet", 1, 1), note("Sheet", 1, 2), note("Sheet", 1, 3))

    second = opened(annotated(first, note("Sheet", 1, 3)))

    a, b, c = second["Sheet"][1]
    assert [cell.fill.fill_type for cell in (a, b, c)] == [None, None, "solid"]
    assert a.comment is None
    assert b.comment.text == "请核对"
    assert c.comment.text == "【满意度管理平台】\n只有3位\n请补全"
    assert second.sheetnames == [TITLE, "Sheet"]


def test_a_sheet_of_theirs_with_our_title_stays():
    content = annotated(saved_with_title(TITLE), note(TITLE, 1, 1))

    book = opened(content)
    assert book.sheetnames == [f"{TITLE} (2)", TITLE]
    assert book[TITLE]["A1"].value == "x"


@pytest.mark.parametrize(
    ("title", "given"),
    [("a/b:c?", "a b c"), ("很" * 40, "很" * 31), ("SHEET", "SHEET (2)")],
    ids=["signs", "long", "same but for case"],
)
def test_any_title_becomes_one_a_sheet_may_have(title, given):
    book = opened(annotated(saved_with_title("Sheet"), note("Sheet", 1, 1), title=title))

    assert book.sheetnames == [given, "Sheet"]


def test_a_note_on_a_merged_cell_marks_the_cell_that_shows():
    book = openpyxl.Workbook()
    book.active["A1"] = "标题"
    book.active.merge_cells("A1:C2")

    out = opened(annotated(saved(book), note("Sheet", 2, 3)))

    assert out["Sheet"]["A1"].fill.start_color.rgb == RED


def test_a_note_on_a_cell_that_is_not_there_makes_one_and_an_unknown_sheet_is_only_listed():
    out = opened(annotated(workbook(), note("S1", 9, 4), note("没有", 1, 1)))

    assert out["S1"]["D9"].fill.start_color.rgb == RED
    assert out[TITLE]["A3"].hyperlink is None
    assert texts(out[TITLE])[2][0] == 1


def test_the_rest_of_the_workbook_looks_as_before():
    content = decorated()

    before, after = opened(content), opened(annotated(content, note("登记", 3, 1)))

    changed = after["登记"]["A3"]
    changed.fill = copy(before["登记"]["A3"].fill)
    for name in before.sheetnames:
        assert looks(after[name]) == looks(before[name])


def decorated() -> bytes:
    """A register as a ward makes it: merged title, borders, colours, widths, lists, filters."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "登记"
    sheet.append(["10月随访登记表"])
    sheet.append(["姓名", "出院日期", "结果"])
    sheet.append(["张三", date(2026, 10, 5), "已随访"])
    sheet.append(["李四", date(2026, 10, 6), "失访"])
    sheet.merge_cells("A1:C1")
    thin = Side(style="thin", color="FF0000FF")
    for row in sheet["A1:C4"]:
        for each in row:
            each.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet["A1"].font = Font(name="黑体", size=16, bold=True)
    sheet["B3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["C3"].fill = PatternFill("solid", start_color="FF92D050")
    sheet.column_dimensions["B"].width = 22
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = "A2:C4"
    choices = DataValidation(type="list", formula1='"已随访,失访"')
    choices.add("C3:C4")
    sheet.add_data_validation(choices)
    sheet.conditional_formatting.add("A3:A4", CellIsRule("equal", ['"x"'], font=Font(bold=True)))
    sheet.print_title_rows = "1:2"
    other = book.create_sheet("科室")
    other["A1"] = "内科"
    other.sheet_state = "hidden"
    return saved(book)


def looks(sheet: openpyxl.worksheet.worksheet.Worksheet) -> tuple[object, ...]:
    return (
        [
            (c.coordinate, c.value, c.number_format, *map(repr, (c.font, c.fill, c.border)))
            for row in sheet.iter_rows()
            for c in row
        ],
        {key: each.width for key, each in sheet.column_dimensions.items()},
        {key: each.height for key, each in sheet.row_dimensions.items()},
        sorted(map(str, sheet.merged_cells.ranges)),
        (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows, sheet.sheet_state),
        [(each.sqref, each.formula1) for each in sheet.data_validations.dataValidation],
        [str(each.sqref) for each in sheet.conditional_formatting],
    )


def test_a_number_no_date_can_be_stays_the_number_it_was():
    number = f'<row r="2">{cell("A2", 13800138000, style=1)}{cell("B2", 46300, style=1)}</row>'
    content = workbook(worksheet(ROW + number), styles=styles("yyyy-mm-dd"))

    out = read_workbook(annotated(content, note("S1", 2, 1)))

    assert out.sheets[1].rows[1] == [13800138000.0, date(2026, 10, 5)]


def test_rich_text_keeps_its_runs():
    rich = '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>张</t></r><r><t>三</t></r></is></c>'
    content = workbook(worksheet(f'<row r="1">{rich}</row>'))

    value = opened(annotated(content, note("S1", 1, 1)))["S1"]["A1"].value

    assert str(value) == "张三"
    assert value[0].font.b


@pytest.mark.parametrize(
    "build", [hostile.external_link, hostile.exchange_link], ids=["link", "exchange"]
)
def test_a_workbook_with_links_can_be_marked(build):
    assert opened(annotated(build(), note("S1", 1, 1)))["S1"]["A1"].comment


@pytest.mark.long
@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (hostile.empty, Refusal.EMPTY),
        (hostile.bomb, Refusal.BOMB),
        (hostile.entity_bomb_in_texts, Refusal.ENTITIES),
        (hostile.far_cell, Refusal.FAR_CELL),
        (hostile.bad_checksum, Refusal.DAMAGED),
    ],
)
def test_what_would_not_be_read_is_not_marked_either(build, reason):
    with pytest.raises(WorkbookRefused) as caught:
        annotated(build(), note("S1", 1, 1))

    assert caught.value.reason is reason


def test_a_workbook_that_openpyxl_cannot_load_is_a_sentence():
    content = workbook(worksheet(f'<row r="1">{cell("A1", "no number")}</row>'))

    with pytest.raises(WorkbookRefused) as caught:
        annotated(content, note("S1", 1, 1))

    assert caught.value.reason is Refusal.CANNOT_MARK
    assert re.fullmatch(r"\w+ at \w+\.py:\d+", caught.value.facts["at"])
    assert caught.value.facts["at"] not in str(caught.value)


@pytest.mark.long
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(cpu_seconds=1, seconds=60), Refusal.TIMED_OUT),
        (Limits(seconds=0.5), Refusal.TIMED_OUT),
    ],
    ids=["processor", "clock"],
)
def test_marking_has_its_limits_too(limits, reason):
    content = (SAMPLES / "05-一万行.xlsx").read_bytes()

    with pytest.raises(WorkbookRefused) as caught:
        annotate_workbook(
            content, notes=[], errors_title=TITLE, errors_header=HEADER, limits=limits
        )

    assert caught.value.reason is reason


@pytest.mark.long
@pytest.mark.parametrize("megabytes", [60, 70, 90, 110])
def test_marking_without_memory_is_never_blamed_on_the_workbook(megabytes):
    limits = Limits(memory_bytes=megabytes << 20, cpu_seconds=58, seconds=60)

    with pytest.raises(WorkbookRefused) as caught:
        annotate_workbook(
            (SAMPLES / "05-一万行.xlsx").read_bytes(),
            notes=[],
            errors_title=TITLE,
            errors_header=HEADER,
            limits=limits,
        )

    # Code in C may fall over instead of saying so; where it does differs from machine to machine.
    assert caught.value.reason in {Refusal.OUT_OF_MEMORY, Refusal.CRASHED}


@pytest.mark.parametrize(
    ("error", "was_memory"),
    [
        (MemoryError(), True),
        (SystemError("returned NULL without setting an exception"), True),
        (ValueError("no number"), False),
    ],
)
def test_an_error_that_follows_from_want_of_memory_is_known_by_its_chain(error, was_memory):
    follow_up = ValueError("the archive is still open")
    follow_up.__context__ = error

    assert ran_out_of_memory(follow_up) is was_memory


def test_a_header_of_the_wrong_length_is_our_own_fault():
    with pytest.raises(ValueError, match="5 columns"):
        annotate_workbook(workbook(), notes=[], errors_title=TITLE, errors_header=["行"])
