"""Spot-checks: what was drawn, what the calls found, who looked at a number."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau.scoped_admin import ReadOnlyAdmin, ReadOnlyInline, confirmation
from bureau.templatetags.shell import percent
from followups import selectors, services
from followups.admin.parts import RegisterInstitutionFilter, RegisterMonthFilter, link
from followups.models import NumberReveal, SpotCall, SpotCheck, SpotCheckItem
from followups.rules.sampling import CheckFigures


class ChecksOfPage(ChangeList):
    """A page of spot-checks with their figures, reckoned once for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        figures = selectors.figures_of_checks(self.result_list)
        for check in self.result_list:
            check.figures = figures[check.pk]


@admin.register(SpotCheck)
class SpotCheckAdmin(ReadOnlyAdmin):
    list_display = ["register", "number", "percent", "required", "done", "authentic", "drawn_at",
                    "finished_at", "is_replaced", "people", "page"]  # fmt: skip
    list_filter = [RegisterMonthFilter, "is_replaced", RegisterInstitutionFilter]
    list_select_related = ["register__institution"]
    search_fields = ["register__institution__name", "register__institution__code"]
    fields = ["register", "number", "percent", "required", "done", "authentic", "drawn_at",
              "finished_at", "seed", "frame_hash", "is_replaced", "reason", "asked_by",
              "approved_by", "people", "page"]  # fmt: skip
    actions = ["approve_redraw"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ChecksOfPage

    def has_approve_redraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("followups.approve_redraw")

    @admin.display(description=_("done"))
    def done(self, check: SpotCheck) -> int:
        return _figures(check).done

    @admin.display(description=_("authentic"))
    def authentic(self, check: SpotCheck) -> str:
        return percent(_figures(check).authenticity.value)

    @admin.display(description=_("drawn persons"))
    def people(self, check: SpotCheck) -> str:
        query = {"spot_check__id__exact": check.pk}
        url = reverse("admin:followups_spotcheckitem_changelist", query=query)
        return format_html('<a href="{}">{}</a>', url, _("Show"))

    @admin.display(description=_("page"))
    def page(self, check: SpotCheck) -> str:
        return link(_("Open"), "followups:check", check.pk)

    @admin.action(
        description=_("Approve the selected redraws and draw again"),
        permissions=["approve_redraw"],
    )
    def approve_redraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        waiting = queryset.filter(drawn_at__isnull=True)
        if not waiting:
            self.message_user(request, _("No redraw waits among these."), messages.WARNING)
            return None
        if not request.POST.get("post"):
            return confirmation(
                self,
                request,
                waiting,
                action="approve_redraw",
                question=_("Draw these lists again? The first ones are kept and count no more."),
                verb=_("Approve and draw"),
            )
        for check in waiting:
            self._approve(request, check)
        return None

    def _approve(self, request: HttpRequest, check: SpotCheck) -> None:
        try:
            services.approve_redraw(check=check, by=request.user, at=timezone.now())
        except services.RegisterError as error:
            self.message_user(request, f"{check}: {error}", messages.ERROR)
        else:
            said = _("%(check)s: a new list is drawn.") % {"check": check}
            self.message_user(request, said)


def _figures(check: SpotCheck) -> CheckFigures:
    if not hasattr(check, "figures"):
        check.figures = selectors.figures_of_checks([check])[check.pk]
    return check.figures


class SpotCallInline(ReadOnlyInline):
    model = SpotCall
    fields = ["number", "at", "by", "verdict", "grade", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpotCall]:
        return super().get_queryset(request).select_related("by")


@admin.register(SpotCheckItem)
class SpotCheckItemAdmin(ReadOnlyAdmin):
    list_display = ["spot_check", "position", "record", "is_replacement", "is_called_up", "verdict"]
    list_filter = ["is_called_up", "is_replacement", "verdict"]
    list_select_related = ["spot_check__register__institution", "record"]
    search_fields = ["record__inpatient_no"]
    fields = ["spot_check", "position", "record", "is_replacement", "is_called_up", "verdict"]
    inlines = [SpotCallInline]


@admin.register(NumberReveal)
class NumberRevealAdmin(ReadOnlyAdmin):
    list_display = ["item", "at", "by"]
    list_select_related = ["item__spot_check__register__institution", "by"]
    search_fields = ["by__name", "by__username"]
    date_hierarchy = "at"
