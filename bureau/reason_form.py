"""The form that asks for a reason, for the pages and the admin of every app."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.rules import MIN_REASON, says_something

TOO_SHORT = _("Please write at least %(n)s characters.")


class ReasonForm(forms.Form):
    """A reason that says something to whoever reads it later."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if reason and not says_something(reason):
            raise forms.ValidationError(TOO_SHORT % {"n": MIN_REASON})
        return reason


class KnownForm(ReasonForm):
    """Why something goes on although it no longer says all, from who ticks that they know it."""

    field_order = ["known", "reason"]
    known = forms.BooleanField(label=_("I know this, and it goes on as it stands"))
