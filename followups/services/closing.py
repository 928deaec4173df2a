"""What ought to exist up to an instant: open months, the two reports, the draws. Jobs ask this."""

import logging
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Institution
from bureau.selectors import end_of_chain
from bureau.services import atomic_with_files, hold_rules, keep_file, record_act, recorded
from bureau.trail import as_printed
from followups import papers, selectors
from followups.models import MonthlyRegister, MonthReport, RegisterQuerySet
from followups.rules import register as rules
from followups.rules.table import KIND
from followups.rules.words import ReportKind
from followups.services.acts import MONTH, REGISTER
from followups.services.errors import RegisterError
from followups.services.owed_months import check_first_month
from followups.services.spotchecks import draw_spot_check

logger = logging.getLogger(__name__)


class FilesUnderWay(RegisterError):
    """A month waits to be closed: files that arrived in time can still be submitted."""


@transaction.atomic
def open_month(month: date, *, at: datetime) -> int:
    """Open the register rows that institutions owe for a month; return how many are new.

    Rows of institutions that turn out not to owe one (closed meanwhile, registered as the wrong
    kind) are taken back as long as nothing hangs on them: they would count as missing. A closed
    month stays as it was reported.
    """
    # No other rules are approved for a month while its due day is told by those that stand.
    hold_rules(KIND)
    if selectors.is_closed(month):
        return 0
    owing = selectors.owing_institutions(month)
    untouched = MonthlyRegister.objects.of_month(month).filter(
        arrived_on=None, uploads=None, reminders=None
    )
    _take_back(untouched.exclude(institution__in=owing), at=at)
    before = MonthlyRegister.objects.of_month(month).count()
    due_on = rules.due_on(month, table=selectors.table_of(month))
    MonthlyRegister.objects.bulk_create(
        (
            MonthlyRegister(institution=institution, month=month, due_on=due_on)
            for institution in owing
        ),
        ignore_conflicts=True,
    )
    return MonthlyRegister.objects.of_month(month).count() - before


def _take_back(registers: RegisterQuerySet, *, at: datetime) -> None:
    for register in registers.select_for_update(of=("self",)).select_related("institution"):
        register.delete()
        record_act(
            verb="take_back_register", kind=REGISTER, no=register.no, by=None, at=at,
            institution=register.institution,
        )  # fmt: skip


def reconcile(*, at: datetime) -> None:
    """Bring into being what ought to exist at `at`: late, twice or in two workers the same.

    What fails is written down and left to the next run; the rest goes on.
    """
    for month in selectors.months_to_reconcile(rules.first_of_month(timezone.localdate(at))):
        with recorded("close_month", f"{month:%Y-%m}", at=at):
            settle_month(month=month, at=at)
    for institution in selectors.institutions_to_draw():
        with recorded("draw_spot_checks", str(institution), at=at, institution=institution):
            draw_institution(institution=institution, at=at)


def settle_month(*, month: date, at: datetime) -> None:
    """Open a month, and build the report that is due at `at`. The draws come by themselves."""
    open_month(month, at=at)
    if not MonthlyRegister.objects.of_month(month).exists():
        return  # a new system without institutions: there is nothing to report on
    zone, table = timezone.get_default_timezone(), selectors.table_of(month)
    if at >= rules.closes_at(month, zone, table=table):
        try:
            build_report(month=month, kind=ReportKind.FINAL, at=at)
        except FilesUnderWay as waiting:
            logger.info("%s", waiting)
    elif at >= rules.provisional_at(month, zone, table=table):
        build_report(month=month, kind=ReportKind.PROVISIONAL, at=at)


def draw_institution(*, institution: Institution, at: datetime) -> None:
    """Draw over whatever closed months of an institution no draw has looked at, oldest first."""
    for register in selectors.undrawn().filter(institution=institution).order_by("month"):
        draw_spot_check(register=register, at=at)


