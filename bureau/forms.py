from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_TERM = 366


class TermForm(forms.Form):
    """A day and a number of working days to count from it."""

    start = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=LONGEST_TERM)
