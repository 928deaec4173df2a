"""Uploads: what is wrong with which row, and which rows that stand a file lacks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from bureau.models import Act
from bureau.sealing import keyed_hash
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    RegisterRow,
    RegisterVersion,
    Upload,
)
from followups.rules import register as rules
from followups.rules.problems import Problem, ProblemCode
from followups.rules.rows import digits_of
from followups.rules.words import OPEN_UPLOADS, RowState, Severity, UploadState


def problems_of(row: RegisterRow) -> list[Problem]:
    """Open what was found wrong with a row; who asks may see what was written in it."""
    if not row.problems:
        return []
    return [
        Problem(
            field=problem["field"],
            code=ProblemCode(problem["code"]),
            severity=Severity(problem["severity"]),
            facts=problem["facts"],
            written=problem["written"],
            suggestions=tuple(problem["suggestions"]),
        )
        for problem in orjson.loads(row.problems.reveal())
    ]


def files_under_way(month: date, closing: rules.Closing) -> QuerySet[Upload]:
    """Files that arrived before a month's closing and can still be submitted as they came.

    `came_by` will count them if they are, so the closing waits for them.
    """
    on_their_way = Upload.objects.filter(
        register__month=month,
        state__in=sorted(OPEN_UPLOADS),
        arrived_at__lt=closing.closes_at,
        corrections=b"",
        is_blocked=False,
    )
    return on_their_way.exclude(state=UploadState.CHECKED, rows_total=F("rows_refused"))


KEY_IN_ORDER = ("discharged_on", "inpatient_no", "seq")


def absent_keys(upload: Upload) -> QuerySet:
    """Keys of records that stand and the file does not mention, as the difference of two sets.

    Whatever the planner knows of freshly copied rows, this is never a row-by-row comparison.
    """
    standing = upload.register.records.order_by().values_list(*KEY_IN_ORDER)
    taken = upload.rows.exclude(state=RowState.REFUSED)
    return standing.difference(taken.order_by().values_list(*KEY_IN_ORDER))


def absent_count(upload: Upload) -> int:
    return absent_keys(upload).count()


class AbsentRows(Sequence[FollowUpRecord]):
    """Records of the register that a file does not mention, in order: they stay as they are.

    A slice takes its keys from the difference and only then the records they name.
    """

    def __init__(self, upload: Upload) -> None:
        self.upload = upload

    def __len__(self) -> int:
        return absent_count(self.upload)

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, slice):
            # The next of no more rows is an IndexError, which ends a walk through them.
            return self[index : index + 1][0]
        keys = list(absent_keys(self.upload).order_by(*KEY_IN_ORDER)[index])
        days, numbers, _seqs = zip(*keys, strict=True) if keys else ((), (), ())
        records = self.upload.register.records.filter(
            institution=self.upload.register.institution_id,
            inpatient_no__in=set(numbers),
            discharged_on__in=set(days),
        )
        found = {tuple(getattr(one, name) for name in KEY_IN_ORDER): one for one in records}
        return [found[key] for key in keys if key in found]


def superseded() -> Q:
    """Tell files that wait for their person though a later one was submitted."""
    later = Upload.objects.filter(
        register=OuterRef("register"),
        state=UploadState.SUBMITTED,
        arrived_at__gt=OuterRef("arrived_at"),
    )
    return Q(Exists(later), state__in=sorted(OPEN_UPLOADS))


def files_of(register: MonthlyRegister) -> QuerySet[Upload]:
    """Everything handed in for a register; `is_superseded` says that a later file went in."""
    # By the key: a month that nothing was handed in for yet may have no row.
    of_it = Upload.objects.filter(register_id=register.pk)
    return of_it.annotate(is_superseded=superseded())


def acts_of(register: MonthlyRegister) -> QuerySet[Act]:
    """What happened to a register and its files, in order."""
    return Act.objects.of("register", register.no)


def acts_of_file(upload: Upload) -> QuerySet[Act]:
    """What happened to one file of a register, in order."""
    return acts_of(upload.register).filter(facts__upload=str(upload.pk))


def open_upload(register: MonthlyRegister) -> Upload | None:
    """Return the newest file that waits for its person, unless a later one was submitted."""
    # By the key: a month that nothing was handed in for yet may have no row.
    uploads = Upload.objects.filter(register_id=register.pk)
    waiting = uploads.filter(state__in=sorted(OPEN_UPLOADS)).exclude(superseded())
    return waiting.select_related("file").first()


def open_uploads(registers: QuerySet[MonthlyRegister]) -> dict[int, Upload]:
    """Find what `open_upload` finds for each of several registers, by register: one query."""
    waiting = Upload.objects.filter(register__in=registers, state__in=sorted(OPEN_UPLOADS))
    waiting = waiting.exclude(superseded()).select_related("file", "register__institution")
    return {upload.register_id: upload for upload in waiting.order_by("arrived_at")}


def bringing_nothing(
    register: MonthlyRegister, uploads: Iterable[Upload], *, day: date
) -> set[UUID]:
    """Tell which checked files of a register would change nothing if they were submitted now.

    All their good rows stand as they say, and they do not make the register complete either.
    """
    bare = [one for one in uploads if one.can_be_submitted and one.rows_good == one.rows_unchanged]
    if not bare or not RegisterVersion.objects.filter(register_id=register.pk).exists():
        return set()
    if register.completed_on is not None and not register.is_nil:
        return {one.pk for one in bare}
    taken, most = rows_taken(register), most_rows_before(register)
    handed = {one.pk: rules.Handed(one.rows_refused, one.rows_absent, taken, most) for one in bare}
    month = register.month
    return {pk for pk, one in handed.items() if not rules.completes(one, month=month, day=day)}


def most_rows_before(register: MonthlyRegister, *, but: Upload | None = None) -> int:
    """Return how many rows the fullest file submitted before had, refused ones included.

    What repeats another row of its file could never stand beside it and is not counted.
    """
    uploads = Upload.objects.filter(register_id=register.pk, state=UploadState.SUBMITTED)
    if but is not None:
        uploads = uploads.exclude(pk=but.pk)
    return uploads.aggregate(most=Max(F("rows_total") - F("rows_repeated")))["most"] or 0


def rows_taken(register: MonthlyRegister) -> int:
    """Count the follow-ups that the files submitted for a register brought, each once.

    Supplements to earlier months are among them, though their records stand in those months.
    """
    rows = RegisterRow.objects.filter(
        upload__register_id=register.pk, upload__state=UploadState.SUBMITTED
    )
    return rows.exclude(state=RowState.REFUSED).order_by().values(*KEY_IN_ORDER).distinct().count()


def search_records(records: QuerySet[FollowUpRecord], query: str) -> QuerySet[FollowUpRecord]:
    """Find rows by inpatient number, or by a whole name, phone or ID number: by their hashes."""
    if not query:
        return records
    digits = digits_of(query)
    return records.filter(
        Q(inpatient_no__iexact=query)
        | Q(name_hash=keyed_hash(query, purpose="name"))
        | Q(phone_hash=keyed_hash(digits or query, purpose="phone"))
        | Q(id_hash=keyed_hash("".join(query.upper().split()) or query, purpose="id_no"))
    )
