"""What the admin pages of this app share: links and filters."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau.scoped_admin import InstitutionFilter
from bureau.templatetags.shell import month as in_words
from followups.models import MonthlyRegister


def link(label: Any, name: str, *args: Any) -> str:
    return format_html('<a href="{}">{}</a>', reverse(name, args=args), label)


class MonthFilter(admin.SimpleListFilter):
    """Rows of one of the months a person sees registers of; `path` leads from the row to it."""

    title = _("month")
    parameter_name = "in"
    path = "month"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        months = MonthlyRegister.objects.visible_to(request.user).order_by("-month")
        return [
            (f"{month:%Y-%m}", in_words(month))
            for month in months.values_list("month", flat=True).distinct()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(**{self.path: f"{self.value()}-01"}) if known else queryset


class RegisterMonthFilter(MonthFilter):
    path = "register__month"


class RegisterInstitutionFilter(InstitutionFilter):
    path = "register__institution"
