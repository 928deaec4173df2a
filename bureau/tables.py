"""Lists as workbooks and text files that no program executes: the one way rows leave the house.

Text stays text to the last sign: an ID keeps its digits, a formula stays words, and what one
cell cannot hold goes on in a sheet of its own. Nothing is cut.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from bureau.signs import readable

Cell = str | int | float | Decimal | date | None

ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program calculate with a cell instead of showing it."""
NOT_LOOKED_AT = " \u3000\xa0\u200b\ufeff\"'\n"
"""What such programs pass over before they look whether a cell begins like a formula."""
LONG_NUMBER = re.compile(r"0[0-9]+|[0-9]{12,}")
LONGEST_CELL = 32_767
A4 = 9
LONGEST_TITLE = 31
FIRST_YEAR = 1900
"""The year with which a workbook's count of days begins."""
NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RAM_DISK = Path("/dev/shm")  # noqa: S108


class Share(float):
    """A ratio that is shown as a percentage."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their headings. They are read once, as they are written."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


class Written(NamedTuple):
    content: bytes
    rows: int


Closing = Callable[[int], str]
"""Words the line under a table from how many rows were really written."""


def inert(text: str) -> str:
    """Put an apostrophe before a text with which a spreadsheet program would calculate."""
    return f"'{text}" if is_active(text) else text


def as_meant(text: str) -> str:
    """Take off the apostrophe that this module puts before a text in a CSV file."""
    rest = text[1:]
    is_put = text.startswith("'") and (is_active(rest) or LONG_NUMBER.fullmatch(rest))
    return rest if is_put else text


def is_active(text: str) -> bool:
    return text.lstrip(NOT_LOOKED_AT).startswith(ACTIVE)


def printable(cell: Cell) -> str:
    """Write a cell as text; what no workbook may hold is replaced."""
    if isinstance(cell, Share):
        return f"{cell:.1%}"
    return readable("" if cell is None else str(cell))


def write_text(table: Table, *, mark: str = "", closing: Closing | None = None) -> Written:
    """Write a CSV file that opens as UTF-8, computes nothing and keeps the zeros of its IDs."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(_safe(heading) for heading in table.headings)
    count = 0
    for row in table.rows:
        writer.writerow(_safe(cell) for cell in row)
        count += 1
    for line in filter(None, [closing(count) if closing else "", mark]):
        writer.writerow([_safe(line)])
    return Written(buffer.getvalue().encode(), count)


def _safe(cell: Cell) -> str:
    text = printable(cell)
    is_text = isinstance(cell, str)
    # A program would read a long number as 1.10105E+17 and drop what stands before it.
    return f"'{text}" if is_text and LONG_NUMBER.fullmatch(text) else inert(text)


def write_workbook(
    tables: Sequence[Table], *, mark: str = "", batch: str = "", closing: Closing | None = None
) -> Written:
    """Write one sheet for each table, rows as they come.

    `mark` (who, when, which batch) stands above the headings and on every printed page, `batch`
    among the file's properties. `closing` words the last line of a sheet.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "tmpdir": _out_of_disk()})
    with book:
        book.set_properties({"subject": batch, "comments": mark})
        writer = _Writer(book, mark, closing)
        rows = sum(writer.add(table) for table in tables)
        writer.add_rests()
    return Written(buffer.getvalue(), rows)


def _out_of_disk() -> str | None:
    """Name a place for rows under way: people's names do not touch the disk in the clear."""
    return str(RAM_DISK) if RAM_DISK.is_dir() else None


class _Writer:
    """Sheets of one workbook, with the rests of cells that were too long for theirs."""

    def __init__(self, book: xlsxwriter.Workbook, mark: str, closing: Closing | None):
        self.book, self.mark, self.closing = book, mark, closing
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.quoted = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E6F0FB"})
        self.share = book.add_format({"num_format": "0.0%"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.quiet = book.add_format({"font_color": "#5B6676"})
        self.titles: set[str] = set()
        self.rests: list[list[Cell]] = []

    def add(self, table: Table) -> int:
        title = self._title(table.title)
        sheet = self.book.add_worksheet(title)
        top = 1 if self.mark else 0
        if self.mark:
            sheet.write_string(0, 0, self.mark, self.quiet)
            sheet.set_footer("&L" + self.mark.replace("&", "&&")[:200] + "&R&P / &N")
        for column, heading in enumerate(table.headings):
            sheet.write_string(top, column, printable(heading), self.head)
            sheet.set_column(column, column, min(max(len(heading) * 2.2, 10), 40))
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        number = top
        for number, row in enumerate(table.rows, start=top + 1):
            for column, cell in enumerate(row):
                self._write(sheet, number, column, cell, title)
        sheet.autofilter(top, 0, number, max(len(table.headings) - 1, 0))
        if self.closing:
            sheet.write_string(number + 1, 0, self.closing(number - top), self.quiet)
        return number - top

    def _write(self, sheet: Any, row: int, column: int, cell: Cell, title: str) -> None:
        if isinstance(cell, Share):
            sheet.write_number(row, column, cell, self.share)
        elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
            sheet.write_number(row, column, cell)
        elif type(cell) is date and cell.year > FIRST_YEAR:
            sheet.write_datetime(row, column, datetime.combine(cell, time.min), self.day)
        elif text := printable(cell):
            style = self.quoted if is_active(text) else self.text
            sheet.write_string(row, column, self._fitting(text, row, column, title), style)

    def _fitting(self, text: str, row: int, column: int, title: str) -> str:
        """Return what one cell holds of a text; the rest is told in a sheet at the end."""
        first, *rest = parts_of(text)
        if not rest:
            return first
        place = f"{title}!{xlsxwriter.utility.xl_rowcol_to_cell(row, column)}"
        self.rests += [[place, number, part] for number, part in enumerate(rest, start=2)]
        return f"{first}{_more(len(rest))}"

    def add_rests(self) -> None:
        if self.rests:
            self.closing = None
            self.add(Table("续文", ["单元格", "第几段", "续文"], self.rests))

    def _title(self, wanted: str) -> str:
        """Make a title that no other sheet has and no program refuses."""
        clean = NOT_IN_TITLE.sub(" ", printable(wanted)).strip(" '") or "表"
        for candidate in _candidates(clean):
            if candidate.lower() not in self.titles and candidate.lower() != "history":
                self.titles.add(candidate.lower())
                return candidate
        raise AssertionError


def _candidates(title: str) -> Iterator[str]:
    yield title[:LONGEST_TITLE]
    for number in range(2, 10_000):
        tail = f" ({number})"
        yield title[: LONGEST_TITLE - len(tail)] + tail


def _more(count: int) -> str:
    return f"…〔未完，续文见“续文”表，共{count}段〕"


ROOM = LONGEST_CELL - len(_more(9999))


def parts_of(text: str) -> list[str]:
    """Part a text into pieces that one cell holds; joined they are the text again.

    A spreadsheet program counts signs beyond the first plane twice.
    """
    room = ROOM if text.isascii() or max(text) < "\U00010000" else ROOM // 2
    if len(text) <= (LONGEST_CELL if room == ROOM else LONGEST_CELL // 2):
        return [text]
    return [text[start : start + room] for start in range(0, len(text), room)]
