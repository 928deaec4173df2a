"""Rows that a submitted file left out, until they are handed in again or settled otherwise."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from followups.models import MonthlyRegister, RegisterRow, Upload
from followups.rules.words import RowState, UploadState


def with_left_out(registers: QuerySet[MonthlyRegister]) -> QuerySet[MonthlyRegister]:
    """Say of each register how many rows are left out, and the newest file that has some."""
    rows = rows_left_out().filter(upload__register=OuterRef("pk")).order_by()
    counted = rows.values("upload__register").annotate(count=Count("pk")).values("count")
    newest = rows.order_by("-upload__arrived_at").values("upload")[:1]
    return registers.annotate(left_out=Coalesce(Subquery(counted), 0), left_out_of=Subquery(newest))


def rows_left_out() -> QuerySet[RegisterRow]:
    """Find refused rows of submitted files that nobody has handed in again or settled.

    A row comes in again under its stay in a file submitted later, refused there or not. What
    has no stay that could be read comes in with a later file that has as many rows as the one
    that had it, and refuses none.
    """
    refused = RegisterRow.objects.filter(
        state=RowState.REFUSED,
        upload__state=UploadState.SUBMITTED,
        upload__left_out_settled_at=None,
    )
    again = RegisterRow.objects.filter(
        upload__register=OuterRef("upload__register"),
        upload__state=UploadState.SUBMITTED,
        upload__arrived_at__gt=OuterRef("upload__arrived_at"),
        inpatient_no=OuterRef("inpatient_no"),
    )
    same_day = again.filter(Q(discharged_on=None) | Q(discharged_on=OuterRef("discharged_on")))
    came_again = Exists(same_day) | Q(discharged_on=None) & Exists(again)
    whole = Upload.objects.filter(
        register=OuterRef("upload__register"),
        state=UploadState.SUBMITTED,
        arrived_at__gt=OuterRef("upload__arrived_at"),
        rows_refused=0,
        rows_total__gte=OuterRef("upload__rows_total"),
    )
    return refused.exclude(~Q(inpatient_no="") & came_again).exclude(Exists(whole))
