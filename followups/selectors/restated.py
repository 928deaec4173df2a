"""Which closed months a file of another month changes, and what of that month was changed."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    MonthReport,
    RegisterVersion,
    Upload,
)
from followups.rules.words import Outcome, ReportKind, RowState
from followups.selectors.figures import came_by
from followups.selectors.tables import closing_of

STILL_OPEN = ("", Outcome.PENDING)
"""A follow-up that was not made yet when its month closed is told later, as it should be."""


def months_restated(upload: Upload) -> list[date]:
    """List closed months in whose registers rows stand that a supplement would change."""
    closed = MonthReport.objects.filter(kind=ReportKind.FINAL).exclude(month=upload.register.month)
    changed = upload.rows.filter(
        state=RowState.UPDATED,
        inpatient_no=OuterRef("inpatient_no"),
        discharged_on=OuterRef("discharged_on"),
        seq=OuterRef("seq"),
    )
    standing = FollowUpRecord.objects.filter(
        Exists(changed),
        institution=upload.register.institution_id,
        register__month__in=closed.values("month"),
    )
    months = standing.exclude(outcome__in=STILL_OPEN).values_list("register__month", flat=True)
    return list(months.order_by("register__month").distinct())


def versions_after_closing(
    registers: QuerySet[MonthlyRegister], *, month: date
) -> QuerySet[RegisterVersion]:
    """The restatement list: what came in after the instant a month closes at, with its reasons.

    That is also what came while the closing itself was late, and what a register of another
    month changed of this one.
    """
    versions = RegisterVersion.objects.filter(register__in=registers.of_month(month))
    later = versions.exclude(pk__in=came_by(versions, closing_of(month)).values("pk"))
    of_others = Q(register__in=registers, restates__contains=[f"{month:%Y-%m}"])
    return (
        RegisterVersion.objects.filter(
            Q(pk__in=versions.filter(after_closing=True).values("pk"))
            | Q(pk__in=later.values("pk"))
            | of_others
        )
        .select_related("register__institution", "by", "client__institution")
        .order_by("submitted_at")
    )
