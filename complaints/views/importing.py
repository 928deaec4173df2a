"""Bringing a book of cases in: choose, say its columns, look at every row, take it in."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau.import_pages import ImportPages
from bureau.import_states import RowState
from bureau.selectors import work_calendar
from bureau.sheet_faults import FaultWords
from complaints.forms.importing import ColumnsForm, ImportForm
from complaints.import_rows import import_lines, rows_for_others
from complaints.import_words import FAULTS, REMEDIES, ROW_STATES
from complaints.models import CaseImport, CaseImportRow
from complaints.services.importing import IMPORTS, receive_import
from complaints.services.taking_in import confirm_import
from complaints.sheets import LAYOUTS, Book
from complaints.views.desk import allowed


def _rows(
    request: HttpRequest, batch: CaseImport, tab: str, rows: Iterable[CaseImportRow]
) -> dict[str, Any]:
    shown = [] if tab == RowState.REFUSED else import_lines(rows, user=request.user)
    return {"rows": shown, "for_others": rows_for_others(batch, user=request.user)}


def _taken(n: int) -> str:
    return ngettext("%(n)s case is registered.", "%(n)s cases are registered.", n) % {"n": n}


def _take_in(**said: Any) -> CaseImport:
    return confirm_import(calendar=work_calendar(), **said)


PAGES = ImportPages(
    app="complaints", verb="import_case", imports=IMPORTS,
    form=ImportForm, columns=ColumnsForm, became="case",
    row_states=ROW_STATES,
    words=lambda batch: FaultWords(FAULTS, REMEDIES, LAYOUTS[Book(batch.book)].columns),
    rows=_rows, receive=receive_import, map_columns=IMPORTS.map_columns,
    take_in=_take_in, taken=_taken,
    laid_aside=_("The file was laid aside; nothing of it is registered."),
)  # fmt: skip


@allowed("import_case")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    return PAGES.choose(request)


@allowed("view_caseimport")
@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.detail(request, pk)


@allowed("import_case")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.ask_columns(request, pk)


@allowed("import_case")
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.confirm(request, pk)


@allowed("import_case")
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.withdraw(request, pk)


@allowed("import_case")
@require_GET
def marked(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.marked(request, pk)


@allowed("import_case")
@require_GET
def original(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.original(request, pk)
