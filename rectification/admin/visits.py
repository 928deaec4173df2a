"""Visits, findings and checklists: planned, finished, called off, entered in the ledger, approved.

Every verb goes through the same service as on the page. The items of a checklist are edited as
long as it is a draft.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import DayInput
from bureau.reason_form import ReasonForm
from bureau.scoped_admin import (
    InstitutionFilter,
    ReadOnlyAdmin,
    Scoped,
    confirmation,
)
from rectification.admin.parts import MadeByService, do_each, page_link
from rectification.choices.visits import FINDINGS
from rectification.forms.visits import inspectors
from rectification.models import Checklist, ChecklistItem, Visit, VisitResult
from rectification.rules.inspections import Finding, VisitKind
from rectification.selectors.visits import checklist_for
from rectification.services import checklists
from rectification.services import visits as services
from rectification.services.corrections import correct_finding


class NewVisitForm(forms.ModelForm):
    class Meta:
        model = Visit
        fields = ["institution", "kind", "planned_on", "inspectors"]

    def clean(self) -> dict[str, Any]:
        """Refuse what the service would."""
        said = super().clean() or self.cleaned_data
        day, house = said.get("planned_on"), said.get("institution")
        if day and day < timezone.localdate():
            raise ValidationError(_("A visit cannot be planned for a day that is over."))
        if day and house and checklist_for(house, day) is None:
            raise ValidationError(
                _("No checklist is approved for this kind of institution and day.")
            )
        return said


@admin.register(Visit)
class VisitAdmin(MadeByService):
    new_form = NewVisitForm
    list_display = ["no", "institution", "kind", "planned_on", "state", "done_at", "page"]
    list_filter = ["state", "kind", InstitutionFilter]
    list_select_related = ["institution"]
    search_fields = ["no", "institution__name", "institution__code"]
    date_hierarchy = "planned_on"
    fields = ["no", "institution", "kind", "planned_on", "checklist", "state", "people",
              "planned_by", "planned_at", "begun_at", "done_at", "page"]  # fmt: skip
    actions = ["finish_visits", "cancel_visits"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("rectification.plan_visit")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **kwargs, queryset=inspectors())

    def make(self, *, kind: str, inspectors: Any, **given: Any) -> Visit:
        people = list(inspectors)
        return services.plan_visit(kind=VisitKind(kind), inspectors=people, **given)

    def save_related(self, *args: Any, **kwargs: Any) -> None:
        """Leave the inspectors as the service wrote them."""

    def has_plan_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.plan_visit")

    def has_inspect_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.inspect_visit")

    @admin.display(description=_("inspectors"))
    def people(self, visit: Visit) -> str:
        return "、".join(visit.inspectors.order_by("name").values_list("name", flat=True))

    @admin.display(description=_("page"))
    def page(self, visit: Visit) -> str:
        return page_link("rectification:visit", visit.no)

    @admin.action(description=_("Finish the selected visits"), permissions=["inspect"])
    def finish_visits(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if not request.POST.get("post"):
            return confirmation(
                self, request, queryset, action="finish_visits", verb=_("Finish the visit"),
                question=_("Finish these visits? Their institutions can then read the results."),
            )  # fmt: skip
        do_each(self, request, queryset, services.finish_visit, "visit")
        return None

    @admin.action(description=_("Call the selected visits off"), permissions=["plan"])
    def cancel_visits(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = ReasonForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            return confirmation(
                self, request, queryset, action="cancel_visits", form=form,
                question=_("Call these visits off?"), verb=_("Call it off"),
            )  # fmt: skip
        reason = form.cleaned_data["reason"]
        do_each(self, request, queryset, services.cancel_visit, "visit", reason=reason)
        return None


class AnswerForm(ReasonForm):
    finding = forms.ChoiceField(label=_("Found"), choices=FINDINGS.items())


@admin.register(VisitResult)
class VisitResultAdmin(ReadOnlyAdmin):
    list_display = ["visit", "institution", "item", "finding", "severity", "note", "ledger_item",
                    "at"]  # fmt: skip
    list_filter = ["finding", "severity", "visit__kind", "visit__state"]
    list_select_related = ["visit__institution", "item", "ledger_item"]
    search_fields = ["visit__no", "visit__institution__name", "item__code"]
    fields = ["visit", "item", "finding", "severity", "note", "ledger_item", "by", "at"]
    actions = ["draft_items", "correct_findings"]

    def has_inspect_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.inspect_visit")

    @admin.display(description=_("institution"), ordering="visit__institution")
    def institution(self, result: VisitResult) -> str:
        return result.visit.institution.name

    @admin.action(
        description=_("Enter the selected findings in the ledger"), permissions=["inspect"]
    )
    def draft_items(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if not request.POST.get("post"):
            return confirmation(
                self, request, queryset, action="draft_items", verb=_("Into the ledger"),
                question=_("Enter these findings in the ledger as drafts?"),
            )  # fmt: skip
        do_each(self, request, queryset, services.draft_from_finding, "result")
        return None

    @admin.action(
        description=_("Put the selected answers of finished visits right"),
        permissions=["inspect"],
    )
    def correct_findings(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = AnswerForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            return confirmation(
                self, request, queryset, action="correct_findings", form=form,
                question=_("Put these answers right?"), verb=_("Put the answer right"),
            )  # fmt: skip
        said = {**form.cleaned_data, "finding": Finding(form.cleaned_data["finding"])}
        do_each(self, request, queryset, correct_finding, "result", **said)
        return None


class ValidFromForm(forms.Form):
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput())


class ItemInline(Scoped, admin.TabularInline):
    """Items, open as long as their checklist is a draft."""

    model = ChecklistItem
    extra = 0
    fields = ["position", "code", "text", "quote", "clause", "theme", "category"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("rectification.view_checklist")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)


def _may_edit(request: HttpRequest, checklist: Checklist | None) -> bool:
    drafts = request.user.has_perm("rectification.draft_checklist")
    return drafts and checklist is not None and checklist.is_draft


@admin.register(Checklist)
class ChecklistAdmin(ReadOnlyAdmin):
    list_display = ["title", "group", "version", "valid_from", "state", "approved_by"]
    list_filter = ["group", "state"]
    list_select_related = ["approved_by"]
    fields = ["title", "group", "version", "valid_from", "state", "source", "drafted_by",
              "approved_by", "approved_at"]  # fmt: skip
    inlines = [ItemInline]
    actions = ["draft_next", "approve"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def save_model(self, *args: Any) -> None:
        """Leave the checklist itself as it is: only its items are edited."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        checklists.revise_items(
            checklist=form.instance,
            kept=[*formset.new_objects, *(item for item, _fields in formset.changed_objects)],
            removed=formset.deleted_objects,
            by=request.user,
            at=timezone.now(),
        )

    def has_draft_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.draft_checklist")

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.approve_checklist")

    @admin.action(description=_("Draft the next version of the selected"), permissions=["draft"])
    def draft_next(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = ValidFromForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            return confirmation(
                self, request, queryset, action="draft_next", form=form,
                question=_("Draft a new version with the items of these?"), verb=_("Draft it"),
            )  # fmt: skip
        day = form.cleaned_data["valid_from"]
        do_each(self, request, queryset, checklists.draft_checklist, "base", valid_from=day)
        return None

    @admin.action(description=_("Approve the selected drafts"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if not request.POST.get("post"):
            return confirmation(
                self, request, queryset, action="approve", verb=_("Approve"),
                question=_("Approve these? Visits from their first day on go by them."),
            )  # fmt: skip
        do_each(self, request, queryset, checklists.approve_checklist, "checklist")
        return None
