"""Bringing an old ledger in: choose, say its columns, look at every row, take it in."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau.form_fields import WorkbookForm
from bureau.import_pages import ImportPages
from bureau.import_states import RowState
from bureau.sheet_faults import FaultWords
from rectification import sheets
from rectification.choices.importing import FAULTS, REMEDIES, ROW_STATES
from rectification.choices.ledger import STATES
from rectification.forms.importing import ColumnsForm
from rectification.models import ImportRow, LedgerImport
from rectification.rules.words import ItemState
from rectification.selectors.importing import seen_of
from rectification.services.importing import IMPORTS, map_columns, receive_import
from rectification.services.taking_in import bar_to_confirm, confirm_import
from rectification.views.desk import allowed


def _rows(
    request: HttpRequest, batch: LedgerImport, tab: str, rows: Iterable[ImportRow]
) -> dict[str, Any]:
    struck_off = batch.rows.filter(state=RowState.NEW, becomes=ItemState.CLOSED)
    listed = list(rows)
    seen = seen_of((row.item for row in listed), request.user)
    return {
        "rows": [
            (row, row.cells, STATES.get(row.becomes, ""), row.item_id in seen) for row in listed
        ],
        "struck_off": struck_off.count(),
        "bar": bar_to_confirm(batch, request.user),
    }


def _taken(n: int) -> str:
    said = ngettext("%(n)s row is in the ledger now.", "%(n)s rows are in the ledger now.", n)
    return said % {"n": n}


PAGES = ImportPages(
    app="rectification", verb="import_item", imports=IMPORTS,
    form=WorkbookForm, columns=ColumnsForm, became="item",
    row_states=ROW_STATES, words=lambda batch: FaultWords(FAULTS, REMEDIES, sheets.READ),
    rows=_rows, receive=receive_import, map_columns=map_columns,
    take_in=confirm_import, taken=_taken,
    laid_aside=_("The file was laid aside; nothing of it is in the ledger."),
)  # fmt: skip


@allowed("import_item")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    return PAGES.choose(request)


@allowed("view_ledgerimport")
@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.detail(request, pk)


@allowed("import_item")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.ask_columns(request, pk)


@allowed("import_item")
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.confirm(request, pk)


@allowed("import_item")
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.withdraw(request, pk)


@allowed("import_item")
@require_GET
def marked(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.marked(request, pk)


@allowed("import_item")
@require_GET
def original(request: HttpRequest, pk: UUID) -> HttpResponse:
    return PAGES.original(request, pk)
