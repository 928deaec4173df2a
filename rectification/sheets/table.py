"""Finding an old ledger in a workbook: its sheet, its row of headings, its rows.

Nothing is taken on faith: titles stand above the headings, these may take two rows, and what is a
column's meaning is proposed here and said by a person.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bureau.sheet_cells import is_empty, normal_heading, plain, written
from bureau.workbooks import Cell, Sheet, Workbook
from rectification.sheets.columns import MUST_HAVE, READ

ROWS_SEARCHED = 40
FEWEST_KNOWN = 3
MOST_ROWS = 1_000
MOST_SAMPLES = 3
SAMPLE_LENGTH = 24
NO_ROW = re.compile(r"(?:合计|总计|小计|共计)|(?:填表|审核|制表|备注|注|说明)[^:：]{0,6}[:：]")
"""How lines begin that stand below the rows: sums, signatures, notes."""


class TableFault(StrEnum):
    """Why a workbook cannot be read as a ledger; in `TableRefused.names` what it is about."""

    NO_HEADER = "no_header"  # the headings looked for
    SEVERAL_SHEETS = "several_sheets"  # the sheets
    NO_ROWS = "no_rows"  # the sheet
    TOO_MANY_ROWS = "too_many_rows"  # the most


class TableRefused(Exception):
    """A workbook in which no ledger, or more than one, can be found."""

    def __init__(self, fault: TableFault, names: Sequence[str]) -> None:
        super().__init__(f"{fault}: {', '.join(names)}")
        self.fault, self.names = fault, tuple(names)


def _fields_by_heading() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for column in READ.values():
        for rank, heading in enumerate((column.heading, *column.also)):
            known.setdefault(normal_heading(heading), (column.field, rank))
    return known


FIELDS = _fields_by_heading()
"""Each known heading with its field, and how near it is to the county's own (0)."""


@dataclass(frozen=True, slots=True)
class OldLedger:
    """A ledger found: row and column numbers count from 1, as the sheet's own do.

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

    def samples(self, column: int) -> list[str]:
        """List what stands in the first filled cells of a column."""
        texts = (plain(written(cell_at(cells, column))) for _, cells in self.rows)
        return [text[:SAMPLE_LENGTH] for text in islice(filter(None, texts), MOST_SAMPLES)]


def cell_at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column - 1] if column <= len(cells) else None


def find_table(workbook: Workbook) -> OldLedger:
    """Find the one ledger in a workbook; hidden sheets count if no other looks like one.

    :raises TableRefused: if there is none or more than one, or it has no rows or too many.
    """
    headed = [found for sheet in workbook.sheets if (found := _headed(sheet))]
    shown = [(sheet, table) for sheet, table in headed if sheet.visible] or headed
    if not shown:
        raise TableRefused(TableFault.NO_HEADER, [READ[name].heading for name in MUST_HAVE])
    filled = [table for _, table in shown if table.rows]
    if not filled:
        raise TableRefused(TableFault.NO_ROWS, [shown[0][1].sheet])
    if len(filled) > 1:
        raise TableRefused(TableFault.SEVERAL_SHEETS, [table.sheet for table in filled])
    if len(filled[0].rows) > MOST_ROWS:
        raise TableRefused(TableFault.TOO_MANY_ROWS, [str(MOST_ROWS)])
    return filled[0]


def _headed(sheet: Sheet) -> tuple[Sheet, OldLedger] | None:
    """Read a sheet under the row, or two rows, with the most known headings; the first of such."""
    best: tuple[int, int, dict[int, str]] | None = None
    upper: Sequence[Cell] = ()
    for number, cells in enumerate(islice(sheet.rows, ROWS_SEARCHED), start=1):
        for headings in (_texts(cells), _two_levels(upper, cells)):
            fields = len(set(_propose(headings).values()))
            if fields >= FEWEST_KNOWN and (best is None or fields > best[0]):
                best = fields, number, headings
        upper = cells
    if best is None:
        return None
    _, row, headings = best
    rows = tuple(_rows(sheet, row, headings))
    return sheet, OldLedger(sheet.name, row, headings, _propose(headings), rows)


def _texts(cells: Sequence[Cell]) -> dict[int, str]:
    return {at: plain(str(cell)) for at, cell in enumerate(cells, 1) if normal_heading(cell)}


def _two_levels(upper: Sequence[Cell], lower: Sequence[Cell]) -> dict[int, str]:
    """Join two rows: cells merged downwards leave the lower empty, those to the right the upper.

    Under 整改 the heading 措施 is 整改措施; under 检查情况 the heading 时间 is 检查时间.
    """
    above, below = _texts(upper), _texts(lower)
    joined, over = {}, ""
    for at in range(1, max([*above, *below], default=0) + 1):
        over = above.get(at, over)
        own = below.get(at, "")
        stems = (over, over.removesuffix("情况")) if over else ()
        whole = next((one + own for one in stems if normal_heading(one + own) in FIELDS), "")
        if text := (whole if own else above.get(at, "")) or own:
            joined[at] = text
    return joined


def _propose(headings: Mapping[int, str]) -> dict[int, str]:
    """Propose a field for each column with a known heading; of two the nearer, then the first."""
    known = {
        at: FIELDS[name]
        for at, text in headings.items()
        if (name := normal_heading(text)) in FIELDS
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
