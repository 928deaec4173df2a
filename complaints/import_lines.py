"""What whoever handed a book of cases in takes back: each fault in words, the workbook marked."""

from collections.abc import Iterable

from bureau import sheet_faults
from bureau.import_states import RowState
from bureau.services import open_file
from bureau.sheet_faults import FaultWords, Line
from complaints.import_words import FAULTS, REMEDIES
from complaints.models import CaseImport, CaseImportRow
from complaints.sheets import LAYOUTS, Book


def lines_of(batch: CaseImport, rows: Iterable[CaseImportRow]) -> list[Line]:
    """Word what is wrong with rows, cell by cell."""
    places = sheet_faults.places_of(batch.mapping.columns if batch.mapping else [])
    words = FaultWords(FAULTS, REMEDIES, LAYOUTS[Book(batch.book)].columns)
    return sheet_faults.lines_of(((row.number, row.faults) for row in rows), places, words)


def marked_copy(batch: CaseImport) -> bytes:
    """Mark every refused cell in the workbook itself, with a list of the faults in front.

    :raises WorkbookRefused: if it can be read and not written.
    """
    lines = lines_of(batch, batch.rows.filter(state=RowState.REFUSED))
    return sheet_faults.marked_copy(open_file(batch.file), sheet=batch.sheet_name, lines=lines)
