"""Lists as they stand on a page, row by row, and the table every sheet of the report is made of."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import xlsxwriter

from bureau.signs import readable
from followups.papers.words import CHECK_STATE_WORDS, VERDICT_WORDS, state_words
from followups.rules.sampling import CheckFigures
from followups.rules.words import Verdict

CHECK_HEADINGS = [
    *("机构编码", "机构名称", "应查", "已查", "抽查完成率"),
    *("有答复", "属实", "真实率"),
]
CHECKS_HEADINGS = ["机构编码", "机构名称", "月份", "抽取次序", "状态", *CHECK_HEADINGS[2:]]
PEOPLE_HEADINGS = [
    *("序号", "患者", "住院号", "科室", "出院日期", "是否递补"),
    *("拨打次数", "结果", "结果更正", "抽取后有改动"),
]
# Nothing that looks like a formula or an address becomes one.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Formats:
    def __init__(self, book: xlsxwriter.Workbook):
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.head = book.add_format({"bold": True, "border": 1, "bg_color": "#E6F0FB"})
        self.cell = book.add_format({"border": 1})
        self.share = book.add_format({"border": 1, "num_format": "0.0%"})


def table_of(
    sheet: Any, top: int, headings: Sequence[str], rows: Sequence[Sequence[Any]], formats: Formats
) -> None:
    sheet.write_row(top, 0, headings, formats.head)
    for number, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row):
            if value is None:
                value = "—"
            elif isinstance(value, str):
                value = readable(value)
            style = formats.share if isinstance(value, float) else formats.cell
            sheet.write(number, column, value, style)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, len(headings) - 1, 11)
    sheet.freeze_panes(top + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


class Lines(NamedTuple):
    """A list under its headings, as every export writes it."""

    headings: list[str]
    rows: list[list[Any]]


def matrix_lines(matrix: Any) -> Lines:
    """Lay out the month matrix as it stands on the screen: institutions by months."""
    months = [f"{month.year}年{month.month}月" for month in matrix.months]
    headings = ["机构编码", "机构名称", *months, "按时月数", "应报月数", "按时率"]
    return Lines([*headings, *CHECK_HEADINGS[2:]], [_matrix_row(line) for line in matrix.lines])


def _matrix_row(line: Any) -> list[Any]:
    words = [_cell_words(cell) for cell in line.cells]
    checks = check_cells(line.check) if line.check else [None] * 6
    on_time = [*line.on_time, line.on_time.value]
    return [line.institution.code, line.institution.name, *words, *on_time, *checks]


def _cell_words(cell: Any) -> str:
    if cell.standing is None:
        return "—"
    words = state_words({"state": cell.standing.state, "late_days": cell.standing.late_days})
    return words if cell.counts else f"{words}（封账后补报，不计入）"


def check_cells(figures: CheckFigures) -> list[Any]:
    """Lay out a spot-check's figures, each share with its two numbers beside it."""
    of = figures
    done = [of.required, of.done, of.completion.value]
    return [*done, of.answered, of.genuine, of.authenticity.value]


def checks_lines(lines: Iterable[Sequence[Any]]) -> Lines:
    """Lay out the list of spot-checks as it stands on the page, with each share's two numbers.

    A line is code, name, month, number of the draw, state and figures.
    """
    rows = [
        [code, name, f"{month:%Y-%m}", number, CHECK_STATE_WORDS[state], *check_cells(of)]
        for code, name, month, number, state, of in lines
    ]
    return Lines(CHECKS_HEADINGS, rows)


def people_lines(lines: Iterable[Sequence[Any]]) -> Lines:
    """Lay out one spot-check's list of people, masked as they come; verdicts as they are kept.

    A line is position, patient, inpatient number, department, day of discharge, whether a
    replacement, calls, verdict, the verdict before its last correction and the day of that
    (or None), and whether the row changed since it was drawn.
    """
    rows = [
        [*known, _yes(is_spare), calls, _verdict(verdict), _corrected(before), _yes(is_changed)]
        for *known, is_spare, calls, verdict, before, is_changed in lines
    ]
    return Lines(PEOPLE_HEADINGS, rows)


def _yes(is_so: bool) -> str:
    return "是" if is_so else ""


def _corrected(before: tuple[str, date] | None) -> str:
    return f"{before[1]:%Y-%m-%d}更正，原为{_verdict(before[0])}" if before else ""


def _verdict(verdict: str) -> str:
    return VERDICT_WORDS[Verdict(verdict)] if verdict else "待拨打"
