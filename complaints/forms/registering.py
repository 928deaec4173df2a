"""A complaint as somebody of the bureau takes it down: by phone, at the desk, from a letter."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from bureau.form_fields import DayInput, OneCategory, OneOf, text
from bureau.models import Department, Institution, ProblemCategory
from complaints import choices, selectors
from complaints.rules.words import CaseType, Channel, Confidentiality

BY_HAND = (
    Channel.BUREAU_PHONE, Channel.RECEPTION, Channel.HOUSE_PHONE, Channel.HOTLINE,
    Channel.PETITION_LETTER, Channel.PETITION_VISIT, Channel.PETITION_PHONE, Channel.PETITION_NET,
    Channel.EMAIL, Channel.WECHAT, Channel.OPINION_BOX, Channel.LEADERS_BOX, Channel.SUPERIOR,
    Channel.MEDIA,
)  # fmt: skip


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def how_urgent(day: date) -> str:
    """Say within how many hours a first action is due, as the rules of a day have it."""
    hours = selectors.table_on(day).first_action_hours
    words = ngettext(
        "A first action is due within %(n)s hour.", "A first action is due within %(n)s hours.",
        hours,
    )  # fmt: skip
    return words % {"n": hours}


class NewCaseForm(forms.Form):
    """What was said, by whom, about whom. Nothing of it but the words is asked for."""

    words = text(
        _("What happened, in the complainant's words"), longest=10_000, rows=5,
        help_text=_("Kept as written and never edited. The institution reads another text."),
    )  # fmt: skip
    demand = text(_("What is asked for"), required=False, rows=2)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(one.value, choices.CHANNELS[one]) for one in BY_HAND]
    )
    received_at = forms.DateTimeField(label=_("Received at"), widget=MomentInput())
    type = forms.ChoiceField(label=_("What it is"), choices=list(choices.TYPES.items()))
    institution = OneOf(Institution.objects.none(), label=_("Institution"), required=False)
    department = OneOf(Department.objects.none(), label=_("Department or ward"), required=False)
    category = OneCategory(ProblemCategory.objects.none(), label=_("Category"), required=False)
    occurred_on = forms.DateField(label=_("Happened on"), widget=DayInput(), required=False)
    named = forms.CharField(
        label=_("Staff named"), max_length=200, required=False,
        help_text=_("As they were named, parted by a comma. Who they are is said later."),
    )  # fmt: skip
    confidentiality = forms.ChoiceField(
        label=_("Confidentiality"),
        choices=list(choices.CONFIDENTIALITIES.items()),
        initial=Confidentiality.FROM_UNIT.value,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Complainant"), max_length=60, required=False)
    phone = forms.CharField(
        label=pgettext_lazy("complainant", "Phone"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip
    relation = forms.CharField(label=_("Relation to the patient"), max_length=20, required=False)
    patient = forms.CharField(label=_("Patient"), max_length=60, required=False)
    wants_reply = forms.BooleanField(label=_("Wants an answer"), required=False, initial=True)
    external_no = forms.CharField(
        label=_("Number at the channel"), max_length=40, required=False,
        help_text=_("Of a hotline order or a petition: it is registered once."),
    )  # fmt: skip
    external_due_on = forms.DateField(
        label=_("Day named by the channel"), widget=DayInput(), required=False
    )
    is_accusation = forms.BooleanField(
        label=_("Accusation"), required=False,
        help_text=_("Seen by the petition and discipline sections and the leaders alone."),
    )  # fmt: skip
    safety_urgent = forms.BooleanField(label=_("Somebody's health is at risk now"), required=False)

    handed_down = forms.BooleanField(
        label=_("Handed down by another office"), required=False,
        help_text=_("Of a petition: that it is not ours is said within five working days."),
    )  # fmt: skip

    ABOUT = ("words", "demand", "channel", "received_at", "type", "occurred_on", "institution",
             "department", "category", "external_no", "external_due_on", "is_accusation",
             "safety_urgent", "handed_down")  # fmt: skip
    # Asked for in one case of many: they stand folded, below what every case has.
    RARE = ("demand", "type", "department", "occurred_on", "named", "relation", "patient",
            "wants_reply", "external_no", "external_due_on", "is_accusation",
            "handed_down")  # fmt: skip
    WHO = ("confidentiality", "name", "phone", "relation", "patient", "wants_reply")

    def __init__(self, *args: Any, institutions: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions
        self.fields["department"].queryset = Department.objects.filter(
            institution__in=institutions
        ).select_related("institution")
        self.fields["department"].label_from_instance = department_words
        self.fields["category"].queryset = categories()
        self.fields["safety_urgent"].help_text = how_urgent(timezone.localdate())
        self.initial.setdefault("received_at", timezone.localtime())

    @property
    def usual(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.RARE]

    @property
    def rare(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RARE]

    @property
    def is_unfolded(self) -> bool:
        """Test if something folded is filled in or wrong: then it stands open."""
        return any(field.errors or self._is_said(field.name) for field in self.rare)

    def _is_said(self, name: str) -> bool:
        said = self.data.get(name, "") if self.is_bound else ""
        return bool(said) and name not in {"type", "wants_reply"}

    def clean_department(self) -> Department | None:
        department, house = self.cleaned_data["department"], self.cleaned_data.get("institution")
        if department and department.institution != house:
            raise forms.ValidationError(_("This department is not of that institution."))
        return department

    def clean_channel(self) -> Channel:
        return Channel(self.cleaned_data["channel"])

    def clean_type(self) -> CaseType:
        return CaseType(self.cleaned_data["type"])

    def clean_confidentiality(self) -> Confidentiality:
        return Confidentiality(self.cleaned_data["confidentiality"])

    @property
    def named_people(self) -> list[str]:
        parted = self.cleaned_data["named"].replace("，", ",").replace("、", ",").split(",")
        return [name.strip() for name in parted if name.strip()]


def department_words(department: Department) -> str:
    return f"{department.institution.name} · {department.name}"


def categories() -> QuerySet[ProblemCategory]:
    return ProblemCategory.objects.filter(is_active=True).order_by("order", "code")
