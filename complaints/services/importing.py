"""A book of cases handed in: its rows held against what is registered already.

Nothing of it is a case before somebody confirms (`services.taking_in`).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from bureau.import_states import RowState
from bureau.models import User
from bureau.services.imports import Imports
from bureau.sheet_tables import SheetTable
from complaints import sheets
from complaints.import_words import TABLE_FAULTS
from complaints.models import CaseColumns, CaseImport, CaseImportRow
from complaints.selectors import importing as selectors
from complaints.services.acts import CASE
from complaints.services.errors import CaseError
from complaints.sheets import LAYOUTS, Book


def _rows(batch: CaseImport, table: SheetTable) -> list[CaseImportRow]:
    """Check every row of a table whose columns are said."""
    mapping = batch.mapping
    if mapping is None:
        raise ValueError("a file is checked by what its columns mean")
    known = selectors.known_to(batch.by, at=batch.at)
    rows = sheets.check_rows(table, mapping.fields, book=Book(batch.book), known=known)
    return _settled(batch, rows)


def _settled(batch: CaseImport, rows: Sequence[sheets.CheckedRow]) -> list[CaseImportRow]:
    good = [(row.number, row.values) for row in rows if row.values is not None]
    standing = selectors.standing_cases([values for _number, values in good])
    found = {number: standing.get(at) for at, (number, _values) in enumerate(good)}
    return [_row(batch, row, found.get(row.number)) for row in rows]


def _row(batch: CaseImport, row: sheets.CheckedRow, case: int | None) -> CaseImportRow:
    kept = CaseImportRow(batch=batch, number=row.number, cells=_json(row.cells))
    if row.values is None:
        kept.state, kept.faults = RowState.REFUSED, [asdict(one) for one in row.faults]
        return kept
    kept.values, kept.identity = _json(row.values.as_json()), selectors.identity_hash(row.values)
    kept.state, kept.case_id = (RowState.UNCHANGED, case) if case else (RowState.NEW, None)
    return kept


def _json(said: Any) -> str:
    return json.dumps(dict(said), ensure_ascii=False)


IMPORTS = Imports(
    kind="case_import", noun="case_import", counted="cases", batch=CaseImport,
    mappings=CaseColumns, error=CaseError, table_faults=TABLE_FAULTS,
    find_table=lambda workbook, batch: sheets.find_table(workbook, Book(batch.book)),
    layout=lambda batch: LAYOUTS[Book(batch.book)],
    rows=_rows,
    series=lambda at: (CASE, f"{timezone.localdate(at):%Y%m%d}"),
    said_for=lambda batch: {"book": batch.book},
)  # fmt: skip


def receive_import(*, book: Book, name: str, content: bytes, by: User, at: datetime) -> CaseImport:
    """Keep a book of cases and read it; see `Imports.receive`."""
    return IMPORTS.receive(batch=CaseImport(book=book), name=name, content=content, by=by, at=at)
