"""The forms on which keys are issued, replaced and revoked."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.access_keys import LIFE_DAYS, OVERLAP_DAYS, PER_MINUTE
from bureau.choices import API_SCOPES
from bureau.form_fields import DayInput, OneOf
from bureau.models import Institution

MOST_ADDRESSES = 20


def _in_a_year() -> Any:
    return timezone.localdate() + timedelta(days=LIFE_DAYS)


class RotateForm(forms.Form):
    expires_on = forms.DateField(label=_("Valid until"), widget=DayInput(), initial=_in_a_year)
    overlap_days = forms.IntegerField(
        label=_("The old key goes on for"),
        help_text=_(
            "Days in which both keys are accepted, so that the system can be changed over."
        ),
        min_value=0,
        max_value=30,
        initial=OVERLAP_DAYS,
    )


class IssueForm(forms.Form):
    institution = OneOf(label=_("Institution"), queryset=Institution.objects.none())
    name = forms.CharField(
        label=_("System"), max_length=60, help_text=_("What the hospital calls it, such as HIS.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Rights"),
        choices=list(API_SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=list(API_SCOPES),
    )
    expires_on = forms.DateField(label=_("Valid until"), widget=DayInput(), initial=_in_a_year)
    addresses = forms.CharField(
        label=_("Only from these addresses"),
        help_text=_("One to a line, such as 10.8.3.20 or 10.8.3.0/24. Left empty: from anywhere."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    per_minute = forms.IntegerField(
        label=_("Requests per minute"), min_value=1, max_value=10_000, initial=PER_MINUTE
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.visible_to(user)

    def clean_addresses(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        addresses = [line for line in lines if line]
        if len(addresses) > MOST_ADDRESSES:
            raise forms.ValidationError(_("At most 20 addresses."))
        for address in addresses:
            try:
                ip_network(address, strict=False)
            except ValueError as error:
                said = _("“%(address)s” is no address.")
                raise forms.ValidationError(said, params={"address": address}) from error
        return addresses


class RevokeForm(forms.Form):
    why = forms.CharField(label=_("Reason"), max_length=500)
