"""An old ledger handed in: kept as it came, its columns said by a person, every row checked.

Nothing of it is in the ledger before somebody confirms (`services.taking_in`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.import_states import OPEN, ImportState, RowState
from bureau.models import User
from bureau.services import atomic_with_files, keep_file, open_file, record_act
from bureau.workbooks import WorkbookRefused, read_workbook
from rectification import sheets
from rectification.choices.importing import TABLE_FAULTS
from rectification.models import ColumnMapping, ImportRow, LedgerImport
from rectification.rules.words import SourceKind
from rectification.selectors import importing as selectors
from rectification.services.errors import LedgerError
from rectification.sheets.problems import FaultCode, RowFault
from rectification.sheets.row_values import RowValues

KIND = "ledger_import"


def record_import_act(
    batch: LedgerImport, verb: str, *, by: User, at: datetime, **said: Any
) -> None:
    record_act(verb=verb, kind=KIND, no=batch.pk, by=by, at=at, **said)


@atomic_with_files()
def receive_import(*, name: str, content: bytes, by: User, at: datetime) -> LedgerImport:
    """Keep an old ledger, and read it: checked at once if its headings are known, else it asks.

    What a person can mend becomes the refusal of the file, with its reason.
    """
    batch = LedgerImport(
        file=keep_file(name=name, content=content, by=by, at=at),
        state=ImportState.ASKING,
        by=by,
        at=at,
    )
    try:
        table = sheets.find_table(read_workbook(content))
    except WorkbookRefused as refused:
        _refuse(batch, {"reason": refused.reason, "facts": refused.facts})
    except sheets.TableRefused as refused:
        _refuse(batch, {"table": refused.fault, "names": refused.names})
    else:
        _read(batch, table)
    facts = {"bytes": len(content), "rows": batch.rows.count() if batch.mapping else 0}
    record_import_act(batch, "receive_import", by=by, at=at, after=batch.state, facts=facts)
    return batch


def _refuse(batch: LedgerImport, refusal: dict[str, Any]) -> None:
    batch.state, batch.refusal = ImportState.REFUSED, refusal
    batch.save(force_insert=True)


def _read(batch: LedgerImport, table: sheets.OldLedger) -> None:
    batch.sheet_name, batch.header_row = table.sheet, table.header_row
    batch.layout = table.asked()
    batch.mapping = ColumnMapping.objects.filter(heading_set=table.heading_set).first()
    batch.save(force_insert=True)
    if batch.mapping:
        _check(batch, table)


def refusal_sentence(batch: LedgerImport) -> str:
    """Say why a file was not read, and what to do."""
    refusal = batch.refusal
    if "reason" in refusal:
        return str(WorkbookRefused(refusal["reason"], **refusal["facts"]))
    said = TABLE_FAULTS[refusal["table"]]
    return str(said) % {"names": "、".join(refusal["names"])}


@transaction.atomic
def map_columns(
    *,
    batch: LedgerImport,
    fields: Mapping[int, str],
    source: SourceKind,
    by: User,
    at: datetime,
) -> LedgerImport:
    """Say which column is what, for this file and all with the same headings, and check its rows.

    `source` is for rows that name none. Said once more the same way, it only checks anew.

    :raises LedgerError: if a field is given twice, a needed one is missing, or the file is done.
    """
    batch = LedgerImport.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in OPEN:
        raise LedgerError(_("This file was taken in or laid aside: its columns stay as they are."))
    _check_fields(list(filter(None, fields.values())))
    table = sheets.find_table(read_workbook(open_file(batch.file)))
    columns = [[at_, heading, fields.get(at_, "")] for at_, heading in table.headings.items()]
    batch.mapping, _is_new = ColumnMapping.objects.update_or_create(
        heading_set=table.heading_set,
        defaults={
            "columns": columns, "source": source, "confirmed_by": by, "confirmed_at": at,
        },
    )  # fmt: skip
    _check(batch, table)
    facts = {"columns": sum(bool(field) for _at, _heading, field in columns)}
    record_import_act(batch, "map_import", by=by, at=at, after=batch.state, facts=facts)
    return batch


def _check_fields(given: Sequence[str]) -> None:
    twice = {name for name in given if given.count(name) > 1}
    if twice:
        headings = "、".join(sheets.READ[name].heading for name in sorted(twice))
        raise LedgerError(_("Two columns cannot both be %(headings)s.") % {"headings": headings})
    missing = [sheets.READ[name].heading for name in sheets.MUST_HAVE if name not in given]
    if missing:
        said = _("Say which column is %(headings)s: without it no row can be taken in.")
        raise LedgerError(said % {"headings": "、".join(missing)})


def _check(batch: LedgerImport, table: sheets.OldLedger) -> None:
    """Check every row, and keep each with what it says or what is wrong with it."""
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
    batch.rows.all().delete()
    ImportRow.objects.bulk_create(_settled(batch, rows))
    batch.state = ImportState.CHECKED
    batch.save(update_fields=["mapping", "state"])


def _settled(batch: LedgerImport, rows: Sequence[sheets.CheckedRow]) -> list[ImportRow]:
    good = [row for row in rows if row.values is not None]
    standing = selectors.standing_items(row.values for row in good if row.values)
    found = {row.number: standing.get(at) for at, row in enumerate(good)}
    return [_row(batch, row, found.get(row.number)) for row in rows]


def _row(batch: LedgerImport, row: sheets.CheckedRow, item: Any) -> ImportRow:
    kept = ImportRow(batch=batch, number=row.number, cells=dict(row.cells))
    fault = fault_of_number(row.values, item) if row.values and item else None
    if row.values is None or fault:
        faults = [fault] if fault else row.faults
        kept.state, kept.faults = RowState.REFUSED, [asdict(one) for one in faults]
        return kept
    kept.values, kept.becomes = row.values.as_json(), row.values.becomes
    kept.state, kept.item = (RowState.UNCHANGED, item) if item else (RowState.NEW, None)
    return kept


def fault_of_number(values: RowValues, item: Any) -> RowFault | None:
    """Tell if an item only has a row's number: the row is another problem, and stays out.

    A source's number is no such number: another problem of it comes in beside the first.
    """
    same = selectors.identity_of(item) == values.identity
    if same or item.no == values.no or values.source_no:
        return None
    return RowFault("no", FaultCode.NUMBER_OF_ANOTHER, values.no, facts={"no": item.no})


@transaction.atomic
def withdraw_import(*, batch: LedgerImport, by: User, at: datetime) -> LedgerImport:
    """Lay a file aside; it stays kept. Laid aside twice is once.

    :raises LedgerError: if it was taken in.
    """
    batch = LedgerImport.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.WITHDRAWN:
        return batch
    if batch.state not in OPEN:
        raise LedgerError(_("Only a file that waits to be taken in is laid aside."))
    before, batch.state = batch.state, ImportState.WITHDRAWN
    batch.save(update_fields=["state"])
    record_import_act(batch, "withdraw_import", by=by, at=at, before=before, after=batch.state)
    return batch


@transaction.atomic
def note_download(*, batch: LedgerImport, by: User, at: datetime) -> None:
    """Write down who took a file out: it holds the whole county's problems."""
    record_import_act(batch, "download_import", by=by, at=at)