def close_month(*, month: date, at: datetime) -> MonthReport:
    """Close a month and draw its spot-checks; a month closed before gets only the missing draws.

    The report's figures are frozen with it, as of the instant the month closes at. Registers
    that arrive after the closing get their own draw the next time this runs.

    :raises RegisterError: if the due day is not over, the month is one before the first, or
        `FilesUnderWay`.
    """
    check_first_month(month, timezone.localdate(at))
    closes_at = selectors.closing_of(month).closes_at
    if at < closes_at:
        facts = {"month": f"{month:%Y-%m}", "when": f"{closes_at:%Y-%m-%d %H:%M}"}
        raise RegisterError(_("%(month)s can be closed from %(when)s on.") % facts)
    open_month(month, at=at)
    report = build_report(month=month, kind=ReportKind.FINAL, at=at)
    for register in selectors.registers_to_draw(month):
        draw_spot_check(register=register, at=at)
    return report


def build_report(*, month: date, kind: ReportKind, at: datetime) -> MonthReport:
    """Build the county report of a month, once for each kind; return the one that stands.

    :raises FilesUnderWay: if the final one has to wait for files, until the figures freeze.
    """
    standing = MonthReport.objects.filter(month=month, kind=kind).first()
    if standing:
        return standing
    try:
        with atomic_with_files():
            # Submissions of the month wait, so that the report is of one moment.
            list(MonthlyRegister.objects.select_for_update().of_month(month).order_by("pk"))
            if kind is ReportKind.FINAL:
                _check_nothing_under_way(month, at)
            figures = _frozen(month, at) if kind is ReportKind.FINAL else _so_far(month, at)
            report = MonthReport.objects.create(
                month=month, kind=kind, built_at=at, figures=figures
            )
            stem = f"{month:%Y-%m}-{kind}"
            report.xlsx = keep_file(
                name=f"{stem}.xlsx", content=papers.report_workbook(report.figures), by=None, at=at
            )
            report.docx = keep_file(
                name=f"{stem}.docx", content=papers.report_document(report.figures), by=None, at=at
            )
            report.save(update_fields=["xlsx", "docx"])
            record_act(
                verb=f"build_{kind}_report", kind=MONTH, no=stem[:7], by=None, at=at,
                facts=_decided(report),
            )  # fmt: skip
    except IntegrityError:
        # Another worker was quicker: its report stands.
        return MonthReport.objects.get(month=month, kind=kind)
    logger.info("built the %s report of %s", kind, month)
    return report


def _decided(report: MonthReport) -> dict[str, Any]:
    """Tell of a report what it came to and by which version of the rules."""
    numbers = {name: report.figures[name] for name in ("expected", "received", "on_time")}
    return {**numbers, "rules": selectors.rules_no(report.month)}


def _check_nothing_under_way(month: date, at: datetime) -> None:
    """Let a file that arrived in time be submitted before the figures freeze.

    Otherwise it would hang on the second of the job whether it is in them.
    """
    closing = selectors.closing_of(month)
    if at < closing.freezes_at and selectors.files_under_way(month, closing).exists():
        when = timezone.localtime(closing.freezes_at)
        facts = {"month": f"{month:%Y-%m}", "when": f"{when:%Y-%m-%d %H:%M}"}
        said = _("Files that arrived in time are still under way. %(month)s closes by %(when)s.")
        raise FilesUnderWay(said % facts)


def _so_far(month: date, at: datetime) -> dict[str, Any]:
    figures = selectors.month_figures(month=month, day=timezone.localdate(at))
    return {**figures, "as_of": f"{timezone.localtime(at):%H:%M}"}


def _frozen(month: date, at: datetime) -> dict[str, Any]:
    """Reckon the figures as of the closing, whenever the job runs; say where it ran late.

    The end of the sealed chain goes with them: on paper it outlives whoever owns the machine.
    """
    zone = timezone.get_default_timezone()
    closing, table = selectors.closing_of(month), selectors.table_of(month)
    day = timezone.localdate(closing.closes_at)
    figures = selectors.month_figures(month=month, day=day, as_of=closing)
    figures["as_of"] = ""
    if end := end_of_chain():
        figures["anchor"] = as_printed(*end)
    if rules.ran_late(month, at, zone, table=table):
        figures["late_run"] = {
            "due_at": f"{closing.closes_at:%Y-%m-%d %H:%M}",
            "ran_at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}",
            "arrived": selectors.arrived_after(month=month, closing=closing),
        }
    return figures
