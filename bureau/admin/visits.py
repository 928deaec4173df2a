"""The visits of patients of a year: entering them, and putting them right, is one service."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bureau import services
from bureau.admin.posts import ByService, VerbForm
from bureau.models import InstitutionVisits
from bureau.scoped_admin import InstitutionFilter, ScopedAdmin


class VisitsForm(VerbForm):
    source = forms.CharField(
        label=_("source"), max_length=200,
        help_text=_("The statistics that the number is from, and their date."),
    )  # fmt: skip

    def perform(self) -> InstitutionVisits:
        said, row = self.cleaned_data, self.instance
        is_new = row.pk is None
        return services.note_visits(
            institution=said["institution"] if is_new else row.institution,
            year=said["year"] if is_new else row.year,
            visits=said["visits"],
            source=said["source"],
            **self.told(),
        )


@admin.register(InstitutionVisits)
class InstitutionVisitsAdmin(ByService, ScopedAdmin):
    form = VisitsForm
    list_display = ["institution", "year", "visits", "source", "entered_by", "entered_at"]
    list_filter = ["year", InstitutionFilter]
    list_select_related = ["institution", "entered_by"]
    search_fields = ["institution__name"]
    fields = ["institution", "year", "visits", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["institution", "year"] if obj else []
