"""Bringing a book of cases in: choose, say its columns, look at every row, take it in."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau.desk import attempt
from bureau.downloads import XLSX, download
from bureau.import_states import OPEN, ImportState, RowState
from bureau.pagination import paginated
from bureau.selectors import work_calendar
from bureau.services import open_file
from bureau.workbooks import WorkbookRefused
from complaints.forms.importing import ColumnsForm, ImportForm
from complaints.import_lines import lines_of, marked_copy
from complaints.import_rows import ImportLine, import_lines
from complaints.import_words import ROW_STATES
from complaints.models import CaseImport, CaseImportRow
from complaints.selectors.importing import row_counts
from complaints.services import CaseError, taking_in
from complaints.services import importing as services
from complaints.views.desk import allowed

MOST_LISTED = 20


def _visible(request: HttpRequest, pk: UUID) -> CaseImport:
    seen = CaseImport.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("file", "mapping", "by", "confirmed_by"), pk=pk)


@allowed("import_case")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, those that were handed in."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        workbook, book = form.cleaned_data["workbook"], form.cleaned_data["book"]
        batch = attempt(
            request, services.receive_import, book=book, name=workbook.name,
            content=workbook.read(),
        )  # fmt: skip
        if batch:
            return redirect(_next(batch))
    seen = CaseImport.objects.visible_to(request.user).select_related("file", "by")
    context = {"form": form, "imports": seen[:MOST_LISTED]}
    return render(request, "complaints/imports.html", context)


def _next(batch: CaseImport) -> str:
    page = "import_columns" if batch.state == ImportState.ASKING else "import"
    return reverse(f"complaints:{page}", args=[batch.pk])


@allowed("view_caseimport")
@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show every row by what would come of it; of the refused each cell with its remedy."""
    batch = _visible(request, pk)
    if batch.state == ImportState.ASKING:
        return redirect("complaints:import_columns", batch.pk)
    counts = row_counts(batch)
    asked = request.GET.get("rows", "")
    tab = asked if asked in counts else RowState.REFUSED if counts["refused"] else RowState.NEW
    rows = CaseImportRow.objects.visible_to(request.user).filter(batch=batch, state=tab)
    page = paginated(request, rows.select_related("case").order_by("number"))
    context = {
        "import": batch,
        "why": services.refusal_sentence(batch) if batch.refusal else "",
        "total": sum(counts.values()),
        "tabs": [(state, ROW_STATES[state], n) for state, n in counts.items()],
        "new": counts["new"],
        "refused": counts["refused"],
        "tab": tab,
        "page_obj": page,
        "lines": lines_of(batch, page.object_list),
        "rows": _lines(request, tab, page.object_list),
        "is_open": batch.state == ImportState.CHECKED,
    }
    return render(request, "complaints/import.html", context)


def _lines(request: HttpRequest, tab: str, rows: Iterable[CaseImportRow]) -> list[ImportLine]:
    return [] if tab == RowState.REFUSED else import_lines(rows, user=request.user)


@allowed("import_case")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which column is what; the answer is kept for every file with these headings."""
    batch = _visible(request, pk)
    if batch.state not in OPEN:
        return redirect(batch)
    form = ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            services.map_columns(
                batch=batch, fields=form.columns, by=request.user, at=timezone.now()
            )
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            return redirect(batch)
    return render(request, "complaints/import_columns.html", {"import": batch, "form": form})


@allowed("import_case")
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _visible(request, pk)
    taken = attempt(request, taking_in.confirm_import, batch=batch, calendar=work_calendar())
    if taken:
        n = row_counts(taken)["new"]
        said = ngettext("%(n)s case is registered.", "%(n)s cases are registered.", n)
        messages.success(request, said % {"n": n})
    return redirect(batch)


@allowed("import_case")
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _visible(request, pk)
    if not attempt(request, services.withdraw_import, batch=batch):
        return redirect(batch)
    messages.success(request, _("The file was laid aside; nothing of it is registered."))
    return redirect("complaints:imports")


@allowed("import_case")
@require_GET
def marked(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The own workbook with every refused cell red, to be mended and handed in again."""
    batch = _visible(request, pk)
    if not row_counts(batch)["refused"]:
        raise Http404
    try:
        content = marked_copy(batch)
    except WorkbookRefused as refused:
        messages.error(request, str(refused))
        return redirect(batch)
    mark = _("marked")
    return _send(request, batch, content, name=f"{mark}-{batch.file.name}")


@allowed("import_case")
@require_GET
def original(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _visible(request, pk)
    return _send(request, batch, open_file(batch.file), name=batch.file.name)


def _send(request: HttpRequest, batch: CaseImport, content: bytes, *, name: str) -> HttpResponse:
    services.note_download(batch=batch, by=request.user, at=timezone.now())
    return download(content, name=name, media_type=XLSX)
