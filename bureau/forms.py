from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

LONGEST_TERM = 366
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class TermForm(forms.Form):
    """A day and a number of working days to count from it."""

    start = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=LONGEST_TERM)
