"""What is typed about posting places and test calls."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.form_fields import OneOf, photo
from bureau.models import Department, Institution
from rectification.choices.places import CHECK_RESULTS, ZONES

LONGEST_NUMBER = 32


def phone(label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "tel"})
    return forms.CharField(label=label, max_length=LONGEST_NUMBER, required=False, widget=widget)


class NumbersForm(forms.Form):
    own_number = phone(_("institution's complaint phone"))
    bureau_number = phone(_("bureau's complaint phone"))


class PlaceForm(NumbersForm):
    """A new place. The departments offered are the institution's own."""

    zone = forms.ChoiceField(label=_("zone"), choices=ZONES.items())
    department = OneOf(
        label=_("department or ward"), queryset=Department.objects.none(), required=False
    )
    place = forms.CharField(
        label=pgettext_lazy("posting", "place"),
        max_length=80,
        help_text=_("So that somebody finds it: building, floor, which wall."),
    )
    field_order = ["zone", "department", "place"]

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = institution.departments.all()


class CheckForm(forms.Form):
    result = forms.ChoiceField(
        label=_("Found"), choices=CHECK_RESULTS.items(), widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class PhotoForm(forms.Form):
    photo = photo(_("Photo"))


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(label=_("zone"), choices=ZONES.items())
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class CallForm(forms.Form):
    number = forms.CharField(
        label=_("number rung"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    called_at = forms.DateTimeField(
        label=_("rung at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    answered_in_s = forms.IntegerField(
        label=_("answered after (seconds)"),
        min_value=0,
        max_value=600,
        required=False,
        help_text=_("Leave it empty where nobody answered."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
