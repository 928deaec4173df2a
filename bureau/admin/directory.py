"""Institutions, departments, staff and the bureau's sections."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau import services
from bureau.admin.exchange import SheetImportExport
from bureau.models import Department, Institution, Section, Staff
from bureau.postings import with_posts
from bureau.resources import DepartmentResource, InstitutionResource, StaffResource
from bureau.scoped_admin import InstitutionFilter, LeavesActs, ScopedAdmin, ShowsHistory


@admin.register(Institution)
class InstitutionAdmin(SheetImportExport, LeavesActs, ScopedAdmin):
    resource_classes = [InstitutionResource]
    list_display = [
        "code", "name", "kind", "grade", "complaint_phone", "head", "officer", "active_to",
    ]  # fmt: skip
    list_display_links = ["code", "name"]
    list_filter = ["kind", "grade"]
    search_fields = ["code", "name"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Institution | None = None
    ) -> list[str]:
        # Closed months, acts and notices know a house by its code.
        return ["code"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Institution]:
        return with_posts(super().get_queryset(request), timezone.localdate())

    @admin.display(description=_("Principal head"), ordering="head_name")
    def head(self, institution: Institution) -> str | None:
        return institution.head_name

    @admin.display(description=_("liaison officer"), ordering="officer_name")
    def officer(self, institution: Institution) -> str | None:
        return institution.officer_name


@admin.register(Department)
class DepartmentAdmin(SheetImportExport, LeavesActs, ScopedAdmin):
    resource_classes = [DepartmentResource]
    list_display = ["name", "institution", "is_ward"]
    list_filter = ["is_ward", InstitutionFilter]
    list_select_related = ["institution"]
    search_fields = ["name", "institution__name"]


class StaffForm(forms.ModelForm):
    phone_number = forms.CharField(label=_("phone"), max_length=32, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Shown masked; the mask coming back is no change.
        if "phone_number" in self.fields:
            self.fields["phone_number"].initial = str(self.instance.phone)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        department = cleaned.get("department")
        house = cleaned.get("institution") or getattr(self.instance, "institution", None)
        if department and department.institution != house:
            self.add_error("department", _("This department belongs to another institution."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance.pk and not self.errors:
            try:
                services.check_placement(staff=self.instance, at=timezone.now())
            except services.DirectoryError as error:
                self.add_error("active_to", str(error))


@admin.register(Staff)
class StaffAdmin(SheetImportExport, LeavesActs, ScopedAdmin):
    resource_classes = [StaffResource]
    form = StaffForm
    list_display = [
        "name", "staff_no", "institution", "department", "position", "title", "active_to",
    ]  # fmt: skip
    list_filter = ["employment", InstitutionFilter]
    list_select_related = ["institution", "department"]
    search_fields = ["name", "staff_no"]
    raw_id_fields = ["department"]
    actions = ["transfer"]

    def get_readonly_fields(self, request: HttpRequest, obj: Staff | None = None) -> list[str]:
        # Another institution is a transfer, with its day.
        return ["institution"] if obj else []

    def save_model(self, request: HttpRequest, obj: Staff, form: StaffForm, change: bool) -> None:
        if "phone_number" in form.changed_data:
            obj.phone = form.cleaned_data["phone_number"]
        super().save_model(request, obj, form, change)
        services.place_staff(staff=[obj], by=request.user, at=timezone.now())

    @admin.action(description=_("Transfer to another institution"), permissions=["change"])
    def transfer(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        chosen = list(queryset[:2])
        if len(chosen) == 1:
            query = {"staff": chosen[0].pk}
            return redirect(reverse("admin:bureau_placement_add", query=query))
        self.message_user(request, _("Choose one person to transfer."), messages.WARNING)
        return None


@admin.register(Section)
class SectionAdmin(LeavesActs, ShowsHistory, admin.ModelAdmin):
    list_display = ["name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        # Rules know sections by their code.
        return ["code"] if obj else []
