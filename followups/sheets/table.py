"""Finding the register in a workbook: which sheet, which row heads it, which rows are rows.

Nothing is taken on faith: not the active sheet, not the first row, not the order of columns.
What cannot be decided is refused by name (`TableProblem`) or left to be asked (`Table.near`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from bureau.sheet_cells import is_empty, plain, written
from bureau.workbooks import Cell, Sheet, Workbook
from followups.rules.rows import MUST_HAVE
from followups.sheets.columns import BY_FIELD, column_letters
from followups.sheets.headings import Header, find_header
from followups.sheets.marks import Mark, months_named, read_mark

EXAMPLE_SHEET = re.compile(r"示例|样例|样表|示范|说明|模板说明")
LABEL = re.compile(r"[^\d\s]\s{0,9}[:\uff1a]|\A(?:合计|总计|小计|共计|本页|注\b|注意|说明)")
FEW_CELLS = 3
LONGEST_LINE = 120


class TableFault(StrEnum):
    """Why a workbook cannot be read as a register; in `TableProblem.names` what it is about."""

    NO_HEADER = "no_header"  # the headings looked for
    AMBIGUOUS_SHEETS = "ambiguous_sheets"  # the sheets
    MISSING_COLUMNS = "missing_columns"  # the headings
    NO_ROWS = "no_rows"  # the sheet
    NO_SUCH_SHEET = "no_such_sheet"  # the sheet asked for
    OTHER_MONTH = "other_month"  # the month nearly all rows are of
    OTHER_INSTITUTION = "other_institution"  # the one whose register its person says it is


class TableProblem(Exception):
    """A workbook in which no register, or more than one, can be found."""

    def __init__(self, fault: TableFault, names: Sequence[str]) -> None:
        super().__init__(f"{fault}: {', '.join(names)}")
        self.fault = fault
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Table:
    """A register found: where its columns stand, its rows, and what stands around them.

    Row numbers are the sheet's own. `columns` maps a field to a column counted from 0, `headings`
    to its heading as written. `near` maps columns that look like a missing one to that field: to
    be asked. `unknown` and `repeated` are headings that will not be read. `below` are the lines
    that are no rows (signatures, totals, notes), with their numbers; `titles` those above.
    """

    sheet: str
    header_row: int
    columns: dict[str, int]
    headings: dict[str, str]
    near: dict[int, str]
    unknown: tuple[tuple[int, str], ...]
    repeated: tuple[str, ...]
    rows: tuple[tuple[int, Sequence[Cell]], ...]
    below: tuple[tuple[int, str], ...]
    months: frozenset[tuple[int | None, int]]
    mark: Mark | None
    titles: tuple[str, ...] = ()

    def address(self, field: str, number: int) -> str:
        """Name a cell as the spreadsheet does ("J4"); only the row if there is no such column."""
        column = self.columns.get(field)
        return f"{column_letters(column)}{number}" if column is not None else str(number)

    def column(self, field: str) -> Sequence[Cell]:
        """List the cells of a field's column, row by row."""
        index = self.columns[field]
        return [cells[index] if index < len(cells) else None for _, cells in self.rows]

    def by_column(self) -> dict[str, Sequence[Cell]]:
        """List the cells of every field's column; much the faster way to have them all."""
        turned = list(zip_longest(*(cells for _, cells in self.rows)))
        empty = (None,) * len(self.rows)
        return {
            field: turned[index] if index < len(turned) else empty
            for field, index in self.columns.items()
        }

    def with_columns(self, extra: dict[str, int]) -> "Table":
        """Take in columns whose headings were asked about and confirmed."""
        if not extra:
            return self
        known = dict(self.unknown)
        return replace(
            self,
            columns={**self.columns, **extra},
            headings={**self.headings, **{field: known[index] for field, index in extra.items()}},
            near={index: field for index, field in self.near.items() if field not in extra},
            unknown=tuple(one for one in self.unknown if one[0] not in extra.values()),
        )

    def require_must_haves(self) -> None:
        """Refuse a table without a column that every row needs.

        :raises TableProblem: naming the house template's headings of those that are missing.
        """
        missing = [BY_FIELD[field].heading for field in MUST_HAVE if field not in self.columns]
        if missing:
            raise TableProblem(TableFault.MISSING_COLUMNS, missing)

    def require_rows(self) -> None:
        """Refuse a table that is headings only.

        :raises TableProblem: naming the sheet.
        """
        if not self.rows:
            raise TableProblem(TableFault.NO_ROWS, [self.sheet])


def find_table(workbook: Workbook, *, month: date | None = None, sheet: str = "") -> Table:
    """Find the one register in a workbook.

    Hidden sheets and sheets named as examples count only if nothing else looks like a register.
    Of several filled ones the one named after `month` is taken, or the one asked for by `sheet`.

    :raises TableProblem: if there is none, more than one, or one without a must-have column.
    """
    if sheet and sheet not in [one.name for one in workbook.sheets]:
        raise TableProblem(TableFault.NO_SUCH_SHEET, [sheet])
    wanted = [one for one in workbook.sheets if sheet in ("", one.name)]
    headed = [(one, found) for one in wanted if (found := find_header(one.rows))]
    if not headed:
        looked_for = [BY_FIELD[field].heading for field in MUST_HAVE]
        raise TableProblem(TableFault.NO_HEADER, looked_for)
    mark = read_mark(workbook)
    tables = [_table(one, header, mark) for one, header in _likeliest(headed)]
    return _the_one(tables, month)


