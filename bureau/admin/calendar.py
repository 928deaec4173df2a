"""The working calendar: the years that are known and the days they name."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau import services
from bureau.admin.posts import VerbForm
from bureau.models import CalendarDay, CalendarYear
from bureau.scoped_admin import AsksPlainly, LeavesActs, ShowsHistory


class NoticeForm(VerbForm):
    """A year with all its days at once; one that is known is replaced."""

    notice = forms.FileField(
        label=_("the notice's days as CSV"),
        help_text=_(
            "A line a day: 2027-01-01,放假,元旦 for a holiday, 2027-02-07,上班,春节 for a weekend"
            " day that is worked."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["source"].initial = services.NOTICE_SOURCE

    def clean_notice(self) -> bytes:
        # One sign more than is taken tells the service that it is too much.
        return self.cleaned_data["notice"].read(services.MOST_NOTICE_BYTES + 1)

    def validate_unique(self) -> None:
        """Let a year be loaded again: a notice may be put right."""

    def perform(self) -> CalendarYear:
        said = self.cleaned_data
        return services.load_notice(
            year=said["year"], content=said["notice"], source=said["source"], **self.told()
        )


@admin.register(CalendarYear)
class CalendarYearAdmin(AsksPlainly, LeavesActs, admin.ModelAdmin):
    """A year comes with its days, and stays: without it every holiday would count."""

    list_display = ["year", "source"]

    def get_form(
        self, request: HttpRequest, obj: CalendarYear | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is not None:
            return super().get_form(request, obj, **kwargs)
        form = super().get_form(request, obj, form=NoticeForm, **kwargs)
        form.by = request.user
        return form

    def get_fields(self, request: HttpRequest, obj: CalendarYear | None = None) -> list[str]:
        return ["year", "source", *([] if obj else ["notice"])]

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarYear | None = None) -> list:
        # The year is the row's key: a changed one would be a second row.
        return ["year"] if obj else []

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> CalendarYear:
        return super().save_form(request, form, change) if change else form.perform()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, *args: Any) -> None:
        """Nothing hangs on a year but its days, which came with it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class YearFilter(admin.SimpleListFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        years = CalendarDay.objects.dates("day", "year", order="DESC")
        return [(str(first.year), first.year) for first in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(day__year=self.value()) if known else queryset


class DayForm(forms.ModelForm):
    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not CalendarYear.objects.filter(year=day.year).exists():
            said = _("The notice of %(year)s is not loaded yet: load the whole year first.")
            raise forms.ValidationError(said % {"year": day.year})
        return day


@admin.register(CalendarDay)
class CalendarDayAdmin(AsksPlainly, LeavesActs, ShowsHistory, admin.ModelAdmin):
    form = DayForm
    list_display = ["day", "kind", "name", "explained"]
    list_filter = [YearFilter, "kind"]
    search_fields = ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarDay | None = None) -> list:
        return ["day"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            self._ask(request)

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        super().delete_model(request, obj)
        self._ask(request)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for day in queryset:
            super().delete_model(request, day)
        self._ask(request)

    def _ask(self, request: HttpRequest) -> None:
        """Have the due dates confirmed that move now, and say that they wait."""
        if count := services.ask_where_dates_move(at=timezone.now()):
            words = ngettext(
                "%(n)s open due date moves once somebody who may has confirmed it.",
                "%(n)s open due dates move once somebody who may has confirmed it.",
                count,
            )
            self.message_user(request, words % {"n": count}, messages.WARNING)

    @admin.display(description=_("count from this day"))
    def explained(self, named: CalendarDay) -> str:
        url = reverse("bureau:explain_due", query={"start": named.day.isoformat(), "days": 5})
        return format_html('<a href="{}">{}</a>', url, _("Count working days"))
