"""Who looks after which institution: assigned and ended by the services, and taken out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bureau import services
from bureau.admin.exchange import SheetExport
from bureau.admin.posts import ByService, VerbForm
from bureau.models import OfficerAssignment, User
from bureau.resources import OfficerAssignmentResource
from bureau.scoped_admin import InstitutionFilter, ScopedAdmin

STANDING = ("institution", "officer", "from_on")


class AssignmentForm(VerbForm):
    to_on = forms.DateField(label=_("to"), required=False, widget=admin.widgets.AdminDateWidget)

    def perform(self) -> OfficerAssignment:
        said = self.cleaned_data
        if self.instance.pk is None:
            asked = {name: said[name] for name in STANDING}
            return services.assign_officer(**asked, **self.told())
        kept = OfficerAssignment.objects.get(pk=self.instance.pk)
        if said["to_on"] is None:
            return kept
        return services.end_assignment(
            assignment=kept, to_on=said["to_on"], why=said["why"], **self.told()
        )


@admin.register(OfficerAssignment)
class OfficerAssignmentAdmin(SheetExport, ByService, ScopedAdmin):
    """Assigning somebody ends the assignment before; one that stands can only be ended."""

    form = AssignmentForm
    resource_classes = [OfficerAssignmentResource]
    list_display = ["institution", "officer", "from_on", "to_on"]
    list_filter = [InstitutionFilter]
    list_select_related = ["institution", "officer"]
    search_fields = ["institution__name", "institution__code", "officer__name"]

    def get_fields(self, request: HttpRequest, obj: OfficerAssignment | None = None) -> list[str]:
        return [*STANDING, *(["to_on", "why"] if obj else [])]

    def get_readonly_fields(
        self, request: HttpRequest, obj: OfficerAssignment | None = None
    ) -> list[str]:
        return list(STANDING) if obj else []

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any):
        if db_field.name == "officer":
            kwargs["queryset"] = User.objects.filter(institution__isnull=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
