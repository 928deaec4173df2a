"""An old ledger handed in: its rows held against what stands in the ledger.

Nothing of it is in the ledger before somebody confirms (`services.taking_in`).
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bureau.import_states import RowState
from bureau.models import User
from bureau.services import atomic_with_files, tell
from bureau.services.imports import Imports
from rectification import sheets
from rectification.choices.importing import TABLE_FAULTS
from rectification.models import ColumnMapping, ImportRow, LedgerImport
from rectification.notices import importing as notices
from rectification.rules.words import SourceKind
from rectification.selectors import importing as selectors
from rectification.services.errors import LedgerError
from rectification.services.opening import SERIES
from rectification.sheets.problems import FaultCode, RowFault
from rectification.sheets.row_values import RowValues
from rectification.sheets.table import LEDGER


def _rows(batch: LedgerImport, table: sheets.OldLedger) -> list[ImportRow]:
    """Check every row of a table whose columns are said."""
    mapping = batch.mapping
    if mapping is None:
        raise ValueError("a file is checked by what its columns mean")
    rows = sheets.check_rows(
        table,
        mapping.fields,
        directory=selectors.directory_for(batch.by),
        source=SourceKind(mapping.source),
        day=timezone.localdate(batch.at),
    )
    return _settled(batch, rows)


def _settled(batch: LedgerImport, rows: Sequence[sheets.CheckedRow]) -> list[ImportRow]:
    good = [row for row in rows if row.values is not None]
    standing = selectors.standing_items(row.values for row in good if row.values)
    found = {row.number: standing.get(at) for at, row in enumerate(good)}
    seen = selectors.seen_of(standing.values(), batch.by)
    return [_row(batch, row, found.get(row.number), seen) for row in rows]


def _row(batch: LedgerImport, row: sheets.CheckedRow, item: Any, seen: Container[int]) -> ImportRow:
    kept = ImportRow(batch=batch, number=row.number, cells=dict(row.cells))
    fault = fault_of_number(row.values, item, seen) if row.values and item else None
    if row.values is None or fault:
        faults = [fault] if fault else row.faults
        kept.state, kept.faults = RowState.REFUSED, [asdict(one) for one in faults]
        return kept
    kept.values, kept.becomes = row.values.as_json(), row.values.becomes
    kept.state, kept.item = (RowState.UNCHANGED, item) if item else (RowState.NEW, None)
    return kept


def fault_of_number(values: RowValues, item: Any, seen: Container[int]) -> RowFault | None:
    """Tell if an item only has a row's number: the row is another problem, and stays out.

    A source's number is no such number: another problem of it comes in beside the first. What the
    sender of the file does not see (it is not among `seen`) is not named.
    """
    same = selectors.identity_of(item) == values.identity
    if same or item.no == values.no or values.source_no:
        return None
    if item.pk not in seen:
        return RowFault("no", FaultCode.NUMBER_OF_ANOTHER_SECTION, values.no)
    return RowFault("no", FaultCode.NUMBER_OF_ANOTHER, values.no, facts={"no": item.no})


IMPORTS = Imports(
    kind="ledger_import", noun="import", counted="items", batch=LedgerImport,
    mappings=ColumnMapping, error=LedgerError, table_faults=TABLE_FAULTS,
    find_table=lambda workbook, batch: sheets.find_table(workbook),
    layout=lambda batch: LEDGER,
    rows=_rows,
    series=lambda at: (SERIES, f"{timezone.localdate(at):%Y}"),
)  # fmt: skip


@atomic_with_files()
def receive_import(*, name: str, content: bytes, by: User, at: datetime) -> LedgerImport:
    """Keep an old ledger and read it; see `Imports.receive`."""
    batch = IMPORTS.receive(batch=LedgerImport(), name=name, content=content, by=by, at=at)
    return _tell_confirmers(batch, at)


@transaction.atomic
def map_columns(
    *,
    batch: LedgerImport,
    fields: Mapping[int, str],
    source: SourceKind,
    by: User,
    at: datetime,
) -> LedgerImport:
    """Say which column is what; `source` is for rows that name none."""
    batch = IMPORTS.map_columns(batch=batch, fields=fields, source=source, by=by, at=at)
    return _tell_confirmers(batch, at)


def _tell_confirmers(batch: LedgerImport, at: datetime) -> LedgerImport:
    """Tell whoever may take in what its sender may not; told once for a file."""
    if selectors.waits_for_another(batch):
        tell(notices.to_confirm(batch), at=at)
    return batch
