from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    AuthenticationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau.choices import EXPORT_FORMS, INSTITUTION_KINDS, NOTICE_KINDS
from bureau.exports import ExportKind
from bureau.form_fields import DayInput
from bureau.lockout import tries_left
from bureau.models import Institution, Staff, User
from bureau.reason_form import TOO_SHORT, ReasonForm
from bureau.rules import BUREAU_ROLES, MIN_REASON, ExportForm, Role
from bureau.sending import IN_APP_ONLY

LONGEST_TERM = 366
LONGEST_USERNAME = 80
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class TermForm(forms.Form):
    """A day and a number of working days to count from it."""

    start = forms.DateField(
        label=_("Received on"),
        widget=DayInput(),
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


class WithDuty:
    """For the forms of accounts: one that would see nothing is refused, with a word why."""

    def clean(self):
        said = super().clean() or self.cleaned_data
        if "groups" not in self.fields:
            return said
        roles = {group.name for group in said.get("groups") or ()}
        staff = said.get("staff")
        if not roles and not staff:
            ask = _("Choose at least one duty, or the staff member whose account it is.")
            self.add_error("groups", ask)
        if staff and said.get("institution") not in (None, staff.institution):
            self.add_error("staff", _("This staff member works at another institution."))
        if Role.HOSPITAL_OFFICER.value in roles and not said.get("institution"):
            self.add_error("institution", _("A hospital's officer needs the institution."))
        if said.get("institution") and roles & BUREAU_ROLES:
            self.add_error("groups", _("An account of an institution has no duty of the bureau."))
        return said


class ShortName:
    """For the forms of accounts: acts name an account, and have room for this much."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].validators.append(MaxLengthValidator(LONGEST_USERNAME))


class NewAccountForm(ShortName, WithDuty, AdminUserCreationForm):
    pass


class AccountForm(ShortName, WithDuty, UserChangeForm):
    password = ReadOnlyPasswordHashField(
        label=_("Password"),
        widget=PasswordState,
        help_text=_("Nobody can read it. Who has forgotten it gets a new one here."),
    )


class DirectoryFilter(forms.Form):
    """Which institutions to list; what makes no sense narrows nothing."""

    q = forms.CharField(label=_("Code, name or person"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    lacks = forms.ChoiceField(
        label=_("Lacks"),
        required=False,
        choices=[("", _("all")), ("head", _("no principal head")), ("officer", _("no officer"))],
    )
    closed = forms.BooleanField(label=_("Closed ones too"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all")), *INSTITUTION_KINDS.items()]

    @property
    def asked(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked)

    def narrow(self, institutions: QuerySet[Institution], day: date) -> QuerySet[Institution]:
        """Keep what is asked for of institutions that carry their posts."""
        asked = self.asked
        if not asked.get("closed"):
            institutions = institutions.active_in(day, day)
        if text := asked.get("q"):
            people = Q(head_name__contains=text) | Q(officer_name__contains=text)
            people |= Q(deputy_names__contains=[text])
            institutions = institutions.filter(
                Q(code__contains=text) | Q(name__contains=text) | people
            )
        if kind := asked.get("kind"):
            institutions = institutions.filter(kind=kind)
        if lacks := asked.get("lacks"):
            institutions = institutions.filter(**{f"{lacks}_name__isnull": True})
        return institutions


class StaffFilter(forms.Form):
    """Which of an institution's staff to list."""

    q = forms.CharField(label=_("Name or staff number"), max_length=60, required=False)

    def narrow(self, staff: QuerySet[Staff]) -> QuerySet[Staff]:
        text = self.cleaned_data.get("q") if self.is_valid() else ""
        return staff.filter(Q(name__contains=text) | Q(staff_no__contains=text)) if text else staff


class LettersForm(forms.Form):
    """Where a person's letters go, and the kinds of notice that come in them."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Without one, notices stay on the platform."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What comes by e-mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind, label) for kind, label in NOTICE_KINDS.items() if kind not in IN_APP_ONLY],
        help_text=_("On the platform you see everything in any case."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        mailed = [kind for kind in NOTICE_KINDS if kind not in user.unmailed_kinds]
        super().__init__(*args, initial={"email": user.email, "kinds": mailed}, **kwargs)

    @property
    def unmailed(self) -> list[str]:
        offered = (kind for kind, _label in self.fields["kinds"].choices)
        return [kind for kind in offered if kind not in self.cleaned_data["kinds"]]


class LetterReasonForm(forms.Form):
    """Why a letter is sent again or given up."""

    why = forms.CharField(label=_("Reason"), max_length=200)


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
        help_text=_("Without this names and numbers are masked in the file."),
        required=False,
    )

    def __init__(self, *args, kind: ExportKind, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("Reason for the clear text")
        self.fields["reason"].needed_when = _("(needed where they are in the clear)")
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
