"""From checked rows to staged rows, and from staged rows to records: bulk, sealed, exact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import uuid4

import orjson
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from bureau.bulk import copy_rows
from bureau.fields import SealedTextField
from bureau.models import Institution
from bureau.sealing import Keyring, RowSealer, column_place, keyring
from followups.models import FollowUpRecord, RegisterRow, RegisterVersion, Upload
from followups.models.records import COLUMN_OF, RowColumns
from followups.rules.numbering import Sighting, Stay, number_beside_standing
from followups.rules.rows import RowValues, digits_of
from followups.rules.words import RowState, Severity
from followups.services.errors import RegisterError
from followups.sheets import CheckedRow

Key = tuple[str, date, int]

SEALED = [
    field.name for field in RowColumns._meta.get_fields() if isinstance(field, SealedTextField)
]
HASHES = ["name_hash", "phone_hash", "id_hash"]
PLAIN = [
    field.name
    for field in RowColumns._meta.get_fields()
    if field.name not in {*SEALED, "seal_id", *HASHES, "content_mac"}
]
# What a record takes over from a staged row.
CARRIED = ["seal_id", *PLAIN, *SEALED, *HASHES, "content_mac"]
VALUE_OF = {column: field for field, column in COLUMN_OF.items()}


class Counts(NamedTuple):
    new: int
    updated: int
    unchanged: int
    refused: int


def stage_rows(upload: Upload, rows: Sequence[CheckedRow]) -> Counts:
    """Stage what a file says, replacing what an earlier reading of it staged.

    Each row is told from what stands by its key; the keyed MAC of its values says whether it
    brings anything new. Nothing here is in the clear.

    :raises RegisterError: if two rows would be one follow-up; what was staged before stays.
    """
    institution = upload.register.institution
    # Counted before what stands is read: what comes in between is noticed, not overlooked.
    upload.beside_versions = versions_of(institution)
    days = [row.values.discharged_on for row in rows if row.values and row.values.discharged_on]
    standing = standing_rows(institution, days)
    rows = _numbered(rows, standing)
    columns = ["upload", "number", "has_own_seq", "state", "has_warning", "problems", *CARRIED]
    counts = dict.fromkeys(RowState, 0)
    try:
        with transaction.atomic():
            upload.rows.all().delete()
            copy_rows(RegisterRow, columns, _staged(upload, rows, standing, counts))
    except IntegrityError as error:
        if "followup_once_per_upload" not in str(error):
            raise
        said = _("Two rows would count as one and the same follow-up. Please number them.")
        raise RegisterError(said) from error
    return Counts(*(counts[state] for state in RowState))


def versions_of(institution: Institution) -> int:
    """Count the submissions of an institution: where there are more, more may stand."""
    return RegisterVersion.objects.filter(register__institution=institution).count()


class Standing(NamedTuple):
    """What is asked of a record that stands: when it was followed up, and what it says."""

    followed_on: date | None
    mac: bytes


def standing_rows(institution: Institution, days: Sequence[date]) -> dict[Key, Standing]:
    """Read what stands of the institution from the first of some discharge days to the last."""
    if not days:
        return {}
    records = FollowUpRecord.objects.filter(
        institution=institution, discharged_on__range=(min(days), max(days))
    ).values_list("inpatient_no", "discharged_on", "seq", "followed_on", "content_mac")
    return {
        (number, day, seq): Standing(followed_on, bytes(mac))
        for number, day, seq, followed_on, mac in records
    }


def _numbered(rows: Sequence[CheckedRow], standing: Mapping[Key, Standing]) -> Sequence[CheckedRow]:
    """Number the rows whose file gives no numbers beside the follow-ups that stand."""
    sightings = (
        Sighting(
            row.number,
            row.values.inpatient_no,
            row.values.discharged_on,
            row.values.followed_on,
            row.values.seq if row.has_own_seq else None,
        )
        for row in rows
        if row.values and row.values.discharged_on
    )
    seqs = seqs_beside(standing, sightings)
    if not seqs:
        return rows
    return [_with_seq(row, seqs.get(row.number)) for row in rows]


def seqs_beside(standing: Mapping[Key, Standing], sightings: Iterable[Sighting]) -> dict[int, int]:
    """Number rows without a number of their own beside what stands, by the row's place."""
    stays: dict[Stay, dict[int, date | None]] = {}
    for (inpatient_no, discharged_on, seq), one in standing.items():
        stays.setdefault((inpatient_no, discharged_on), {})[seq] = one.followed_on
    return number_beside_standing(sightings, stays) if stays else {}


