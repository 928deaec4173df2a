from datetime import date

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import (
    AuthenticationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau.choices import EXPORT_FORMS
from bureau.exports import ExportKind
from bureau.lockout import tries_left
from bureau.rules import MIN_REASON, ExportForm, says_something

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


class LoginForm(AuthenticationForm):
    """Says how many tries are left, and what happens after the last of them."""

    def get_invalid_login_error(self) -> ValidationError:
        left = tries_left(self.request, self.cleaned_data["username"])
        said = ngettext(
            "Account name and password do not go together. %(n)d try is left; after that log-in "
            "is closed to the account for %(minutes)d minutes.",
            "Account name and password do not go together. %(n)d tries are left; after that "
            "log-in is closed to the account for %(minutes)d minutes.",
            left,
        )
        minutes = settings.AXES_COOLOFF_TIME.total_seconds() // 60
        return ValidationError(said % {"n": left, "minutes": minutes}, code="invalid_login")


class AdminLoginForm(LoginForm, AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("This account may not enter here. Log in with another one."),
    }


class PasswordState(ReadOnlyPasswordHashWidget):
    """Tells whether there is a password; how it is kept is nobody's business."""

    def get_context(self, name: str, value: str | None, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        is_set = self._is_set(value)
        context["summary"] = [{"label": _("A password is set.") if is_set else _("None yet.")}]
        context["button_label"] = _("Set a new password") if is_set else _("Set a password")
        return context

    def _is_set(self, value: str | None) -> bool:
        return bool(value) and is_password_usable(value)


class AccountForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(
        label=_("Password"),
        widget=PasswordState,
        help_text=_("Nobody can read it. Who has forgotten it gets a new one here."),
    )


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


TOO_SHORT = _("Please write at least %(n)s characters.")


class AskExportForm(ReasonForm):
    """How a list is wanted. The clear text is offered to those who may have it."""

    field_order = ["form", "clear", "reason"]
    form = forms.ChoiceField(
        label=_("Format"),
        choices=list(EXPORT_FORMS.items()),
        initial=ExportForm.XLSX.value,
        widget=forms.RadioSelect,
    )
    clear = forms.BooleanField(
        label=_("Names and numbers in the clear"),
        help_text=_("Without this they are masked, as on the page."),
        required=False,
    )

    def __init__(self, *args, kind: ExportKind, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("Reason for the clear text")
        self.fields["reason"].help_text = _("Read by the auditor, and printed in the file.")
        if not (kind.clear_permission and user.has_perm(kind.clear_permission)):
            del self.fields["clear"], self.fields["reason"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("clear") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", TOO_SHORT % {"n": MIN_REASON})
        return cleaned


class PaperForm(forms.Form):
    """The words of a draft: a paragraph a line."""

    title = forms.CharField(label=_("Title"), max_length=100)
    body = forms.CharField(
        label=_("Text"),
        help_text=_("Each line is a paragraph."),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=12)
