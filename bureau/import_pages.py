"""The pages of bringing a workbook in, for every app: choose, say its columns, look, take it in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import sheet_faults
from bureau.desk import attempt
from bureau.downloads import XLSX, download
from bureau.form_fields import WorkbookForm
from bureau.import_states import OPEN, ImportState, RowState
from bureau.pagination import paginated
from bureau.selectors.imports import row_counts
from bureau.services import BureauError, open_file
from bureau.services.imports import Imports
from bureau.sheet_faults import FaultWords, Line
from bureau.workbooks import WorkbookRefused

MOST_LISTED = 20
ADDRESSES = ("imports", "import", "import_columns", "import_confirm", "import_withdraw",
             "import_marked", "import_original")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPages:
    """The pages of one app's files, under the addresses and templates that begin with `app`.

    `form` hands a file in and what it asks beside the workbook goes to `receive`; `columns` asks
    what the columns mean and its `more` goes to `map_columns`. `words` says what is wrong with a
    row, `became` names its field for what it became; `rows` adds to a page the good rows of a tab.
    `take_in` takes a file in, `taken` says how many rows that were, `laid_aside` that nothing of a
    file counts. `verb` is the permission.
    """

    app: str
    verb: str
    imports: Imports
    form: type[WorkbookForm]
    columns: Callable[..., Any]
    became: str
    row_states: Mapping[str, Any]
    words: Callable[[Any], FaultWords]
    rows: Callable[[HttpRequest, Any, str, Iterable[Any]], dict[str, Any]]
    receive: Callable[..., Any]
    map_columns: Callable[..., Any]
    take_in: Callable[..., Any]
    taken: Callable[[int], str]
    laid_aside: Any

    def _url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.app}:{name}", args=args)

    def visible(self, request: HttpRequest, pk: UUID) -> Any:
        seen = self.imports.batch._default_manager.visible_to(request.user)
        batches = seen.select_related("file", "mapping", "by", "confirmed_by")
        return get_object_or_404(batches, pk=pk)

    def choose(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; below, those that were handed in."""
        form = self.form(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            said = dict(form.cleaned_data)
            workbook = said.pop("workbook")
            file = {"name": workbook.name, "content": workbook.read()}
            if batch := attempt(request, self.receive, **file, **said):
                page = "import_columns" if batch.state == ImportState.ASKING else "import"
                return redirect(self._url(page, batch.pk))
        seen = self.imports.batch._default_manager.visible_to(request.user)
        context = {"form": form, "imports": seen.select_related("file", "by")[:MOST_LISTED]}
        return self._page(request, "imports", context)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        shared = {
            "urls": {name: f"{self.app}:{name}" for name in ADDRESSES},
            "may_import": request.user.has_perm(f"{self.app}.{self.verb}"),
        }
        return render(request, f"{self.app}/{name}.html", shared | context)

    def detail(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show every row by what would come of it; of the refused each cell with its remedy."""
        batch = self.visible(request, pk)
        if batch.state == ImportState.ASKING:
            return redirect(self._url("import_columns", batch.pk))
        counts = row_counts(batch)
        asked = request.GET.get("rows", "")
        is_open = batch.state == ImportState.CHECKED
        tab = asked if asked in counts else _first_tab(counts, is_open=is_open)
        rows = batch.rows.model._default_manager.visible_to(request.user)
        rows = rows.filter(batch=batch, state=tab).select_related(self.became)
        page = paginated(request, rows.order_by("number"))
        context = {
            "import": batch,
            "why": self.imports.refusal_sentence(batch) if batch.refusal else "",
            "total": sum(counts.values()),
            "tabs": [(state, self.row_states[state], n) for state, n in counts.items()],
            "new": counts["new"],
            "refused": counts["refused"],
            "tab": tab,
            "page_obj": page,
            "lines": self._lines(batch, page.object_list) if tab == RowState.REFUSED else [],
            "is_open": is_open,
            "bar": "",
            **self.rows(request, batch, tab, page.object_list),
        }
        return self._page(request, "import", context)

    def _lines(self, batch: Any, rows: Iterable[Any]) -> list[Line]:
        places = sheet_faults.places_of(batch.mapping.columns if batch.mapping else [])
        faults = ((row.number, row.faults) for row in rows)
        return sheet_faults.lines_of(faults, places, self.words(batch))

    def ask_columns(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Say which column is what; the answer is kept for every file with these headings."""
        batch = self.visible(request, pk)
        if batch.state not in OPEN:
            return redirect(batch)
        form = self.columns(request.POST or None, batch=batch)
        if request.method == "POST" and form.is_valid() and self._mapped(request, batch, form):
            return redirect(batch)
        return self._page(request, "import_columns", {"import": batch, "form": form})

    def _mapped(self, request: HttpRequest, batch: Any, form: Any) -> bool:
        said = {"fields": form.columns, **form.more}
        try:
            self.map_columns(batch=batch, by=request.user, at=timezone.now(), **said)
        except BureauError as error:
            form.add_error(None, str(error))
            return False
        return True

    def confirm(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        batch = self.visible(request, pk)
        if taken := attempt(request, self.take_in, batch=batch):
            messages.success(request, self.taken(row_counts(taken)["new"]))
        return redirect(batch)

    def withdraw(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        batch = self.visible(request, pk)
        if not attempt(request, self.imports.withdraw, batch=batch):
            return redirect(batch)
        messages.success(request, self.laid_aside)
        return redirect(self._url("imports"))

    def marked(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The own workbook with every refused cell red, to be mended and handed in again."""
        batch = self.visible(request, pk)
        if not row_counts(batch)["refused"]:
            raise Http404
        try:
            content = self.marked_copy(batch)
        except WorkbookRefused as refused:
            messages.error(request, str(refused))
            return redirect(batch)
        mark = _("marked")
        return self._send(request, batch, content, name=f"{mark}-{batch.file.name}")

    def marked_copy(self, batch: Any) -> bytes:
        """Mark every refused cell in the workbook itself, with a list of the faults in front.

        :raises WorkbookRefused: if it can be read and not written.
        """
        lines = self._lines(batch, batch.rows.filter(state=RowState.REFUSED))
        return sheet_faults.marked_copy(open_file(batch.file), sheet=batch.sheet_name, lines=lines)

    def original(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        batch = self.visible(request, pk)
        return self._send(request, batch, open_file(batch.file), name=batch.file.name)

    def _send(self, request: HttpRequest, batch: Any, content: bytes, *, name: str) -> HttpResponse:
        user: Any = request.user
        self.imports.note_download(batch=batch, by=user, at=timezone.now())
        return download(content, name=name, media_type=XLSX)


def _first_tab(counts: Mapping[str, int], *, is_open: bool) -> str:
    """Open what is to be mended while a file can be; afterwards, and else, what came of it."""
    order = [RowState.NEW, RowState.UNCHANGED, RowState.REFUSED]
    if is_open:
        order = [RowState.REFUSED, RowState.NEW, RowState.UNCHANGED]
    return next((state for state in order if counts[state]), RowState.NEW)
