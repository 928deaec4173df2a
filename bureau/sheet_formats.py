"""Master data as sheets: a workbook read by its headings, and files that no program executes."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX

from bureau.tables import Table, write_text, write_workbook
from bureau.workbooks import Cell, Sheet, read_workbook

ROW = "#"
"""The column of a dataset that says in which row of the sheet a line stood."""
LOOKED_THROUGH = 10
"""How many rows may stand above the headings: titles, notes, a date."""
MOST_ROWS = 3_000
"""How many rows one import takes: saving them is waited for, at some 3 ms a row."""


class Columns(NamedTuple):
    """What is read from which sheet: every known heading, and those that must be there."""

    sheet: str
    known: Sequence[str]
    required: Sequence[str]


def read_sheet(content: bytes, columns: Columns) -> tablib.Dataset:
    """Read the named sheet's known columns, blank rows left out, each row with its number.

    :raises WorkbookRefused: if the file cannot be read.
    :raises ValidationError: if the sheet or a heading is missing, or a heading stands twice.
    """
    sheet = _named(read_workbook(content).sheets, columns.sheet)
    top, places = _headings(sheet, columns)
    dataset = tablib.Dataset(headers=[*places, ROW])
    for number, cells in enumerate(sheet.rows[top:], start=top + 1):
        line = [cells[place] if place < len(cells) else None for place in places.values()]
        if any(cell is not None for cell in line):
            dataset.append([*line, number])
    return dataset


def _named(sheets: Sequence[Sheet], name: str) -> Sheet:
    named = [sheet for sheet in sheets if sheet.name.strip() == name]
    if named or len(sheets) == 1:
        return (named or sheets)[0]
    raise ValidationError(
        _("This workbook has no sheet “%(sheet)s”. Its sheets are: %(sheets)s."),
        params={"sheet": name, "sheets": "、".join(sheet.name for sheet in sheets)},
    )


def _headings(sheet: Sheet, columns: Columns) -> tuple[int, dict[str, int]]:
    """Find the row of headings; return the number of rows down to it and where columns stand."""
    looked_at = [[_heading(cell) for cell in cells] for cells in sheet.rows[:LOOKED_THROUGH]]
    missing = list(columns.required)
    for top, texts in enumerate(looked_at, start=1):
        lacking = [heading for heading in columns.required if heading not in texts]
        if not lacking:
            return top, _places(texts, columns)
        missing = min(missing, lacking, key=len)
    raise ValidationError(
        _("Sheet “%(sheet)s” has no column headed %(missing)s."),
        params={"sheet": sheet.name, "missing": "、".join(missing)},
    )


def _heading(cell: Cell) -> str:
    return "".join(cell.split()) if isinstance(cell, str) else ""


def _places(texts: Sequence[str], columns: Columns) -> dict[str, int]:
    for heading in columns.known:
        if texts.count(heading) > 1:
            raise ValidationError(
                _("The column %(heading)s stands there twice."), params={"heading": heading}
            )
    return {heading: texts.index(heading) for heading in columns.known if heading in texts}


class SheetWorkbook(XLSX):
    """A workbook of one sheet: read in a child process, written as text that stays text."""

    def __init__(self, columns: Columns, encoding: str | None = None):
        super().__init__(encoding)
        self.columns = columns

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """Read the sheet.

        :raises ValidationError: if it cannot be read, or is too long to be saved in one go.
        """
        dataset = read_sheet(in_stream, self.columns)
        if len(dataset) > MOST_ROWS:
            raise ValidationError(
                _(
                    "This sheet has %(rows)s rows; one import takes at most %(most)s. Split it, "
                    "for example by institution, and import the parts one after the other."
                ),
                params={"rows": len(dataset), "most": MOST_ROWS},
            )
        return dataset

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return write_workbook([Table(self.columns.sheet, dataset.headers, texts(dataset))]).content


class SheetText(CSV):
    """A CSV file that opens as UTF-8 in a spreadsheet program and holds no formula."""

    def can_import(self) -> bool:
        return False

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        return write_text(Table("", dataset.headers, texts(dataset))).content.decode()


def texts(dataset: tablib.Dataset) -> Iterator[list[str | None]]:
    """Read a dataset's rows as text, which is how its sheet is read back."""
    return ([None if cell is None else str(cell) for cell in row] for row in dataset)