def _with_seq(row: CheckedRow, seq: int | None) -> CheckedRow:
    if row.values is None or seq is None or row.values.seq == seq:
        return row
    return row._replace(values=row.values._replace(seq=seq))


def _staged(
    upload: Upload,
    rows: Iterable[CheckedRow],
    standing: Mapping[Key, Standing],
    counts: dict[RowState, int],
) -> Iterator[list[Any]]:
    ring, upload_id = keyring(), str(upload.pk)
    table = RegisterRow.sealed_for
    problem_place, *places = [column_place(f"{table}.{name}") for name in ("problems", *SEALED)]
    seal = ring.row_sealer(places)
    for row in rows:
        seal_id = uuid4()
        mac = content_mac(row.values, ring) if row.values else b""
        state = _state(row, mac, standing)
        counts[state] += 1
        problems = orjson.dumps(row.problems) if row.problems else b""
        yield [
            upload_id,
            row.number,
            row.has_own_seq,
            state,
            row.severity == Severity.WARNING,
            problems and ring.seal(problems, problem_place + seal_id.bytes),
            seal_id.hex,
            *(_plain(row.values) if row.values else _of_stay(row.stay)),
            *_sealed(row.values, seal, seal_id.bytes),
            *_hashes(row.values, ring),
            mac,
        ]


def _state(row: CheckedRow, mac: bytes, standing: Mapping[Any, Standing]) -> RowState:
    if row.values is None or row.severity in {Severity.ERROR, Severity.BLOCK}:
        return RowState.REFUSED
    key = (row.values.inpatient_no, row.values.discharged_on, row.values.seq)
    return state_beside(standing.get(key), mac)


def state_beside(known: Standing | None, mac: bytes) -> RowState:
    """Tell what a good row brings beside what stands under its key."""
    if known is None:
        return RowState.NEW
    return RowState.UNCHANGED if known.mac == mac else RowState.UPDATED


def _of_stay(stay: tuple[str, date | None]) -> list[Any]:
    """Keep of a refused row only whose it is, so that it is known when it is handed in again."""
    known = dict(zip(("inpatient_no", "discharged_on"), stay, strict=True))
    return [known.get(name, empty) for name, empty in zip(PLAIN, _NOTHING, strict=True)]


def _plain(values: RowValues) -> list[Any]:
    cells = zip(_PLAIN_CELLS(values), _NOTHING, strict=True)
    return [empty if cell is None else cell for cell, empty in cells]


_PLAIN_CELLS = attrgetter(*(VALUE_OF.get(name, name) for name in PLAIN))
_SEALED_CELLS = attrgetter(*SEALED)
_NOTHING = [
    None if field.null else field.get_default() for field in map(RegisterRow._meta.get_field, PLAIN)
]


def _sealed(values: RowValues | None, seal: RowSealer, seal_id: bytes) -> list[bytes]:
    return seal(_SEALED_CELLS(values), seal_id) if values else [b""] * len(SEALED)


def _hashes(values: RowValues | None, ring: Keyring) -> tuple[bytes, ...]:
    if values is None:
        return (b"",) * len(HASHES)
    return (
        ring.hash(values.patient_name, "name"),
        ring.hash(digits_of(values.phone), "phone"),
        ring.hash(values.id_no, "id_no"),
    )


def content_mac(values: RowValues, ring: Keyring) -> bytes:
    """Say in one keyed number what a row says, so that sameness can be told without opening."""
    return ring.hash(orjson.dumps(tuple(values)), "row")


def take_over(upload: Upload, version: RegisterVersion) -> Counts:
    """Make the upload's good rows the records that stand; return what really changed.

    One statement, so that two submissions at once count honestly: whoever comes second meets
    the rows of the first. A row that says nothing new touches nothing.
    """
    quote = connection.ops.quote_name
    source, target = RegisterRow._meta, FollowUpRecord._meta
    carried: list[Any] = [target.get_field(name) for name in CARRIED]
    columns = ", ".join(quote(field.column) for field in carried)
    setters = ", ".join(
        f"{quote(column)} = EXCLUDED.{quote(column)}"
        for column in [*(field.column for field in carried), "version_id"]
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
