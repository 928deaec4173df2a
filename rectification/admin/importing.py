"""Old ledgers in the admin: found and read; they are handed in on a page of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureau.scoped_admin import ReadOnlyAdmin
from rectification.models import ImportRow, Item, LedgerImport


@admin.register(LedgerImport)
class LedgerImportAdmin(ReadOnlyAdmin):
    list_display = ["file", "state", "by", "at", "confirmed_by", "confirmed_at", "page"]
    list_filter = ["state"]
    list_select_related = ["file", "by", "confirmed_by"]
    search_fields = ["file__name"]
    fields = ["file", "state", "sheet_name", "header_row", "mapping", "by", "at", "confirmed_by",
              "confirmed_at", "page"]  # fmt: skip

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("rectification.import_item")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A file is handed in on the page, which shows every row before it counts."""
        return HttpResponseRedirect(reverse("rectification:imports"))

    @admin.display(description=gettext_lazy("page"))
    def page(self, batch: LedgerImport) -> str:
        return format_html('<a href="{}">{}</a>', batch.get_absolute_url(), _("Open"))


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin):
    list_display = ["batch", "number", "state", "becomes", "item_seen"]
    list_filter = ["state", "becomes"]
    list_select_related = ["batch__file"]
    search_fields = ["seen_no", "batch__file__name"]
    fields = ["batch", "number", "state", "becomes", "item_seen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRow]:
        """Read along the item's number, where whoever reads may see the item."""
        seen = Item.objects.visible_to(request.user).filter(pk=OuterRef("item"))
        return super().get_queryset(request).annotate(seen_no=Subquery(seen.values("no")[:1]))

    @admin.display(description=gettext_lazy("ledger item"), ordering="seen_no")
    def item_seen(self, row: ImportRow) -> str:
        return getattr(row, "seen_no", None) or "—"
