"""Of which time the overview of complaints is asked for."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.calendar import WorkCalendar
from bureau.desk import without_nul
from bureau.form_fields import DayInput
from complaints.figures.counting import Period


class OverviewFilter(forms.Form):
    """Two days, both included: this month so far where none are said, or nonsense is."""

    since = forms.DateField(label=_("From"), widget=DayInput(), required=False)
    until = forms.DateField(label=_("To"), widget=DayInput(), required=False)

    def __init__(self, data: Mapping[str, Any], *, day: date) -> None:
        said = {name: without_nul(str(value)) for name, value in data.items()}
        whole = day.replace(day=monthrange(day.year, day.month)[1])
        self.day, self.first, self.last = day, day.replace(day=1), whole
        super().__init__(said)
        if self.is_valid():
            first = self.cleaned_data["since"] or self.first
            last = self.cleaned_data["until"] or max(first, whole)
            if first <= last:
                self.first, self.last = first, last
        self.data = {"since": self.first.isoformat(), "until": self.last.isoformat()}

    def period(self, calendar: WorkCalendar) -> Period:
        return Period(self.first, self.last, calendar, self.day)
