"""Give a person's own workbook back with its faults marked, and a list of them in front.

Imported by the child process only, so nothing of Django may be imported here. openpyxl loads and
writes every cell as it stands: a number stays the number stored, whatever its format says, and a
text that looks like a formula stays text.
"""

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.formula.translate import Translator
from openpyxl.reader import excel as reader
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.fills import Fill
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.properties import CalcProperties
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from bureau.workbook_checks import check, column_letters
from bureau.workbook_container import Limits, place_of, ran_out_of_memory, refuse

Note = dict[str, Any]
"""The fields of `workbooks.CellNote`, as they came over the wire."""

AUTHOR = "满意度管理平台"
# Our part of a comment begins here, so that the next copy can take it out again.
SIGN = "【满意度管理平台】"
SIGNS = (SIGN, "[Manyi]")  # copies marked before the sign was Chinese are still about
FILLS = {
    mark: PatternFill("solid", start_color=colour)
    for mark, colour in [("error", "FFFFB3B3"), ("warning", "FFFFEB9C"), ("corrected", "FFC6EFCE")]
}
OURS = {fill.start_color.rgb for fill in FILLS.values()}
LINK = Font(color="FF0563C1", underline="single")
LONGEST_TEXT, LONGEST_TITLE, MOST_LINKS = 32_767, 31, 65_000
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (8, 20, 30, 44, 44)
PROBLEM = 4


class _SheetReader(reader.WorksheetReader):
    def bind_cells(self) -> None:
        # As in openpyxl, but cells of one style share it: a copy for each is a fifth of all memory.
        styles = self.ws.parent._cell_styles
        for _, row in self.parser.parse():
            for read in row:
                cell = Cell(self.ws, read["row"], read["column"])
                cell._style = styles[read["style_id"]]
                cell._value, cell.data_type = read["value"], read["data_type"]
                self.ws._cells[read["row"], read["column"]] = cell
        if self.ws._cells:
            self.ws._current_row = self.ws.max_row


class _Reader(reader.ExcelReader):
    def read_worksheets(self) -> None:
        # Otherwise a serial becomes a date and back, and one that is no date becomes #VALUE!.
        self.wb._date_formats = self.wb._timedelta_formats = set()
        super().read_worksheets()


class _SheetWriter(WorksheetWriter):
    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        # As in openpyxl, but it would sort a list as large as the sheet.
        rows: dict[int, list[tuple[int, int]]] = {row: [] for row in self.ws.row_dimensions}
        for key in sorted(self.ws._cells):
            rows.setdefault(key[0], []).append(key)
        return ((row, [self.ws._cells[key] for key in rows[row]]) for row in sorted(rows))


class _Writer(ExcelWriter):
    def write_worksheet(self, ws: Worksheet) -> None:
        # As in openpyxl, but into the archive: it would write a file for each sheet first.
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        with self._archive.open(ws.path[1:], "w") as part:
            writer = _SheetWriter(ws, part)
            writer.write()
        ws._rels = writer._rels
        self.manifest.append(ws)


def _fill_or_none(cls: type[Fill], node: Any) -> Fill:
    # Some exporters write a fill with nothing in it; openpyxl would refuse the whole workbook.
    return from_tree(cls, node) or PatternFill()


reader.WorksheetReader = _SheetReader
from_tree = Fill.from_tree.__func__
Fill.from_tree = classmethod(_fill_or_none)


def annotate(content: bytes, request: dict[str, Any], limits: Limits) -> bytes:
    """Return the same workbook with its cells marked and the sheet of errors in front."""
    check(content, limits)
    warnings.simplefilter("ignore")
    try:
        book = _load(content)
        _take_out_earlier_marks(book, request["title"], request["header"])
        notes = request["notes"]
        _mark_cells(book, notes)
        if request["keep"]:
            notes = _only_rows(book[request["keep"]["sheet"]], request["keep"], notes)
        _list_errors(book, request["title"], request["header"], notes)
        return _saved(book)
    except Exception as error:  # openpyxl raises whatever its helpers raise
        if ran_out_of_memory(error):
            raise MemoryError from error
        refuse("cannot_mark", at=place_of(error))


def _load(content: bytes) -> Workbook:
    try:
        return _loaded(content, keep_links=True)
    except (KeyError, TypeError):  # a kind of external link that openpyxl does not know
        return _loaded(content, keep_links=False)


def _loaded(content: bytes, *, keep_links: bool) -> Workbook:
    package = _Reader(io.BytesIO(content), keep_links=keep_links, rich_text=True)
    package.read()
    return package.wb


def _saved(book: Workbook) -> bytes:
    # openpyxl drops the values that formulas had, so they must be worked out on opening.
    book.calculation = book.calculation or CalcProperties()
    book.calculation.fullCalcOnLoad = True
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _Writer(book, archive).save()
    return out.getvalue()


def _take_out_earlier_marks(book: Workbook, title: str, header: Sequence[str]) -> None:
    """Undo what an earlier copy marked, or a corrected cell would stay red."""
    for sheet in list(book.worksheets):
        first_row = [cell.value for cell in sheet[1]]
        if sheet.title.startswith(title[:10]) and first_row == list(header):
            book.remove(sheet)
            continue
        for cell in sheet._cells.values():
            if cell.comment and _sign_in(cell.comment.text):
                _unmark(cell)


