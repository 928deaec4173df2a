"""What is to be said of a workbook's cells, and which of its rows a copy is to have."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a cell is marked: to be mended (red), to be looked at (yellow), mended (green)."""

    ERROR = "error"
    WARNING = "warning"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class CellNote:
    """What there is to say of one cell to the person who wrote it; row and column count from 1.

    `new_text` takes the place of what stands in the cell; None leaves it.
    """

    sheet: str
    row: int
    column: int
    column_title: str
    value_text: str
    problem: str
    remedy: str
    mark: Mark = Mark.ERROR
    new_text: str | None = None


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows of a sheet's table that a copy is to have, below the heading and in order."""

    sheet: str
    header_row: int
    rows: Sequence[int]
