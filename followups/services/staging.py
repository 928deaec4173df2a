"""From checked rows to staged rows, and from staged rows to records: bulk, sealed, exact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import uuid4

import orjson
from django.db import connection

from bureau.bulk import copy_rows
from bureau.fields import SealedTextField
from bureau.models import Institution
from bureau.sealing import keyed_hash, keyring, place
from followups.models import FollowUpRecord, RegisterRow, RegisterVersion, Upload
from followups.models.records import RowColumns
from followups.rules.rows import RowValues
from followups.rules.words import RowState, Severity
from followups.sheets import CheckedRow

Key = tuple[str, date, int]

SEALED = [
    field.name for field in RowColumns._meta.get_fields() if isinstance(field, SealedTextField)
]
PLAIN = [
    field.name
    for field in RowColumns._meta.get_fields()
    if field.name not in {*SEALED, "seal_id", "name_hash", "phone_hash", "content_mac"}
]
# What a record takes over from a staged row.
CARRIED = ["seal_id", *PLAIN, *SEALED, "name_hash", "phone_hash", "content_mac"]
# A model's name for what the register's template calls otherwise.
VALUE_OF = {"followup_due_on": "due_on"}


class Counts(NamedTuple):
    new: int
    updated: int
    unchanged: int
    refused: int


def stage_rows(upload: Upload, rows: Sequence[CheckedRow]) -> Counts:
    """Stage what a file says, replacing what an earlier reading of it staged.

    Each row is told from what stands by its key; the keyed MAC of its values says whether it
    brings anything new. Nothing here is in the clear.
    """
    upload.rows.all().delete()
    standing = standing_rows(upload.register.institution, rows)
    columns = ["upload", "number", "state", "has_warning", "problems", *CARRIED]
    counts = dict.fromkeys(RowState, 0)
    staged = list(_staged(upload, rows, standing, counts))
    copy_rows(RegisterRow, columns, staged)
    return Counts(*(counts[state] for state in RowState))


def standing_rows(institution: Institution, rows: Iterable[CheckedRow]) -> dict[Key, bytes]:
    """Read the keys and MACs of the institution's records for the discharge days of `rows`."""
    days = [row.values.discharged_on for row in rows if row.values and row.values.discharged_on]
    if not days:
        return {}
    records = FollowUpRecord.objects.filter(
        institution=institution, discharged_on__range=(min(days), max(days))
    ).values_list("inpatient_no", "discharged_on", "seq", "content_mac")
    return {(number, day, seq): bytes(mac) for number, day, seq, mac in records}


def _staged(
    upload: Upload,
    rows: Iterable[CheckedRow],
    standing: Mapping[Key, bytes],
    counts: dict[RowState, int],
) -> Iterator[list[Any]]:
    seal = keyring().seal
    table = RegisterRow.sealed_for
    for row in rows:
        seal_id = uuid4()
        mac = content_mac(row.values) if row.values else b""
        state = _state(row, mac, standing)
        counts[state] += 1
        problems = b""
        if row.problems:
            problems = seal(_problems(row), place(f"{table}.problems", seal_id))
        yield [
            upload.pk,
            row.number,
            state,
            row.severity == Severity.WARNING,
            problems,
            seal_id,
            *_plain(row.values),
            *_sealed(row.values, table, seal_id),
            mac,
        ]


def _state(row: CheckedRow, mac: bytes, standing: Mapping[Key, bytes]) -> RowState:
    if row.values is None or row.severity in {Severity.ERROR, Severity.BLOCK}:
        return RowState.REFUSED
    known = standing.get((row.values.inpatient_no, row.values.discharged_on, row.values.seq))
    if known is None:
        return RowState.NEW
    return RowState.UNCHANGED if known == mac else RowState.UPDATED


def _plain(values: RowValues | None) -> list[Any]:
    if values is None:
        return [_EMPTY[name] for name in PLAIN]
    cells = [getattr(values, VALUE_OF.get(name, name)) for name in PLAIN]
    return [_EMPTY[name] if cell is None else cell for name, cell in zip(PLAIN, cells, strict=True)]


_EMPTY = {
    field.name: None if field.null else field.get_default()
    for field in RegisterRow._meta.get_fields()
    if field.name in PLAIN
}


def _sealed(values: RowValues | None, table: str, seal_id: Any) -> list[bytes]:
    if values is None:
        return [b""] * (len(SEALED) + 2)
    seal = keyring().seal
    cells = []
    for name in SEALED:
        text = getattr(values, name)
        cells.append(seal(text.encode(), place(f"{table}.{name}", seal_id)) if text else b"")
    cells.append(keyed_hash(values.patient_name, purpose="name"))
    cells.append(keyed_hash(values.phone, purpose="phone"))
    return cells


_CELLS = attrgetter(*(field.name for field in fields(RowValues)))


def content_mac(values: RowValues) -> bytes:
    """Say in one keyed number what a row says, so that sameness can be told without opening."""
    return keyed_hash("\x1f".join(map(str, _CELLS(values))), purpose="row")


def _problems(row: CheckedRow) -> bytes:
    return orjson.dumps(row.problems)  # dataclasses, field by field


def take_over(upload: Upload, version: RegisterVersion) -> Counts:
    """Make the upload's good rows the records that stand; return what really changed.

    One statement, so that two submissions at once count honestly: whoever comes second meets
    the rows of the first. A row that says nothing new touches nothing.
    """
    quote = connection.ops.quote_name
    source, target = RegisterRow._meta, FollowUpRecord._meta
    columns = ", ".join(quote(target.get_field(name).column) for name in CARRIED)
    setters = ", ".join(
        f"{quote(column)} = EXCLUDED.{quote(column)}"
        for column in [target.get_field(name).column for name in CARRIED] + ["version_id"]
    )
    statement = f"""
        INSERT INTO {quote(target.db_table)} AS standing
               (institution_id, register_id, version_id, {columns})
        SELECT %(institution)s, %(register)s, %(version)s, {columns}
          FROM {quote(source.db_table)}
         WHERE upload_id = %(upload)s AND state <> %(refused)s
         ORDER BY inpatient_no, discharged_on, seq
        ON CONFLICT (institution_id, inpatient_no, discharged_on, seq) DO UPDATE
           SET {setters}
         WHERE standing.content_mac <> EXCLUDED.content_mac
        RETURNING (xmax = 0)
    """  # noqa: S608 - names come from the models, values are parameters
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "institution": upload.register.institution_id,
                "register": upload.register_id,
                "version": version.pk,
                "upload": upload.pk,
                "refused": RowState.REFUSED.value,
            },
        )
        inserted = [row[0] for row in cursor.fetchall()]
    new = sum(inserted)
    updated = len(inserted) - new
    return Counts(new, updated, upload.rows_good - new - updated, upload.rows_refused)
