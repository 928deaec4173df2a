"""Posting places, zones that are not there and test calls: found, filtered, checked, taken down.

A place is entered here as on the page, by the same service.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from bureau.reason_form import ReasonForm
from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, confirmation
from rectification.admin.parts import MadeByService, do_each, page_link
from rectification.forms.places import CheckForm
from rectification.models import AbsentZone, PostingPlace, TestCall
from rectification.rules.postings import CheckResult, Zone, is_number
from rectification.services import places as services


class NewPlaceForm(forms.ModelForm):
    class Meta:
        model = PostingPlace
        fields = ["institution", "zone", "department", "place", "own_number", "bureau_number"]

    def clean(self) -> dict[str, Any]:
        """Refuse what the service would, beside its field."""
        said = super().clean() or self.cleaned_data
        house, department = said.get("institution"), said.get("department")
        if house and department and department.institution_id != house.pk:
            self.add_error("department", _("This department belongs to another institution."))
        for name in ("own_number", "bureau_number"):
            number = said.get(name, "")
            if number and not is_number(number):
                self.add_error(name, _("This is no telephone number."))
        return said


@admin.register(PostingPlace)
class PostingPlaceAdmin(MadeByService):
    new_form = NewPlaceForm
    list_display = ["place", "institution", "zone", "department", "own_number", "bureau_number",
                    "checked_on", "check_result", "retired_on", "page"]  # fmt: skip
    list_filter = [InstitutionFilter, "zone", "check_result",
                   ("retired_on", admin.EmptyFieldListFilter)]  # fmt: skip
    list_select_related = ["institution", "department"]
    search_fields = ["place", "code", "institution__name", "institution__code"]
    fields = ["institution", "zone", "department", "place", "own_number", "bureau_number", "code",
              "since", "checked_on", "checked_by", "check_result", "retired_on",
              "page"]  # fmt: skip
    actions = ["check_places", "retire_places"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("rectification.register_place")

    def make(self, *, zone: str, **given: Any) -> PostingPlace:
        return services.register_place(zone=Zone(zone), **given)

    def has_check_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.check_place")

    def has_register_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.register_place")

    @admin.display(description=_("page"))
    def page(self, place: PostingPlace) -> str:
        return page_link("rectification:place", place.code)

    @admin.action(description=_("Record a check of the selected places"), permissions=["check"])
    def check_places(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = CheckForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            return confirmation(
                self, request, queryset, action="check_places", form=form,
                question=_("What was found at these places?"), verb=_("Record the check"),
            )  # fmt: skip
        result = CheckResult(form.cleaned_data["result"])
        note = form.cleaned_data["note"]
        rows = queryset.select_related("institution")
        do_each(self, request, rows, services.check_place, "place", result=result, note=note)
        return None

    @admin.action(description=_("Take the selected places down"), permissions=["register"])
    def retire_places(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = ReasonForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            return confirmation(
                self, request, queryset, action="retire_places", form=form,
                question=_("Take these places down? Their codes are never given again."),
                verb=_("Take it down"),
            )  # fmt: skip
        rows, reason = queryset.select_related("institution"), form.cleaned_data["reason"]
        do_each(self, request, rows, services.retire_place, "place", reason=reason)
        return None


@admin.register(AbsentZone)
class AbsentZoneAdmin(ReadOnlyAdmin):
    list_display = ["institution", "zone", "reason", "by", "at"]
    list_filter = [InstitutionFilter, "zone"]
    list_select_related = ["institution", "by"]
    fields = ["institution", "zone", "reason", "by", "at"]


@admin.register(TestCall)
class TestCallAdmin(ReadOnlyAdmin):
    list_display = ["institution", "number", "called_at", "answered_in_s", "by", "note"]
    list_filter = [InstitutionFilter]
    list_select_related = ["institution", "by"]
    date_hierarchy = "called_at"
    fields = ["institution", "number", "called_at", "answered_in_s", "by", "note", "recorded_at"]
