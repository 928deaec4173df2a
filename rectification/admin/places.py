"""Posting places, zones that are not there and test calls: found, filtered, checked, taken down.

A place is entered here as on the page, by the same service.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau.reason_form import ReasonForm
from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, confirmation
from rectification.forms.places import CheckForm
from rectification.models import AbsentZone, PostingPlace, TestCall
from rectification.models.places import houses_visible_to
from rectification.rules.postings import CheckResult, Zone, is_number
from rectification.services import LedgerError
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
class PostingPlaceAdmin(ReadOnlyAdmin):
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

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        if obj is None:
            kwargs |= {"form": NewPlaceForm, "fields": NewPlaceForm.Meta.fields}
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.fields if obj else NewPlaceForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "institution":
            kwargs["queryset"] = houses_visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool
    ) -> None:
        """Register through the service; the row it gives is the one the admin goes on with."""
        given = {**form.cleaned_data, "zone": Zone(form.cleaned_data["zone"])}
        made = services.register_place(**given, by=request.user, at=timezone.now())
        obj.__dict__.update(made.__dict__)

    def has_check_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.check_place")

    def has_register_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rectification.register_place")

    @admin.display(description=_("page"))
    def page(self, place: PostingPlace) -> str:
        url = reverse("rectification:place", args=[place.code])
        return format_html('<a href="{}">{}</a>', url, _("Open"))

    @admin.action(description=_("Record a check of the selected places"), permissions=["check"])
    def check_places(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = CheckForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            return confirmation(
                self, request, queryset, action="check_places", form=form,
                question=_("What was found at these places?"), verb=_("Record the check"),
            )  # fmt: skip
        result = CheckResult(form.cleaned_data["result"])
        given = {"result": result, "note": form.cleaned_data["note"]}
        return self._do(request, queryset, services.check_place, given)

    @admin.action(description=_("Take the selected places down"), permissions=["register"])
    def retire_places(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = ReasonForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            return confirmation(
                self, request, queryset, action="retire_places", form=form,
                question=_("Take these places down? Their codes are never given again."),
                verb=_("Take it down"),
            )  # fmt: skip
        return self._do(
            request, queryset, services.retire_place, {"reason": form.cleaned_data["reason"]}
        )

    def _do(
        self, request: HttpRequest, queryset: QuerySet, service: Any, given: dict[str, Any]
    ) -> None:
        done = 0
        for place in queryset.select_related("institution"):
            try:
                service(place=place, by=request.user, at=timezone.now(), **given)
                done += 1
            except LedgerError as error:
                self.message_user(request, f"{place}: {error}", messages.ERROR)
        said = ngettext("%(n)s place done.", "%(n)s places done.", done)
        self.message_user(request, said % {"n": done})


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
