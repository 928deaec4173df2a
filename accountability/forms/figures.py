"""Of which time, year and day numbers and registers are asked for."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability.choices import LADDERS
from bureau.desk import without_nul
from bureau.form_fields import DayInput

EVERY = [("", _("all"))]


def _clean(data: Mapping[str, Any]) -> dict[str, str]:
    return {name: without_nul(str(value)) for name, value in data.items()}


class PeriodFilter(forms.Form):
    """Two days, both included: this year so far where none are said, or nonsense is.

    `by_month` rounds them to whole months: by a day alone one would find that of an accusation.
    """

    since = forms.DateField(label=_("From"), widget=DayInput(), required=False)
    until = forms.DateField(label=_("To"), widget=DayInput(), required=False)

    def __init__(self, data: Mapping[str, Any], *, day: date, by_month: bool = False) -> None:
        super().__init__(_clean(data))
        self.by_month = by_month
        self.first, self.last = day.replace(month=1, day=1), day
        if self.is_valid():
            first = self.cleaned_data["since"] or self.first
            last = self.cleaned_data["until"] or max(first, self.last)
            if first <= last:
                self.first, self.last = first, last
        if by_month:
            end = self.last.replace(day=monthrange(self.last.year, self.last.month)[1])
            self.first, self.last = self.first.replace(day=1), min(end, max(self.last, day))
        self.data = {"since": self.first.isoformat(), "until": self.last.isoformat()}


class AnnualFilter(forms.Form):
    """A year, a ladder, a day as of which it stands; today where none is said, or one to come."""

    year = forms.IntegerField(
        label=pgettext_lazy("accountability", "Year"), required=False, min_value=2000,
        max_value=2099,
    )  # fmt: skip
    ladder = forms.ChoiceField(
        label=pgettext_lazy("accountability", "Ladder"), required=False,
        choices=[*EVERY, *LADDERS.items()],
    )  # fmt: skip
    on = forms.DateField(label=_("As of"), widget=DayInput(), required=False)

    def __init__(self, data: Mapping[str, Any], *, day: date) -> None:
        super().__init__(_clean(data))
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        self.day = min(said.get("on") or day, day)
        self.asked_year = said.get("year") or self.day.year
        self.asked_ladder = said.get("ladder") or ""
        self.data = {
            "year": str(self.asked_year), "ladder": self.asked_ladder, "on": self.day.isoformat()
        }  # fmt: skip
