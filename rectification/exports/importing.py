"""What an old ledger's keeper takes back: each fault in words, and the own workbook marked red."""

from collections.abc import Iterable

from bureau import sheet_faults
from bureau.import_states import RowState
from bureau.services import open_file
from bureau.sheet_faults import FaultWords, Line
from rectification.choices.importing import FAULTS, REMEDIES
from rectification.models import ImportRow, LedgerImport
from rectification.sheets import READ

WORDS = FaultWords(FAULTS, REMEDIES, READ)


def lines_of(batch: LedgerImport, rows: Iterable[ImportRow]) -> list[Line]:
    """Word what is wrong with rows, cell by cell."""
    places = sheet_faults.places_of(batch.mapping.columns if batch.mapping else [])
    return sheet_faults.lines_of(((row.number, row.faults) for row in rows), places, WORDS)


def marked_copy(batch: LedgerImport) -> bytes:
    """Mark every refused cell in the workbook itself, with a list of the faults in front.

    :raises WorkbookRefused: if it can be read and not written.
    """
    lines = lines_of(batch, batch.rows.filter(state=RowState.REFUSED))
    return sheet_faults.marked_copy(open_file(batch.file), sheet=batch.sheet_name, lines=lines)
