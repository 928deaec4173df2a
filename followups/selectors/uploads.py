"""Uploads: what is wrong with which row, and which rows that stand a file lacks."""

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet

from bureau.sealing import keyed_hash
from followups.models import FollowUpRecord, MonthlyRegister, RegisterRow, Upload
from followups.rules.problems import Problem, ProblemCode
from followups.rules.rows import digits_of
from followups.rules.words import OPEN_UPLOADS, Severity, UploadState


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


KEY = ("inpatient_no", "discharged_on", "seq")


def absent_count(upload: Upload) -> int:
    """Count `absent_rows` as the difference of two sets of keys.

    Whatever the planner knows of freshly copied rows, this is never a row-by-row comparison.
    """
    standing = upload.register.records.order_by().values_list(*KEY)
    return standing.difference(upload.rows.order_by().values_list(*KEY)).count()


def absent_rows(upload: Upload) -> QuerySet[FollowUpRecord]:
    """Records of the register that the file does not mention: they stay as they are."""
    mentioned = RegisterRow.objects.filter(
        upload=upload,
        inpatient_no=OuterRef("inpatient_no"),
        discharged_on=OuterRef("discharged_on"),
        seq=OuterRef("seq"),
    )
    return upload.register.records.exclude(Exists(mentioned))


def open_upload(register: MonthlyRegister) -> Upload | None:
    """Return the newest file that waits for its person, unless a later one was submitted."""
    waiting = register.uploads.filter(state__in=sorted(OPEN_UPLOADS))
    submitted = register.uploads.filter(state=UploadState.SUBMITTED).order_by("-arrived_at").first()
    return (
        waiting.filter(arrived_at__gt=submitted.arrived_at).first()
        if submitted
        else waiting.first()
    )


def search_records(records: QuerySet[FollowUpRecord], query: str) -> QuerySet[FollowUpRecord]:
    """Find rows by inpatient number, or by a whole name or phone number through their hashes."""
    if not query:
        return records
    digits = digits_of(query)
    return records.filter(
        Q(inpatient_no__iexact=query)
        | Q(name_hash=keyed_hash(query, purpose="name"))
        | Q(phone_hash=keyed_hash(digits or query, purpose="phone"))
    )