def _sign_in(text: str) -> str:
    return next((sign for sign in SIGNS if sign in text), "")


def _unmark(cell: Cell) -> None:
    before = cell.comment.text.partition(_sign_in(cell.comment.text))[0].strip()
    author = cell.comment.author
    cell.comment = Comment(before, author) if before else None
    if cell.fill.start_color.rgb in OURS:
        _fill(cell, PatternFill())


def _fill(cell: Cell, fill: PatternFill) -> None:
    cell._style = copy(cell._style)  # other cells share it
    cell.fill = fill


def _mark_cells(book: Workbook, notes: Iterable[Note]) -> None:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    by_cell: dict[tuple[str, int, int], list[Note]] = defaultdict(list)
    for note in notes:
        if note["sheet"] in sheets:
            by_cell[note["sheet"], note["row"], note["column"]].append(note)
    for (title, row, column), of_cell in by_cell.items():
        cell = _anchor(sheets[title], row, column)
        marks = {note["mark"] for note in of_cell}
        _fill(cell, next(fill for mark, fill in FILLS.items() if mark in marks))
        new_text = next((one["new_text"] for one in of_cell if one["new_text"] is not None), None)
        if new_text is not None:
            _write_text(cell, new_text)
        lines = [f"{note['problem']}\n{note['remedy']}".strip() for note in of_cell]
        cell.comment = _comment(cell, "\n".join(lines))


def _only_rows(sheet: Worksheet, keep: dict[str, Any], notes: Iterable[Note]) -> list[Note]:
    """Leave out a table's other rows; return the notes of those kept, where they stand now."""
    header_row = keep["header_row"]
    places = {row: at for at, row in enumerate(keep["rows"], header_row + 1)}
    cells = {}
    for (row, column), cell in sheet._cells.items():
        if row <= header_row:
            cells[row, column] = cell
        elif row in places and not isinstance(cell, MergedCell):
            _move(cell, places[row])
            cells[places[row], column] = cell
    sheet._cells = cells
    for area in list(sheet.merged_cells.ranges):
        if area.max_row > header_row:
            sheet.merged_cells.remove(area)
    for row in [row for row in sheet.row_dimensions if row > header_row]:
        del sheet.row_dimensions[row]
    return [{**one, "row": places[one["row"]]} for one in notes if one["row"] in places]


def _move(cell: Cell, row: int) -> None:
    """Put a cell into another row; what it reckons moves with it."""
    if row == cell.row:
        return
    if cell.data_type == "f" and isinstance(cell.value, str):
        there = f"{cell.column_letter}{row}"
        cell._value = Translator(cell.value, origin=cell.coordinate).translate_formula(there)
    cell.row = row
    if cell.hyperlink:
        cell.hyperlink.ref = cell.coordinate


def _anchor(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return the cell, or the one that stands for it where cells are merged."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _comment(cell: Cell, text: str) -> Comment:
    old = cell.comment
    parts = [old.text] if old else []
    ours = text if old and SIGN in old.text else f"{SIGN}\n{text}"
    whole = _writable("\n".join([*parts, ours]))
    lines = sum(1 + len(line) // 18 for line in whole.split("\n"))
    return Comment(whole, old.author if old else AUTHOR, height=24 + 20 * min(lines, 25), width=280)


def _list_errors(book: Workbook, title: str, header: Sequence[str], notes: Sequence[Note]) -> None:
    known = set(book.sheetnames)
    sheet = book.create_sheet(_free_title(book, title), 0)
    for column, text in enumerate(header, 1):
        _write_text(sheet.cell(1, column), text)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[column_letters(column)].width = WIDTHS[column - 1]
    for at, note in enumerate(notes, 2):
        _list_error(sheet, at, note)
        if note["sheet"] in known and at <= MOST_LINKS:
            _link(sheet.cell(at, 1), note)
    sheet.freeze_panes = "A2"
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = sheet
    for view in book.views:
        view.firstSheet = 0


def _list_error(sheet: Worksheet, at: int, note: Note) -> None:
    sheet.cell(at, 1).value = note["row"]
    where = f"{note['column_title']}（{column_letters(note['column'])}）"
    for column, text in enumerate((where, note["value_text"], note["problem"], note["remedy"]), 2):
        _write_text(sheet.cell(at, column), text)
        sheet.cell(at, column).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(at, PROBLEM).fill = FILLS[note["mark"]]


def _link(cell: Cell, note: Note) -> None:
    target = f"{column_letters(note['column'])}{note['row']}"
    location = f"{quote_sheetname(note['sheet'])}!{target}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
    cell.font = LINK


def _write_text(cell: Cell, text: str) -> None:
    """Write text that stays text, now and after somebody has clicked into it."""
    cell.value = _writable(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)


def _writable(text: str) -> str:
    text = UNWRITABLE.sub("�", text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _free_title(book: Workbook, wanted: str) -> str:
    title = re.sub(r"[\\*?:/\[\]]", " ", _writable(wanted)).strip(" '")[:LONGEST_TITLE]
    taken = {name.casefold() for name in book.sheetnames}
    number, free = 1, title
    while free.casefold() in taken:
        number += 1
        free = f"{title[: LONGEST_TITLE - 5]} ({number})"
    return free
