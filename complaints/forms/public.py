"""What the public writes: few fields, no masks, and hardly anything that must be filled."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.form_fields import DayInput, FilesField, OneOf, SeveralFiles, text
from bureau.models import Institution, ProblemCategory
from complaints.choices import GRADES
from complaints.rules.findings import GRADED
from complaints.rules.words import Confidentiality, Grade

LONGEST = 4_000
FEWEST_DIGITS, MOST_DIGITS = 7, 15
PHOTO_TYPES = "image/jpeg,image/png,image/webp"
C = Confidentiality
HOW_KEPT = [
    (C.FROM_UNIT.value, _("Kept from the institution: only the bureau knows who you are")),
    (C.OPEN.value, _("By name: the institution may ring you to find out more")),
    (C.ANONYMOUS.value, _("Anonymous: nobody keeps your name or number, we included")),
]
RELATIONS = [
    ("", _("I am the patient")),
    ("relative", _("A relative of the patient")),
    ("companion", _("I went along with the patient")),
    ("agent", _("The patient asked me to")),
    ("other", _("Somebody else")),
]
BEST_FIRST = (
    Grade.VERY_SATISFIED, Grade.SATISFIED, Grade.FAIR, Grade.DISSATISFIED, Grade.VERY_DISSATISFIED,
)  # fmt: skip


def photos() -> FilesField:
    """Some pictures; on a telephone the camera is one choice, and the album the other."""
    widget = SeveralFiles(attrs={"accept": PHOTO_TYPES})
    label = _("Photos, at most three")
    return FilesField(label=label, required=False, allow_empty_file=True, widget=widget)


class HouseField(OneOf):
    def label_from_instance(self, house: Any) -> str:
        return house.name


class CategoryField(OneOf):
    def label_from_instance(self, category: Any) -> str:
        return category.name


class ComplaintForm(forms.Form):
    """A complaint on three screens. `day` is today: nothing has happened later."""

    institution = HouseField(
        Institution.objects.none(), label=_("Which hospital or clinic"), required=False,
        to_field_name="code", empty_label=_("I am not sure"),
    )  # fmt: skip
    occurred_on = forms.DateField(
        label=_("On which day"), required=False, widget=DayInput(),
        error_messages={"invalid": _("Please write the day as 2026-11-20, or leave it empty.")},
    )  # fmt: skip
    words = text(
        _("Write it down"), longest=LONGEST, rows=7,
        help_text=_("In your own words: who, where, how. Nothing of it is changed later."),
        error_messages={"required": _("Please write what happened. A few words are enough.")},
    )  # fmt: skip
    category = CategoryField(
        ProblemCategory.objects.none(), label=pgettext_lazy("public", "What it is about"),
        required=False, to_field_name="code", empty_label=_("I leave that to you"),
    )  # fmt: skip
    photos = photos()
    confidentiality = forms.ChoiceField(
        label=_("May the institution know who you are?"), choices=HOW_KEPT,
        initial=C.FROM_UNIT.value, widget=forms.RadioSelect,
    )  # fmt: skip
    phone = forms.CharField(
        label=pgettext_lazy("complainant", "Your phone"), max_length=30, required=False,
        help_text=_("So that we can ask back and answer you. A landline is fine."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    name = forms.CharField(
        label=pgettext_lazy("complainant", "Your name"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    relation = forms.ChoiceField(label=_("Who you are"), choices=RELATIONS, required=False)
    # No person sees this one, and no person fills it.
    homepage = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day
        self.fields["institution"].queryset = Institution.objects.active_in(day, day)
        self.fields["category"].queryset = ProblemCategory.objects.tops().filter(is_active=True)
        self.fields["phone"].needed_when = _("(unless “Anonymous”)")
        self.fields["name"].needed_when = _("(only with “By name”)")

    def clean_occurred_on(self) -> date | None:
        day = self.cleaned_data["occurred_on"]
        if day and day > self.day:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean_phone(self) -> str:
        phone = unicodedata.normalize("NFKC", self.cleaned_data["phone"]).strip()
        digits = sum(sign in "0123456789" for sign in phone)
        if phone and not FEWEST_DIGITS <= digits <= MOST_DIGITS:
            raise forms.ValidationError(_("This number is too short or too long."))
        return phone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        how = said.get("confidentiality")
        if how in {C.OPEN, C.FROM_UNIT} and not said.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Please leave a phone number, or choose “Anonymous”."))
        if how == C.OPEN and not said.get("name"):
            self.add_error("name", _("Please write your name, or choose another way."))
        return said


class CodeForm(forms.Form):
    """Number and code, however they are typed."""

    no = forms.CharField(
        label=_("Number"), max_length=40, widget=forms.TextInput(attrs={"placeholder": "TS-"}),
        error_messages={"required": _("Please write the number: it begins with TS.")},
    )  # fmt: skip
    code = forms.CharField(
        label=_("Query code"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Please write the query code: eight letters and figures.")},
    )  # fmt: skip


class MoreForm(forms.Form):
    words = text(
        _("What you want to add"), longest=2_000, rows=4,
        error_messages={"required": _("Please write what you want to add.")},
    )  # fmt: skip
    photos = photos()


class GradeForm(forms.Form):
    grade = forms.ChoiceField(
        label=_("Are you satisfied with the answer?"), widget=forms.RadioSelect,
        choices=[(one.value, GRADES[one]) for one in BEST_FIRST if one in GRADED],
        error_messages={"required": _("Please choose one of the five.")},
    )  # fmt: skip
    note = text(_("What you want to say to it"), longest=500, rows=3, required=False)


def contents(files: list[UploadedFile]) -> list[bytes]:
    return [file.read() for file in files]
