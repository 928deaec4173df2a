"""What ought to exist up to an instant: open months, the two reports, the draws. Jobs ask this."""

import logging
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau.services import keep_file
from followups import papers, selectors
from followups.models import MonthlyRegister, MonthReport
from followups.rules import register as rules
from followups.rules.words import ReportKind
from followups.services.errors import RegisterError
from followups.services.spotchecks import draw_spot_check

logger = logging.getLogger(__name__)


def open_month(month: date) -> int:
    """Open the register rows that institutions owe for a month; return how many are new.

    Rows of institutions that turn out not to owe one (closed meanwhile, registered as the wrong
    kind) are taken back as long as nothing hangs on them: they would count as missing.
    """
    owing = selectors.owing_institutions(month)
    untouched = MonthlyRegister.objects.of_month(month).filter(
        arrived_on=None, uploads=None, reminders=None
    )
    untouched.exclude(institution__in=owing).delete()
    before = MonthlyRegister.objects.of_month(month).count()
    MonthlyRegister.objects.bulk_create(
        (
            MonthlyRegister(institution=institution, month=month, due_on=rules.due_on(month))
            for institution in owing
        ),
        ignore_conflicts=True,
    )
    return MonthlyRegister.objects.of_month(month).count() - before


def reconcile(*, at: datetime) -> None:
    """Bring into being what ought to exist at `at`: late, twice or in two workers the same."""
    this_month = rules.first_of_month(timezone.localdate(at))
    zone = timezone.get_default_timezone()
    for month in selectors.months_to_reconcile(this_month):
        open_month(month)
        if not MonthlyRegister.objects.of_month(month).exists():
            continue  # a new system without institutions: there is nothing to report on
        if at >= rules.closes_at(month, zone):
            close_month(month=month, at=at)
        elif at >= rules.provisional_at(month, zone):
            build_report(month=month, kind=ReportKind.PROVISIONAL, at=at)


def close_month(*, month: date, at: datetime) -> MonthReport:
    """Close a month and draw its spot-checks; a month closed before gets only the missing draws.

    The report's figures are frozen with it. Registers that arrive after the closing get their
    own draw the next time this runs.

    :raises RegisterError: if the due day is not over.
    """
    zone = timezone.get_default_timezone()
    if at < rules.closes_at(month, zone):
        raise RegisterError(f"{month:%Y-%m} can be closed from {rules.closes_at(month, zone)} on")
    open_month(month)
    report = build_report(month=month, kind=ReportKind.FINAL, at=at)
    for register in selectors.registers_to_draw(month):
        draw_spot_check(register=register, at=at)
    return report


def build_report(*, month: date, kind: ReportKind, at: datetime) -> MonthReport:
    """Build the county report of a month, once for each kind; return the one that stands."""
    standing = MonthReport.objects.filter(month=month, kind=kind).first()
    if standing:
        return standing
    try:
        with transaction.atomic():
            # Submissions of the month wait, so that the report is of one moment.
            list(MonthlyRegister.objects.select_for_update().of_month(month).order_by("pk"))
            report = MonthReport.objects.create(
                month=month,
                kind=kind,
                built_at=at,
                figures={
                    **selectors.month_figures(month=month, day=timezone.localdate(at)),
                    "as_of": "" if kind is ReportKind.FINAL else f"{timezone.localtime(at):%H:%M}",
                },
            )
            stem = f"{month:%Y-%m}-{kind}"
            report.xlsx = keep_file(
                name=f"{stem}.xlsx", content=papers.report_workbook(report.figures), by=None, at=at
            )
            report.docx = keep_file(
                name=f"{stem}.docx", content=papers.report_document(report.figures), by=None, at=at
            )
            report.save(update_fields=["xlsx", "docx"])
    except IntegrityError:
        # Another worker was quicker: its report stands.
        return MonthReport.objects.get(month=month, kind=kind)
    logger.info("built the %s report of %s", kind, month)
    return report
