"""Institutions, departments, staff, the bureau's sections, and who looks after whom."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bureau.admin.exchange import SheetExport, SheetImportExport
from bureau.models import Department, Institution, OfficerAssignment, Section, Staff, User
from bureau.resources import (
    DepartmentResource,
    InstitutionResource,
    OfficerAssignmentResource,
    StaffResource,
    with_officer,
)
from bureau.scoped_admin import InstitutionFilter, ScopedAdmin


@admin.register(Institution)
class InstitutionAdmin(SheetImportExport, ScopedAdmin):
    resource_classes = [InstitutionResource]
    list_display = ["code", "name", "kind", "grade", "complaint_phone", "officer", "active_to"]
    list_display_links = ["code", "name"]
    list_filter = ["kind", "grade"]
    search_fields = ["code", "name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Institution]:
        return with_officer(super().get_queryset(request))

    @admin.display(description=_("liaison officer"), ordering="officer_name")
    def officer(self, institution: Institution) -> str | None:
        return institution.officer_name


@admin.register(Department)
class DepartmentAdmin(SheetImportExport, ScopedAdmin):
    resource_classes = [DepartmentResource]
    list_display = ["name", "institution", "is_ward"]
    list_filter = ["is_ward", InstitutionFilter]
    list_select_related = ["institution"]
    search_fields = ["name", "institution__name"]


class StaffForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        department = cleaned.get("department")
        if department and department.institution != cleaned.get("institution"):
            self.add_error("department", _("This department belongs to another institution."))
        return cleaned


@admin.register(Staff)
class StaffAdmin(SheetImportExport, ScopedAdmin):
    resource_classes = [StaffResource]
    form = StaffForm
    list_display = [
        "name", "staff_no", "institution", "department", "position", "title", "active_to",
    ]  # fmt: skip
    list_filter = ["employment", InstitutionFilter]
    list_select_related = ["institution", "department"]
    search_fields = ["name", "staff_no"]
    raw_id_fields = ["department"]


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        # Rules know sections by their code.
        return ["code"] if obj else []


@admin.register(OfficerAssignment)
class OfficerAssignmentAdmin(SheetExport, ScopedAdmin):
    resource_classes = [OfficerAssignmentResource]
    list_display = ["institution", "officer", "from_on", "to_on"]
    list_filter = [InstitutionFilter]
    list_select_related = ["institution", "officer"]
    search_fields = ["institution__name", "institution__code", "officer__name"]

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any):
        if db_field.name == "officer":
            kwargs["queryset"] = User.objects.filter(institution__isnull=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