def _likeliest(headed: list[tuple[Sheet, Header]]) -> list[tuple[Sheet, Header]]:
    """Keep the sheets of the best sort: with all must-haves, visible, and no example."""

    def sort(one: tuple[Sheet, Header]) -> tuple[bool, bool, bool]:
        sheet, header = one
        return header.lacks_must_have, not sheet.visible, bool(EXAMPLE_SHEET.search(sheet.name))

    best = min(map(sort, headed))
    likeliest = [one for one in headed if sort(one) == best]
    if best[0]:
        # None has all it needs: speak about the one that comes nearest.
        return [max(likeliest, key=lambda one: len(one[1].columns))]
    return likeliest


def _the_one(tables: list[Table], month: date | None) -> Table:
    filled = [table for table in tables if table.rows] or tables[:1]
    if len(filled) > 1 and month:
        named = [
            table
            for table in filled
            if (month.year, month.month) in months_named(table.sheet, month.year)
        ]
        filled = named if len(named) == 1 else filled
    if len(filled) > 1:
        raise TableProblem(TableFault.AMBIGUOUS_SHEETS, [table.sheet for table in filled])
    [table] = filled
    missing = [field for field in MUST_HAVE if field not in table.columns]
    if any(field not in table.near.values() for field in missing):
        table.require_must_haves()
    return table


def _table(sheet: Sheet, header: Header, mark: Mark | None) -> Table:
    rows: list[tuple[int, Sequence[Cell]]] = []
    below: list[tuple[int, str]] = []
    row_of = _row_sorter(header)
    for number, cells in enumerate(sheet.rows[header.row :], start=header.row + 1):
        sort = row_of(cells)
        if sort is RowSort.ROW:
            rows.append((number, cells))
        elif sort is RowSort.LINE:
            below.append((number, _line(cells)))
    titles = [sheet.name, *(_line(cells) for cells in sheet.rows[: header.first_row - 1])]
    months = frozenset(named for title in titles for named in months_named(title))
    return Table(
        sheet=sheet.name,
        header_row=header.row,
        columns=header.columns,
        headings=header.headings,
        near=header.near,
        unknown=header.unknown,
        repeated=header.repeated,
        rows=tuple(rows),
        below=tuple(below),
        months=months,
        mark=mark,
        titles=tuple(titles[1:]),
    )


class RowSort(StrEnum):
    BLANK = "blank"
    ROW = "row"
    LINE = "line"


def _row_sorter(header: Header) -> Callable[[Sequence[Cell]], RowSort]:
    """Tell rows from blank ones and from lines such as signatures, totals and notes.

    A row has a must-have cell that is no label, or at least more than a few cells and no label.
    """
    in_table = sorted(index for field, index in header.columns.items() if field != "institution")
    places = {field: header.columns[field] for field in MUST_HAVE if field in header.columns}
    code = header.columns.get("institution", -1)
    name, inpatient_no = places.get("patient_name", -1), places.get("inpatient_no", -1)

    def cell(cells: Sequence[Cell], index: int) -> Cell:
        return cells[index] if 0 <= index < len(cells) else None

    def sort(cells: Sequence[Cell]) -> RowSort:
        first, second = cell(cells, name), cell(cells, inpatient_no)
        if not (is_empty(first) or is_empty(second) or _is_label(first) or _is_label(second)):
            repeats_header = first == header.headings.get("patient_name")
            return RowSort.LINE if repeats_header else RowSort.ROW
        if all(map(is_empty, cells)):
            return RowSort.BLANK
        filled = [one for index in in_table if not is_empty(one := cell(cells, index))]
        if not filled:
            words = (one for index, one in enumerate(cells) if index != code)
            return RowSort.LINE if any(map(_is_words, words)) else RowSort.BLANK
        labelled = any(map(_is_label, cells))
        has_must = any(
            not is_empty(one := cell(cells, index)) and not _is_label(one) and _fits(field, one)
            for field, index in places.items()
        )
        if has_must and not (labelled and len(filled) <= FEW_CELLS):
            return RowSort.ROW
        return RowSort.ROW if len(filled) > FEW_CELLS and not labelled else RowSort.LINE

    return sort


def _is_label(cell: Cell) -> bool:
    return isinstance(cell, str) and LABEL.search(cell) is not None


def _is_words(cell: Cell) -> bool:
    """Test for text that is more than a running number."""
    return isinstance(cell, str) and any(sign.isalpha() for sign in plain(cell))


def _fits(field: str, cell: Cell) -> bool:
    """Test if a must-have cell could be one at all: a day has a digit."""
    return field != "discharged_on" or any(sign.isdigit() for sign in written(cell))


def _line(cells: Sequence[Cell]) -> str:
    def words() -> Iterator[str]:
        for one in cells:
            if not is_empty(one):
                yield plain(written(one))

    return " ".join(words())[:LONGEST_LINE]
