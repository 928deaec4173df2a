"""The bureau's view of the county: the month matrix, reminders, the county report."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from bureau.desk import hand_out
from bureau.downloads import DOCX, XLSX, download
from bureau.hints import LETTERS, hint
from bureau.templatetags.shell import month as in_words
from followups import exports, papers, selectors, services
from followups.choices import REPORT_KINDS
from followups.models import MonthlyRegister, MonthReport
from followups.paper_kinds import notices_on
from followups.rules import rates
from followups.rules import register as rules
from followups.rules.words import ReportKind
from followups.views.reading import allowed, send_stored

# The final report's figures, with the spot-checks as they stand today.
CHECKED = "checked"


@allowed("view_monthlyregister")
@require_GET
def matrix(request):
    today = timezone.localdate()
    laid_out, month = exports.matrix_until(request.user, request.GET.get("until", ""), today)
    missing = _missing(request, month)
    only = _only(request)
    reports = MonthReport.objects.visible_to(request.user).filter(month=month)
    report = reports.order_by("kind").first()  # the final one before the provisional
    table = selectors.table_of(month)
    context = {
        "matrix": laid_out,
        "lines": exports.narrowed(laid_out, month, only, today).lines,
        "only": only,
        "month": month,
        "earlier": rules.month_before(month),
        "later": rules.month_after(month) if month < rules.first_of_month(today) else None,
        "missing": [(register, register.reminded_on(today)) for register in missing],
        "to_remind": [register for register in missing if not register.reminded_on(today)],
        "is_over": rules.is_over(month, today),
        "table": table,
        "due_on": rules.due_on(month, table=table),
        "owed": _owed_by(request.user),
        "report": report,
        "rates": rates.Rates(**report.figures["total"]) if report else None,
    }
    return render(request, "followups/matrix.html", context)


def _missing(request, month: date) -> list[MonthlyRegister]:
    """List the registers not in; while the month runs nobody owes one yet."""
    if not rules.is_over(month, timezone.localdate()):
        return []
    registers = MonthlyRegister.objects.visible_to(request.user)
    return list(selectors.registers_missing(registers, month=month))


def _only(request) -> str:
    """Read which of a month's numbers opens its rows; what is none of them opens all."""
    asked = request.GET.get("only", "")
    return asked if asked in rules.COUNTED else ""


def _owed_by(user) -> MonthlyRegister | None:
    """The register an institution's own officer has to hand in first."""
    if not user.has_perm("followups.submit_register"):
        return None
    registers = MonthlyRegister.objects.visible_to(user)
    return selectors.registers_owed(registers, day=timezone.localdate()).first()


@allowed("view_monthlyregister")
@require_POST
def export(request):
    """The matrix as a workbook: the same rows as on the screen."""
    return hand_out(request, exports.MATRIX, request.GET.dict())


@allowed("remind_register")
def remind(request, month):
    """Confirm, then remind the institutions whose register of a month is not in."""
    registers = MonthlyRegister.objects.visible_to(request.user)
    if not registers.filter(month=month).exists():
        raise Http404
    missing = selectors.registers_missing(registers, month=month)
    if request.method == "POST":
        ticked = set(request.POST.getlist("register"))
        chosen = missing.filter(pk__in=[one.pk for one in missing if str(one.pk) in ticked])
        count = services.remind(registers=chosen, by=request.user, at=timezone.now())
        if count:
            hint(LETTERS)
            said = ngettext("%(n)s institution reminded.", "%(n)s institutions reminded.", count)
            messages.success(request, said % {"n": count})
        else:
            messages.warning(request, _("Nobody was reminded: none ticked, or reminded today."))
        return redirect(reverse("followups:matrix", query={"until": f"{month:%Y-%m}"}))
    today = timezone.localdate()
    context = {
        "month": month,
        "due_on": rules.due_on(month, table=selectors.table_of(month)),
        "missing": [(register, register.reminded_on(today)) for register in missing],
        "to_remind": [register for register in missing if not register.reminded_on(today)],
    }
    return render(request, "followups/remind.html", context)


@allowed("view_monthreport")
@require_GET
def report(request, month):
    reports = MonthReport.objects.visible_to(request.user).filter(month=month)
    latest = reports.order_by("kind").first()
    if latest is None:
        raise Http404
    only = _only(request)
    states = rules.COUNTED[only or "expected"]
    lines = [(line, rates.Rates(**line["rates"])) for line in latest.figures["lines"]]
    registers = MonthlyRegister.objects.visible_to(request.user)
    context = {
        "report": latest,
        "late_run": latest.figures.get("late_run"),
        "table": selectors.table_of(month),
        "month": month,
        "only": only,
        "lines": [(line, of) for line, of in lines if line["state"] in states],
        "opinions": [line for line, _rates in lines if line["opinions"]],
        "clustered": [line for line, _rates in lines if line.get("clusters")],
        "total": rates.Rates(**latest.figures["total"]),
        "numbers": rules.FourNumbers(*(latest.figures[k] for k in rules.FourNumbers._fields)),
        "papers": notices_on(month).visible_to(request.user),
        "checks": selectors.figures_by_house(registers, month=month),
        "after_closing": selectors.versions_after_closing(registers, month=month),
        "struck": selectors.struck_since(registers, month=month) if latest.is_final else [],
    }
    return render(request, "followups/report.html", context)


def _file_name(month: date, kind: str, form: str, *more: str) -> str:
    """Name a report's file as people speak of it, in the language of whoever fetches it."""
    return "-".join([in_words(month), str(REPORT_KINDS[kind]), *more]) + f".{form}"


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
    services.note_report_download(
        month=month, kind=kind, form=form, by=request.user, at=timezone.now()
    )
    if kind != CHECKED:
        return send_stored(
            getattr(found, form), media_type=media_types[form], name=_file_name(month, kind, form)
        )
    registers = MonthlyRegister.objects.visible_to(request.user)
    write = papers.report_workbook if form == "xlsx" else papers.report_document
    content = write(found.figures, selectors.figures_by_house(registers, month=month))
    name = _file_name(month, ReportKind.FINAL, form, f"{timezone.localdate()}")
    return download(content, name=name, media_type=media_types[form])
