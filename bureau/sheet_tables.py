"""Finding a book of rows in a workbook: its sheet, its row of headings, its rows.

What columns it may have is said by a `Layout`. Nothing is taken on faith: titles stand above the
headings, these may take two rows, and what is a column's meaning is proposed here and said by a
person.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from bureau.sheet_cells import is_empty, normal_heading, plain, written
from bureau.workbooks import Cell, Sheet, Workbook

ROWS_SEARCHED = 40
FEWEST_KNOWN = 3
MOST_SAMPLES = 3
SAMPLE_LENGTH = 24
NO_ROW = re.compile(r"(?:合计|总计|小计|共计)|(?:填表|审核|制表|备注|注|说明)[^:：]{0,6}[:：]")
"""How lines begin that stand below the rows: sums, signatures, notes."""


class TableFault(StrEnum):
    """Why a workbook cannot be read as such a book; in `TableRefused.names` what it is about."""

    NO_HEADER = "no_header"  # the headings looked for
    SEVERAL_SHEETS = "several_sheets"  # the sheets
    NO_ROWS = "no_rows"  # the sheet
    TOO_MANY_ROWS = "too_many_rows"  # the most


class TableRefused(Exception):
    """A workbook in which no such book, or more than one, can be found."""

    def __init__(self, fault: TableFault, names: Sequence[str]) -> None:
        super().__init__(f"{fault}: {', '.join(names)}")
        self.fault, self.names = fault, tuple(names)


class Column(NamedTuple):
    """A column: the field it shows, its heading, other headings under which it comes in."""

    field: str
    heading: str
    also: tuple[str, ...] = ()
    is_read: bool = False


@dataclass(frozen=True)
class Layout:
    """What a kind of book may have for columns, without which it says nothing, how many rows."""

    columns: Mapping[str, Column]
    must_have: tuple[str, ...]
    most_rows: int

    @cached_property
    def by_heading(self) -> Mapping[str, tuple[str, int]]:
        """Give each known heading its field, and how near it is to the house's own (0)."""
        known: dict[str, tuple[str, int]] = {}
        for column in self.columns.values():
            for rank, heading in enumerate((column.heading, *column.also)):
                known.setdefault(normal_heading(heading), (column.field, rank))
        return known

    def needed(self) -> list[str]:
        return [self.columns[name].heading for name in self.must_have]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A book found: row and column numbers count from 1, as the sheet's own do.

    `headings` are those of every column that has one; `proposed` maps columns to fields.
    """

    sheet: str
    header_row: int
    headings: Mapping[int, str]
    proposed: Mapping[int, str]
    rows: tuple[tuple[int, Sequence[Cell]], ...]

    @property
    def heading_set(self) -> str:
        """Name this set of headings in their places: a file with the same is read the same way."""
        said = "\n".join(f"{at}:{normal_heading(text)}" for at, text in self.headings.items())
        return hashlib.sha256(said.encode()).hexdigest()

    def asked(self) -> list[dict[str, object]]:
        """List the columns as a person is asked about them: what is proposed, what stands there."""
        return [
            {
                "column": at,
                "heading": heading,
                "field": self.proposed.get(at, ""),
                "samples": self.samples(at),
            }
            for at, heading in self.headings.items()
        ]

    def samples(self, column: int) -> list[str]:
        """List what stands in the first filled cells of a column."""
        texts = (plain(written(cell_at(cells, column))) for _, cells in self.rows)
        return [text[:SAMPLE_LENGTH] for text in islice(filter(None, texts), MOST_SAMPLES)]


def cell_at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column - 1] if column <= len(cells) else None


def find_table(workbook: Workbook, layout: Layout) -> SheetTable:
    """Find the one book of a layout in a workbook; hidden sheets count if no other looks like one.

    :raises TableRefused: if there is none or more than one, or it has no rows or too many.
    """
    headed = [found for sheet in workbook.sheets if (found := _headed(sheet, layout))]
    shown = [(sheet, table) for sheet, table in headed if sheet.visible] or headed
    if not shown:
        raise TableRefused(
            TableFault.NO_HEADER, [layout.columns[name].heading for name in layout.must_have]
        )
    filled = [table for _, table in shown if table.rows]
    if not filled:
        raise TableRefused(TableFault.NO_ROWS, [shown[0][1].sheet])
    if len(filled) > 1:
        raise TableRefused(TableFault.SEVERAL_SHEETS, [table.sheet for table in filled])
    if len(filled[0].rows) > layout.most_rows:
        raise TableRefused(TableFault.TOO_MANY_ROWS, [str(layout.most_rows)])
    return filled[0]


def _headed(sheet: Sheet, layout: Layout) -> tuple[Sheet, SheetTable] | None:
    """Read a sheet under the row, or two rows, with the most known headings; the first of such."""
    best: tuple[int, int, dict[int, str]] | None = None
    upper: Sequence[Cell] = ()
    for number, cells in enumerate(islice(sheet.rows, ROWS_SEARCHED), start=1):
        for headings in (_texts(cells), _two_levels(upper, cells, layout)):
            fields = len(set(_propose(headings, layout).values()))
            if fields >= FEWEST_KNOWN and (best is None or fields > best[0]):
                best = fields, number, headings
        upper = cells
    if best is None:
        return None
    _, row, headings = best
    rows = tuple(_rows(sheet, row, headings))
    return sheet, SheetTable(sheet.name, row, headings, _propose(headings, layout), rows)


def _texts(cells: Sequence[Cell]) -> dict[int, str]:
    return {at: plain(str(cell)) for at, cell in enumerate(cells, 1) if normal_heading(cell)}


def _two_levels(upper: Sequence[Cell], lower: Sequence[Cell], layout: Layout) -> dict[int, str]:
    """Join two rows: cells merged downwards leave the lower empty, those to the right the upper.

    Under 整改 the heading 措施 is 整改措施; under 检查情况 the heading 时间 is 检查时间.
    """
    above, below = _texts(upper), _texts(lower)
    joined, over = {}, ""
    for at in range(1, max([*above, *below], default=0) + 1):
        over = above.get(at, over)
        own = below.get(at, "")
        stems = (over, over.removesuffix("情况")) if over else ()
        whole = next(
            (one + own for one in stems if normal_heading(one + own) in layout.by_heading), ""
        )
        if text := (whole if own else above.get(at, "")) or own:
            joined[at] = text
    return joined


def _propose(headings: Mapping[int, str], layout: Layout) -> dict[int, str]:
    """Propose a field for each column with a known heading; of two the nearer, then the first."""
    known = {
        at: layout.by_heading[name]
        for at, text in headings.items()
        if (name := normal_heading(text)) in layout.by_heading
    }
    proposed: dict[int, str] = {}
    for at, (name, _) in sorted(known.items(), key=lambda one: (one[1][1], one[0])):
        if name not in proposed.values():
            proposed[at] = name
    return dict(sorted(proposed.items()))


def _rows(
    sheet: Sheet, header_row: int, headings: Mapping[int, str]
) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Walk the rows below the headings; blank ones, sums and signatures are no rows."""
    for number, cells in enumerate(sheet.rows[header_row:], start=header_row + 1):
        filled = [cell for at in headings if not is_empty(cell := cell_at(cells, at))]
        if len(filled) > 1 and not _is_sum(cells):
            yield number, cells


def _is_sum(cells: Sequence[Cell]) -> bool:
    first = next((plain(written(cell)) for cell in cells if not is_empty(cell)), "")
    return NO_ROW.match(first.replace(" ", "")) is not None
