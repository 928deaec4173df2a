"""The working calendar: the years that are known and the days they name."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau.models import CalendarDay, CalendarYear
from bureau.scoped_admin import AsksPlainly, LeavesActs, ShowsHistory


@admin.register(CalendarYear)
class CalendarYearAdmin(LeavesActs, admin.ModelAdmin):
    list_display = ["year", "source"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        # A year without its days would count every holiday: `manage.py load_calendar` brings both.
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarYear | None = None) -> list:
        # The year is the row's key: a changed one would be a second row.
        return ["year"] if obj else []


class YearFilter(admin.SimpleListFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        years = CalendarDay.objects.dates("day", "year", order="DESC")
        return [(str(first.year), first.year) for first in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(day__year=self.value()) if known else queryset


@admin.register(CalendarDay)
class CalendarDayAdmin(AsksPlainly, LeavesActs, ShowsHistory, admin.ModelAdmin):
    list_display = ["day", "kind", "name", "explained"]
    list_filter = [YearFilter, "kind"]
    search_fields = ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarDay | None = None) -> list:
        return ["day"] if obj else []

    @admin.display(description=_("count from this day"))
    def explained(self, named: CalendarDay) -> str:
        url = reverse("bureau:explain_due", query={"start": named.day.isoformat(), "days": 5})
        return format_html('<a href="{}">{}</a>', url, _("Count working days"))
