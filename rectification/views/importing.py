"""Bringing an old ledger in: choose, say its columns, look at every row, take it in."""

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
from bureau.form_fields import WorkbookForm
from bureau.import_states import OPEN, ImportState, RowState
from bureau.pagination import paginated
from bureau.services import open_file
from bureau.workbooks import WorkbookRefused
from rectification.choices.importing import ROW_STATES
from rectification.choices.ledger import STATES
from rectification.exports.importing import lines_of, marked_copy
from rectification.forms.importing import ColumnsForm
from rectification.models import LedgerImport
from rectification.rules.words import ItemState, SourceKind
from rectification.selectors.importing import row_counts
from rectification.services import importing as services
from rectification.services import taking_in
from rectification.services.errors import LedgerError
from rectification.views.desk import allowed

MOST_LISTED = 20


def _visible(request: HttpRequest, pk: UUID) -> LedgerImport:
    seen = LedgerImport.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("file", "mapping", "by", "confirmed_by"), pk=pk)


@allowed("import_item")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, those that were handed in."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        workbook = form.cleaned_data["workbook"]
        batch = attempt(
            request, services.receive_import, name=workbook.name, content=workbook.read()
        )
        if batch:
            return redirect(_next(batch))
    seen = LedgerImport.objects.visible_to(request.user).select_related("file", "by")
    context = {"form": form, "imports": seen[:MOST_LISTED]}
    return render(request, "rectification/imports.html", context)


def _next(batch: LedgerImport) -> str:
    page = "import_columns" if batch.state == ImportState.ASKING else "import"
    return reverse(f"rectification:{page}", args=[batch.pk])


@allowed("view_ledgerimport")
@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show every row by what would come of it; of the refused each cell with its remedy."""
    batch = _visible(request, pk)
    if batch.state == ImportState.ASKING:
        return redirect("rectification:import_columns", batch.pk)
    counts = row_counts(batch)
    asked = request.GET.get("rows", "")
    tab = asked if asked in counts else RowState.REFUSED if counts["refused"] else RowState.NEW
    page = paginated(request, batch.rows.filter(state=tab).select_related("item"))
    context = {
        "import": batch,
        "why": services.refusal_sentence(batch) if batch.refusal else "",
        "total": sum(counts.values()),
        "tabs": [(state, ROW_STATES[state], n) for state, n in counts.items()],
        "new": counts["new"],
        "refused": counts["refused"],
        "struck_off": batch.rows.filter(state=RowState.NEW, becomes=ItemState.CLOSED).count(),
        "bar": taking_in.bar_to_confirm(batch, request.user),
        "tab": tab,
        "page_obj": page,
        "lines": lines_of(batch, page.object_list),
        "rows": [(row, row.cells, STATES.get(row.becomes, "")) for row in page.object_list],
        "is_open": batch.state == ImportState.CHECKED,
    }
    return render(request, "rectification/import.html", context)


@allowed("import_item")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which column is what; the answer is kept for every file with these headings."""
    batch = _visible(request, pk)
    if batch.state not in OPEN:
        return redirect(batch)
    form = ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        source = SourceKind(form.cleaned_data["source"])
        try:
            services.map_columns(
                batch=batch, fields=form.columns, source=source, by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except LedgerError as error:
            form.add_error(None, str(error))
        else:
            return redirect(batch)
    context = {"import": batch, "form": form}
    return render(request, "rectification/import_columns.html", context)


@allowed("import_item")
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _visible(request, pk)
    taken = attempt(request, taking_in.confirm_import, batch=batch)
    if taken:
        n = row_counts(taken)["new"]
        said = ngettext("%(n)s row is in the ledger now.", "%(n)s rows are in the ledger now.", n)
        messages.success(request, said % {"n": n})
    return redirect(batch)


@allowed("import_item")
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _visible(request, pk)
    if not attempt(request, services.withdraw_import, batch=batch):
        return redirect(batch)
    messages.success(request, _("The file was laid aside; nothing of it is in the ledger."))
    return redirect("rectification:imports")


@allowed("import_item")
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


@allowed("import_item")
@require_GET
def original(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _visible(request, pk)
    return _send(request, batch, open_file(batch.file), name=batch.file.name)


def _send(request: HttpRequest, batch: LedgerImport, content: bytes, *, name: str) -> HttpResponse:
    services.note_download(batch=batch, by=request.user, at=timezone.now())
    return download(content, name=name, media_type=XLSX)
