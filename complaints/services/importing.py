"""A book of cases handed in: kept as it came, its columns said by a person, every row checked.

Nothing of it is a case before somebody confirms (`services.taking_in`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.import_states import OPEN, ImportState, RowState
from bureau.models import User
from bureau.services import atomic_with_files, keep_file, open_file, record_act
from bureau.sheet_tables import SheetTable, TableRefused
from bureau.workbooks import WorkbookRefused, read_workbook
from complaints import sheets
from complaints.import_words import TABLE_FAULTS
from complaints.models import CaseColumns, CaseImport, CaseImportRow
from complaints.selectors import importing as selectors
from complaints.services.errors import CaseError
from complaints.sheets import LAYOUTS, Book

KIND = "case_import"


def record_import_act(batch: CaseImport, verb: str, *, by: User, at: datetime, **said: Any) -> None:
    record_act(verb=verb, kind=KIND, no=batch.pk, by=by, at=at, **said)


@atomic_with_files()
def receive_import(*, book: Book, name: str, content: bytes, by: User, at: datetime) -> CaseImport:
    """Keep a book of cases, and read it: checked at once if its headings are known, else it asks.

    What a person can mend becomes the refusal of the file, with its reason.
    """
    batch = CaseImport(
        book=book,
        file=keep_file(name=name, content=content, by=by, at=at),
        state=ImportState.ASKING,
        by=by,
        at=at,
    )
    try:
        table = sheets.find_table(read_workbook(content), book)
    except WorkbookRefused as refused:
        _refuse(batch, {"reason": refused.reason, "facts": refused.facts})
    except TableRefused as refused:
        _refuse(batch, {"table": refused.fault, "names": refused.names})
    else:
        _read(batch, table)
    facts = {"bytes": len(content), "rows": batch.rows.count() if batch.mapping else 0}
    record_import_act(batch, "receive_case_import", by=by, at=at, after=batch.state, facts=facts)
    return batch


def _refuse(batch: CaseImport, refusal: dict[str, Any]) -> None:
    batch.state, batch.refusal = ImportState.REFUSED, refusal
    batch.save(force_insert=True)


def _read(batch: CaseImport, table: SheetTable) -> None:
    batch.sheet_name, batch.header_row = table.sheet, table.header_row
    batch.layout = json.dumps(table.asked(), ensure_ascii=False)
    said = CaseColumns.objects.filter(book=batch.book, heading_set=table.heading_set)
    batch.mapping = said.first()
    batch.save(force_insert=True)
    if batch.mapping:
        _check(batch, table)


def refusal_sentence(batch: CaseImport) -> str:
    """Say why a file was not read, and what to do."""
    refusal = batch.refusal
    if "reason" in refusal:
        return str(WorkbookRefused(refusal["reason"], **refusal["facts"]))
    said = TABLE_FAULTS[refusal["table"]]
    return str(said) % {"names": "、".join(refusal["names"])}


@transaction.atomic
def map_columns(
    *, batch: CaseImport, fields: Mapping[int, str], by: User, at: datetime
) -> CaseImport:
    """Say which column is what, for this file and all with the same headings, and check its rows.

    Said once more the same way, it only checks anew.

    :raises CaseError: if a field is given twice, a needed one is missing, or the file is done.
    """
    batch = CaseImport.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in OPEN:
        raise CaseError(_("This file was taken in or laid aside: its columns stay as they are."))
    book = Book(batch.book)
    _check_fields(book, list(filter(None, fields.values())))
    table = sheets.find_table(read_workbook(open_file(batch.file)), book)
    columns = [[at_, heading, fields.get(at_, "")] for at_, heading in table.headings.items()]
    batch.mapping, _is_new = CaseColumns.objects.update_or_create(
        book=book,
        heading_set=table.heading_set,
        defaults={"columns": columns, "confirmed_by": by, "confirmed_at": at},
    )
    _check(batch, table)
    facts = {"columns": sum(bool(field) for _at, _heading, field in columns)}
    record_import_act(batch, "map_case_import", by=by, at=at, after=batch.state, facts=facts)
    return batch


def _check_fields(book: Book, given: Sequence[str]) -> None:
    layout = LAYOUTS[book]
    twice = {name for name in given if given.count(name) > 1}
    if twice:
        headings = "、".join(layout.columns[name].heading for name in sorted(twice))
        raise CaseError(_("Two columns cannot both be %(headings)s.") % {"headings": headings})
    missing = [layout.columns[name].heading for name in layout.must_have if name not in given]
    if missing:
        said = _("Say which column is %(headings)s: without it no row can be taken in.")
        raise CaseError(said % {"headings": "、".join(missing)})


def _check(batch: CaseImport, table: SheetTable) -> None:
    """Check every row, and keep each with what it says or what is wrong with it."""
    mapping = batch.mapping
    if mapping is None:
        raise ValueError("a file is checked by what its columns mean")
    known = selectors.known_to(batch.by, at=batch.at)
    rows = sheets.check_rows(table, mapping.fields, book=Book(batch.book), known=known)
    batch.rows.all().delete()
    CaseImportRow.objects.bulk_create(_settled(batch, rows))
    batch.state = ImportState.CHECKED
    batch.save(update_fields=["mapping", "state"])


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


@transaction.atomic
def withdraw_import(*, batch: CaseImport, by: User, at: datetime) -> CaseImport:
    """Lay a file aside; it stays kept. Laid aside twice is once.

    :raises CaseError: if it was taken in.
    """
    batch = CaseImport.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.WITHDRAWN:
        return batch
    if batch.state not in OPEN:
        raise CaseError(_("Only a file that waits to be taken in is laid aside."))
    before, batch.state = batch.state, ImportState.WITHDRAWN
    batch.save(update_fields=["state"])
    record_import_act(batch, "withdraw_case_import", by=by, at=at, before=before, after=batch.state)
    return batch


@transaction.atomic
def note_download(*, batch: CaseImport, by: User, at: datetime) -> None:
    """Write down who took a file out: it names whoever complained."""
    record_import_act(batch, "download_case_import", by=by, at=at)
