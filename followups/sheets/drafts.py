"""A register read column by column, before its rows are judged.

Reading by column is what makes ten thousand rows cheap: equal cells are read once, and only rows
with something wrong cost more than their values.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any

from bureau.workbooks import Cell
from followups.rules.problems import Problem
from followups.rules.rows import EXPECTED, RowValues
from followups.sheets.cells import Reader, Reading, reader_for
from followups.sheets.columns import BY_FIELD, Kind
from followups.sheets.questions import date_order
from followups.sheets.table import Table

Corrections = Mapping[int, Mapping[str, str]]


class RowTexts(Mapping[str, str]):
    """The cells of one row as written, by field; taken from their columns when asked for."""

    __slots__ = ("columns", "index")

    def __init__(self, columns: Mapping[str, Sequence[str]], index: int) -> None:
        self.columns, self.index = columns, index

    def __getitem__(self, name: str) -> str:
        return self.columns[name][self.index]

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(slots=True)
class Draft:
    """The columns of a register, their rows counted from 0; `numbers` are those of the sheet.

    `absent` are the expected fields that it has no column for. `problems` has only the rows with
    some.
    """

    numbers: Sequence[int]
    absent: frozenset[str]
    values: dict[str, Sequence[Any]] = field(default_factory=dict)
    texts: dict[str, Sequence[str]] = field(default_factory=dict)
    problems: defaultdict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))

    def column(self, name: str) -> Iterable[Any]:
        """Give the values of a field, row by row; its default where the file has no such column."""
        return self.values.get(name) or repeat(RowValues._field_defaults[name], len(self.numbers))

    def columns(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Give the values of some fields together, row by row."""
        return zip(*map(self.column, names), strict=True)

    def rows(self) -> Iterator[RowValues]:
        return map(RowValues._make, self.columns(*RowValues._fields))

    def silent(self, index: int) -> frozenset[str]:
        """Name the fields of a row that need not be called missing: absent, or found faulty."""
        if index not in self.problems:
            return self.absent
        return self.absent | {problem.field for problem in self.problems[index]}


def draft_of(
    table: Table, month: date, answers: Mapping[str, str], corrections: Corrections
) -> Draft:
    """Read every column of a table, with the corrections in the place of its cells."""
    cells_of = table.by_column()
    corrected = {name for texts in corrections.values() for name in texts if name in BY_FIELD}
    names = (*cells_of, *sorted(corrected - set(cells_of)))
    draft = Draft([number for number, _ in table.rows], frozenset(EXPECTED) - set(names))
    for name in names:
        column, order = BY_FIELD[name], ""
        cells = cells_of.get(name, (None,) * len(table.rows))
        if column.kind is Kind.DATE:
            order = date_order(cells, name, month, answers)
        if name in corrected:
            cells = [
                corrections.get(number, {}).get(name, cell)
                for number, cell in zip(draft.numbers, cells, strict=True)
            ]
        _take_in(draft, name, read_cells(cells, reader_for(column, month=month, order=order)))
    return draft


def _take_in(draft: Draft, name: str, readings: Sequence[Reading]) -> None:
    if not readings:
        return
    draft.values[name], draft.texts[name], problems = zip(*readings, strict=True)
    if any(problems):
        for index, found in enumerate(problems):
            if found:
                draft.problems[index] += found


class Memory(dict[Any, Reading]):
    """Reads each cell once, however often it comes."""

    def __init__(self, read: Reader) -> None:
        self.read = read

    def __missing__(self, cell: Cell) -> Reading:
        reading = self[cell] = self.read(cell)
        return reading


def read_cells(cells: Sequence[Cell], read: Reader) -> list[Reading]:
    """Read cells, equal ones once; where there are booleans each, for True has the hash of 1."""
    if bool in set(map(type, cells)):
        return list(map(read, cells))
    return list(map(Memory(read).__getitem__, cells))
