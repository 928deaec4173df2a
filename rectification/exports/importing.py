"""What an old ledger's keeper takes back: each fault in words, and the own workbook marked red."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from bureau.import_states import RowState
from bureau.services import open_file
from bureau.workbook_checks import column_letters
from bureau.workbooks import CellNote, annotate_workbook
from rectification.choices.importing import FAULTS, REMEDIES
from rectification.models import ImportRow, LedgerImport
from rectification.sheets import READ
from rectification.sheets.problems import FaultCode


class Line(NamedTuple):
    """One fault as a page and the marked workbook tell it."""

    row: int
    at: int
    column: str
    written: str
    problem: str
    remedy: str


def lines_of(batch: LedgerImport, rows: Iterable[ImportRow]) -> list[Line]:
    """Word what is wrong with rows, cell by cell."""
    places = _places(batch)
    return [_line(row.number, fault, places) for row in rows for fault in row.faults]


def _places(batch: LedgerImport) -> dict[str, tuple[int, str]]:
    """Tell where each field stands: the number of its column, and its heading as written."""
    columns = batch.mapping.columns if batch.mapping else []
    return {field: (at, heading) for at, heading, field in columns if field}


def _line(number: int, fault: dict, places: dict[str, tuple[int, str]]) -> Line:
    # A fault of a column that is not there is said of the first.
    at, heading = places.get(fault["field"], (1, READ[fault["field"]].heading))
    code, facts = FaultCode(fault["code"]), fault["facts"]
    remedy = str(REMEDIES[code]) % facts
    if meant := fault["suggestions"]:
        remedy = _("Meant perhaps: %(words)s. %(remedy)s") % {
            "words": "、".join(meant), "remedy": remedy,
        }  # fmt: skip
    problem = str(FAULTS[code]) % facts
    return Line(number, at, f"{column_letters(at)} {heading}", fault["written"], problem, remedy)


def marked_copy(batch: LedgerImport) -> bytes:
    """Mark every refused cell in the workbook itself, with a list of the faults in front.

    :raises WorkbookRefused: if it can be read and not written.
    """
    refused = batch.rows.filter(state=RowState.REFUSED)
    notes = [
        CellNote(
            sheet=batch.sheet_name,
            row=line.row,
            column=line.at,
            column_title=line.column,
            value_text=line.written,
            problem=line.problem,
            remedy=line.remedy,
        )
        for line in lines_of(batch, refused)
    ]
    return annotate_workbook(
        open_file(batch.file),
        notes=notes,
        errors_title=_("List of errors"),
        errors_header=[_("Row"), _("Column"), _("You wrote"), _("Problem"), _("Remedy")],
    )
