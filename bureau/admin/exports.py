"""Exports as rows: who took what out. Deciding goes through the same service as on the page."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau import services, tasks
from bureau.hints import hint
from bureau.models import ExportRequest
from bureau.scoped_admin import ReadOnlyAdmin, confirmation
from bureau.services import BureauError
from bureau.templatetags.shell import list_kind


class KindFilter(admin.SimpleListFilter):
    title = _("kind of list")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        seen = ExportRequest.objects.visible_to(request.user).order_by("kind")
        return [(kind, list_kind(kind)) for kind in seen.values_list("kind", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(ExportRequest)
class ExportRequestAdmin(ReadOnlyAdmin):
    list_display = ["batch", "title", "rows_asked", "is_clear", "by", "asked_at", "state"]
    list_filter = ["state", "is_clear", KindFilter]
    list_select_related = ["by"]
    search_fields = ["batch", "title", "by__name"]
    fields = [
        "batch", "title", "kind_of_list", "form", "is_clear", "reason", "rows_asked",
        "rows_written", "state", "by", "asked_at", "decided_by", "decided_at",
        "refusal", "expires_at", "fetched_at",
    ]  # fmt: skip
    actions = ["approve"]

    @admin.display(description=_("kind of list"))
    def kind_of_list(self, export: ExportRequest) -> str:
        return list_kind(export.kind)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bureau.approve_export")

    @admin.action(description=_("Approve the chosen exports"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        waiting = ExportRequest.objects.to_decide(request.user).filter(pk__in=queryset.values("pk"))
        if request.POST.get("post") != "yes":
            return confirmation(
                self, request, waiting,
                action="approve",
                question=_("Names and numbers in the clear leave the house. Approve these?"),
                verb=_("Approve the chosen exports"),
            )  # fmt: skip
        count = sum(self._approved(request, one) for one in waiting)
        said = ngettext("%(n)s export approved.", "%(n)s exports approved.", count)
        self.message_user(request, said % {"n": count})
        return None

    def _approved(self, request: HttpRequest, export: ExportRequest) -> bool:
        try:
            services.approve_export(request=export, by=request.user, at=timezone.now())
        except BureauError as error:
            self.message_user(request, str(error), messages.ERROR)
            return False
        hint(tasks.build_export, str(export.pk))
        return True
