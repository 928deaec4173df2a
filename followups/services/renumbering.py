"""What staged rows are beside what came to stand after they were staged."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F

from bureau.sealing import keyring
from followups import selectors
from followups.models import RegisterRow, Upload
from followups.rules.numbering import Sighting
from followups.rules.rows import RowValues
from followups.rules.words import RowState
from followups.services.staging import (
    SEALED,
    VALUE_OF,
    content_mac,
    seqs_beside,
    standing_rows,
    state_beside,
    versions_of,
)

TOLD = (
    "pk", "number", "inpatient_no", "discharged_on", "seq", "followed_on", "has_own_seq", "state",
    "content_mac",
)  # fmt: skip
# Further than any number in use: rows on their way to one another's numbers wait here.
ASIDE = 10_000


def renumber(upload: Upload) -> None:
    """Number staged rows anew beside what came to stand since, and tell anew what each brings.

    Two files may both be checked before either counts; without this the second call, in the one,
    would take the place of the first, in the other. Numbers that the file gives are kept. The
    caller holds the institution, so that nothing more comes to stand meanwhile.
    """
    institution = upload.register.institution
    known = versions_of(institution)
    if upload.beside_versions == known:
        return
    good = upload.rows.exclude(state=RowState.REFUSED).order_by("number")
    rows = list(good.values_list(*TOLD, named=True))
    standing = standing_rows(institution, [row.discharged_on for row in rows])
    seqs = seqs_beside(standing, map(_sighting, rows))
    moved = {row.pk: seqs[row.number] for row in rows if seqs.get(row.number, row.seq) != row.seq}
    macs = _move(upload, moved)
    states: dict[RowState, list[int]] = defaultdict(list)
    for row in rows:
        key = (row.inpatient_no, row.discharged_on, moved.get(row.pk, row.seq))
        mac = macs.get(row.pk) or bytes(row.content_mac)
        states[state_beside(standing.get(key), mac)].append(row.pk)
    _note(upload, states, known)


def _sighting(row: Any) -> Sighting:
    own = row.seq if row.has_own_seq else None
    return Sighting(row.number, row.inpatient_no, row.discharged_on, row.followed_on, own)


def _move(upload: Upload, moved: Mapping[int, int]) -> dict[int, bytes]:
    """Give rows other numbers; return what they say now, as their keyed MACs."""
    if not moved:
        return {}
    ring = keyring()
    rows = upload.rows.filter(pk__in=moved)
    rows.update(seq=F("seq") + ASIDE)
    found = list(rows)
    for row in found:
        row.seq = moved[row.pk]
        row.content_mac = content_mac(_values_of(row), ring)
    RegisterRow.objects.bulk_update(found, ["seq", "content_mac"], batch_size=500)
    return {row.pk: bytes(row.content_mac) for row in found}


def _values_of(row: RegisterRow) -> RowValues:
    """Open a staged row: the values it was staged from, to the last empty cell."""
    columns = {value: column for column, value in VALUE_OF.items()}
    values: dict[str, Any] = {}
    for name, default in RowValues._field_defaults.items():
        column = columns.get(name, name)
        value = getattr(row, column)
        value = value.reveal() if column in SEALED else value
        values[name] = default if value == "" else value
    return RowValues(**values)


def _note(upload: Upload, states: Mapping[RowState, list[int]], known: int) -> None:
    for state, pks in states.items():
        upload.rows.filter(pk__in=pks).exclude(state=state).update(state=state)
    counts = Counter({state: len(pks) for state, pks in states.items()})
    upload.rows_new = counts[RowState.NEW]
    upload.rows_updated = counts[RowState.UPDATED]
    upload.rows_unchanged = counts[RowState.UNCHANGED]
    upload.rows_absent = selectors.absent_count(upload)
    upload.beside_versions = known
    upload.save(
        update_fields=[
            "rows_new", "rows_updated", "rows_unchanged", "rows_absent", "beside_versions",
        ]
    )  # fmt: skip
