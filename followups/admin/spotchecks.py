"""Spot-checks: what was drawn, what the calls found, who looked at a number."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau.scoped_admin import ReadOnlyAdmin, ReadOnlyInline, confirmation
from bureau.templatetags.shell import labelled, percent
from followups import selectors, services
from followups.admin.parts import RegisterInstitutionFilter, RegisterMonthFilter, link
from followups.choices import CHECK_STATES
from followups.forms import CorrectionForm, ReasonForm, correction_of
from followups.models import CallCorrection, NumberReveal, SpotCall, SpotCheck, SpotCheckItem
from followups.rules.sampling import CheckFigures
from followups.rules.words import CheckState


class ChecksOfPage(ChangeList):
    """A page of spot-checks with their figures, reckoned once for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        figures = selectors.figures_of_checks(self.result_list)
        for check in self.result_list:
            check.figures = figures[check.pk]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return list(CHECK_STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in CHECK_STATES
        return queryset.in_state(CheckState(self.value())) if known else queryset


@admin.register(SpotCheck)
class SpotCheckAdmin(ReadOnlyAdmin):
    list_display = ["register", "number", "percent", "required", "done", "authentic", "drawn_at",
                    "finished_at", "state", "people", "page"]  # fmt: skip
    list_filter = [RegisterMonthFilter, StateFilter, RegisterInstitutionFilter]
    list_select_related = ["register__institution"]
    search_fields = ["register__institution__name", "register__institution__code"]
    fields = ["register", "number", "percent", "required", "done", "authentic", "drawn_at",
              "finished_at", "seed", "frame_hash", "state", "reason", "asked_by",
              "approved_by", "laid_aside_by", "laid_aside_at", "laid_aside_reason", "people",
              "page"]  # fmt: skip
    actions = ["ask_redraw", "approve_redraw", "refuse_redraw", "withdraw_redraw"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ChecksOfPage

    def has_approve_redraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("followups.approve_redraw")

    def has_ask_redraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("followups.ask_redraw")

    @admin.display(description=_("state"))
    def state(self, check: SpotCheck) -> str:
        return CHECK_STATES[check.state]

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
        description=_("Ask for a redraw of the selected lists"), permissions=["ask_redraw"]
    )
    def ask_redraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._settle(
            request,
            queryset,
            action="ask_redraw",
            question=_("Ask for these lists to be drawn again? A second person decides."),
            verb=_("Ask for a redraw"),
            said=_("%(check)s: a redraw is asked for."),
            needs_reason=True,
            among=queryset.filter(drawn_at__isnull=False, is_replaced=False),
        )

    @admin.action(
        description=_("Approve the selected redraws and draw again"),
        permissions=["approve_redraw"],
    )
    def approve_redraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        question = _("Draw these lists again? The first ones are kept and count no more.")
        return self._settle(
            request,
            queryset,
            action="approve_redraw",
            question=question,
            verb=_("Approve and draw"),
            said=_("%(check)s: a new list is drawn."),
        )

    @admin.action(description=_("Refuse the selected redraws"), permissions=["approve_redraw"])
    def refuse_redraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._settle(
            request,
            queryset,
            action="refuse_redraw",
            question=_("Refuse these redraws? The lists in force stay in force."),
            verb=_("Refuse the redraw"),
            said=_("%(check)s: the redraw is refused."),
            needs_reason=True,
        )

    @admin.action(
        description=_("Withdraw the selected redraws of my own"), permissions=["ask_redraw"]
    )
    def withdraw_redraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._settle(
            request,
            queryset,
            action="withdraw_redraw",
            question=_("Withdraw these redraws? The lists in force stay in force."),
            verb=_("Withdraw the redraw"),
            said=_("%(check)s: the redraw is withdrawn."),
            needs_reason=True,
        )

    def _settle(
        self,
        request: HttpRequest,
        queryset: QuerySet,
        *,
        action: str,
        question: Promise | str,
        verb: Promise | str,
        said: Promise | str,
        needs_reason: bool = False,
        among: QuerySet | None = None,
    ) -> HttpResponse | None:
        """Ask about redraws that wait, or those `among` which one is wanted, then hand each to
        the service of the action's name.
        """
        waiting = queryset.waiting() if among is None else among
        if not waiting:
            self.message_user(request, _("No redraw waits among these."), messages.WARNING)
            return None
        is_answer = bool(request.POST.get("post"))
        form = ReasonForm(request.POST if is_answer else None) if needs_reason else None
        if not is_answer or (form and not form.is_valid()):
            return confirmation(
                self, request, waiting, action=action, question=question, verb=verb, form=form
            )
        given = {"reason": form.cleaned_data["reason"]} if form else {}
        for check in list(waiting):
            self._settle_one(request, check, action, said, given)
        return None

    def _settle_one(
        self, request: HttpRequest, check: SpotCheck, action: str, said: Any, given: dict[str, str]
    ) -> None:
        service = getattr(services, action)
        try:
            service(check=check, by=request.user, at=timezone.now(), **given)
        except services.RegisterError as error:
            self.message_user(request, labelled(check, error), messages.ERROR)
        else:
            self.message_user(request, str(said) % {"check": check})


def _figures(check: SpotCheck) -> CheckFigures:
    if not hasattr(check, "figures"):
        check.figures = selectors.figures_of_checks([check])[check.pk]
    return check.figures


class SpotCallInline(ReadOnlyInline):
    model = SpotCall
    fields = ["number", "at", "by", "verdict", "grade", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpotCall]:
        return super().get_queryset(request).select_related("by")


class CallCorrectionInline(ReadOnlyInline):
    model = CallCorrection
    fields = ["number", "attempt", "at", "by", "was", "verdict", "was_grade", "grade", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CallCorrection]:
        return super().get_queryset(request).select_related("by")


@admin.register(SpotCheckItem)
class SpotCheckItemAdmin(ReadOnlyAdmin):
    list_display = ["spot_check", "position", "record", "is_replacement", "is_called_up", "verdict"]
    list_filter = ["is_called_up", "is_replacement", "verdict"]
    list_select_related = ["spot_check__register__institution", "record"]
    search_fields = ["record__inpatient_no"]
    fields = ["spot_check", "position", "record", "is_replacement", "is_called_up", "verdict"]
    inlines = [SpotCallInline, CallCorrectionInline]
    actions = ["correct_result"]

    def has_correct_result_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("followups.correct_result")

    @admin.action(
        description=_("Correct the result of the last call"), permissions=["correct_result"]
    )
    def correct_result(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask for the right result and the reason, then hand both to the service."""
        # Nothing is left where what was ticked is not, or no longer, in this person's scope.
        items = list(queryset[:2])
        stands = selectors.last_result(items[0]) if len(items) == 1 else None
        if stands is None:
            said = _("Choose one person to whom a call is recorded.")
            self.message_user(request, said, messages.WARNING)
            return None
        [item] = items
        try:
            services.check_may_correct(item, by=request.user)
        except services.RegisterError as error:
            self.message_user(request, labelled(item, error), messages.ERROR)
            return None
        is_answer = bool(request.POST.get("post"))
        form = CorrectionForm(request.POST) if is_answer else correction_of(stands)
        if not is_answer or not form.is_valid():
            question = _("Correct this result? What was recorded first is kept.")
            return confirmation(
                self, request, [item], action="correct_result", question=question,
                verb=_("Correct the result"), form=form,
            )  # fmt: skip
        try:
            services.correct_result(item=item, by=request.user, at=timezone.now(), **form.said())
        except services.RegisterError as error:
            self.message_user(request, labelled(item, error), messages.ERROR)
        else:
            self.message_user(request, _("%(item)s: the result is corrected.") % {"item": item})
        return None

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Find people by their number only for those who see the rows: a hit tells of a person."""
        may_see = request.user.has_perm("followups.view_followuprecord")
        return self.search_fields if may_see else []


@admin.register(NumberReveal)
class NumberRevealAdmin(ReadOnlyAdmin):
    list_display = ["item", "at", "by"]
    list_select_related = ["item__spot_check__register__institution", "by"]
    search_fields = ["by__name", "by__username"]
    date_hierarchy = "at"
