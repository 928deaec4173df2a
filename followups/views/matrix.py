"""The bureau's view of the county: the month matrix, reminders, the county report."""

import re
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from followups import papers, selectors, services
from followups.converters import MonthConverter
from followups.models import MonthlyRegister, MonthReport, SpotCheck
from followups.rules import register as rules
from followups.rules.words import ReportKind
from followups.views.reading import DOCX, XLSX, allowed, send, send_stored

MONTHS_SHOWN = 6
# The final report's figures, with the spot-checks as they stand today.
CHECKED = "checked"


def _matrix_until(request) -> tuple[selectors.Matrix, date]:
    """Lay out the months until the one asked for, or until last month."""
    today = timezone.localdate()
    month = rules.month_before(rules.first_of_month(today))
    asked = request.GET.get("until", "")
    if re.fullmatch(MonthConverter.regex, asked):
        month = MonthConverter().to_python(asked)
    months = rules.months_until(month, count=MONTHS_SHOWN)
    registers = MonthlyRegister.objects.visible_to(request.user)
    checks = SpotCheck.objects.visible_to(request.user)
    laid_out = selectors.matrix(
        registers, months=months, month=month, day=today, checks_among=checks
    )
    return laid_out, month


@allowed("view_monthlyregister")
@require_GET
def matrix(request):
    laid_out, month = _matrix_until(request)
    registers = MonthlyRegister.objects.visible_to(request.user)
    # While a month runs nobody owes its register yet.
    is_over = rules.is_over(month, timezone.localdate())
    missing = list(selectors.registers_missing(registers, month=month)) if is_over else []
    only_missing = request.GET.get("only") == "missing"
    reports = MonthReport.objects.visible_to(request.user).filter(month=month)
    report = reports.order_by("kind").first()  # the final one before the provisional
    context = {
        "matrix": laid_out,
        "lines": _lines_of(laid_out, missing) if only_missing else laid_out.lines,
        "only_missing": only_missing,
        "month": month,
        "earlier": rules.month_before(month),
        "later": rules.month_after(month)
        if month < rules.first_of_month(timezone.localdate())
        else None,
        "missing": missing,
        "due_on": rules.due_on(month),
        "owed": _owed_by(request.user),
        "report": report,
        "rates": rules.Rates(**report.figures["total"]) if report else None,
    }
    return render(request, "followups/matrix.html", context)


def _lines_of(laid_out: selectors.Matrix, registers: list[MonthlyRegister]) -> list:
    institutions = {register.institution_id for register in registers}
    return [line for line in laid_out.lines if line.institution.pk in institutions]


def _owed_by(user) -> MonthlyRegister | None:
    """The register an institution's own officer has to hand in first."""
    if not user.has_perm("followups.submit_register"):
        return None
    registers = MonthlyRegister.objects.visible_to(user)
    return selectors.registers_owed(registers, day=timezone.localdate()).first()


@allowed("view_monthlyregister")
@require_GET
def export(request):
    """The matrix as a workbook: the same rows as on the screen."""
    laid_out, month = _matrix_until(request)
    return send(papers.matrix_workbook(laid_out), name=f"{month:%Y-%m}.xlsx", media_type=XLSX)


@allowed("remind_register")
def remind(request, month):
    """Confirm, then remind the institutions whose register of a month is not in."""
    registers = MonthlyRegister.objects.visible_to(request.user)
    missing = selectors.registers_missing(registers, month=month)
    if request.method == "POST":
        ticked = [pk for pk in request.POST.getlist("register") if pk.isdecimal()]
        chosen = missing.filter(pk__in=ticked)
        count = services.remind(registers=chosen, by=request.user, at=timezone.now())
        said = ngettext("%(n)s institution reminded.", "%(n)s institutions reminded.", count)
        messages.success(request, said % {"n": count})
        return redirect("followups:matrix")
    context = {
        "month": month,
        "due_on": rules.due_on(month),
        "missing": missing.prefetch_related("reminders__by"),
        "today": timezone.localdate(),
    }
    return render(request, "followups/remind.html", context)


@allowed("view_monthreport")
@require_GET
def report(request, month):
    reports = MonthReport.objects.visible_to(request.user).filter(month=month)
    latest = reports.order_by("kind").first()
    if latest is None:
        raise Http404
    lines = [(line, rules.Rates(**line["rates"])) for line in latest.figures["lines"]]
    registers = MonthlyRegister.objects.visible_to(request.user)
    checks = selectors.checks_of_months(registers, [month])
    names = dict(registers.of_month(month).values_list("institution_id", "institution__name"))
    context = {
        "report": latest,
        "month": month,
        "lines": lines,
        "opinions": [line for line, _rates in lines if line["opinions"]],
        "total": rules.Rates(**latest.figures["total"]),
        "numbers": rules.FourNumbers(*(latest.figures[k] for k in rules.FourNumbers._fields)),
        "checks": [(names[pk], figures) for (pk, _month), figures in sorted(checks.items())],
        "after_closing": selectors.versions_after_closing(registers, month=month),
    }
    return render(request, "followups/report.html", context)


@allowed("view_monthreport")
@require_GET
def report_file(request, month, kind, form) -> HttpResponse:
    """The report's file as it was built, or its frozen figures with the spot-checks so far."""
    media_types = {"xlsx": XLSX, "docx": DOCX}
    if kind not in {*ReportKind, CHECKED} or form not in media_types:
        raise Http404
    stored_kind = ReportKind.FINAL if kind == CHECKED else kind
    reports = MonthReport.objects.visible_to(request.user).select_related(form)
    found = get_object_or_404(reports, month=month, kind=stored_kind)
    if kind != CHECKED:
        return send_stored(getattr(found, form), media_type=media_types[form])
    registers = MonthlyRegister.objects.visible_to(request.user)
    write = papers.report_workbook if form == "xlsx" else papers.report_document
    content = write(found.figures, selectors.check_lines(registers, month=month))
    name = f"{month:%Y-%m}-{timezone.localdate()}.{form}"
    return send(content, name=name, media_type=media_types[form])
