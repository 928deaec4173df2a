"""What each step of a case takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bureau import verbs
from bureau.form_fields import OneCategory, OneOf, photos, text
from bureau.models import Department, Institution, User
from bureau.rules import says_something
from bureau.templatetags.shell import short_day
from complaints import choices, selectors
from complaints.forms.registering import categories, how_urgent
from complaints.models import Case, ClockRow
from complaints.rules.findings import BAD
from complaints.rules.phrases import PhraseUse
from complaints.rules.secrecy import goes_to_units
from complaints.rules.words import (
    GIVES_BACK,
    Audience,
    ClockFamily,
    Finding,
    Grade,
    Ground,
    Receiver,
    ReplyWay,
)
from complaints.services.errors import asked_for

NOT_YET = ("", pgettext_lazy("finding", "not yet"))


class StepForm(verbs.StepForm):
    """What a step of a case takes."""

    # The field that whoever complained reads.
    PUBLIC = ""
    # Where phrases go, and which.
    INTO = ""
    USE = PhraseUse.ANSWER

    @property
    def case(self) -> Case:
        return self.record

    @property
    def public_words(self) -> str:
        """Return what the public will read of it, which is shown before it goes; empty if none."""
        return self.cleaned_data[self.PUBLIC] if self.PUBLIC else ""


class ReasonForm(StepForm):
    why = text(
        _("Reason"), longest=500, help_text=_("At least 5 characters: somebody else will read it.")
    )


class DeclineForm(StepForm):
    PUBLIC = INTO = "explanation"
    ground = forms.ChoiceField(
        label=_("Ground"), choices=list(choices.GROUNDS.items()), widget=forms.RadioSelect
    )
    explanation = text(_("Explanation to the complainant"))

    def clean_ground(self) -> Ground:
        return Ground(self.cleaned_data["ground"])


class TransferForm(StepForm):
    PUBLIC = INTO = "explanation"
    to = forms.ChoiceField(
        label=_("Transferred to"),
        choices=[one for one in choices.RECEIVERS.items() if one[0] not in GIVES_BACK],
        widget=forms.RadioSelect,
    )
    explanation = text(_("Explanation to the complainant"))

    def clean_to(self) -> Receiver:
        return Receiver(self.cleaned_data["to"])


class ReportForm(StepForm):
    text = text(_("What you found, and what was done"), longest=10_000, rows=6)
    opinion = forms.ChoiceField(
        label=_("Your own opinion"), choices=[NOT_YET, *choices.FINDINGS.items()], required=False,
        help_text=_("A statement: the finding is the bureau's."),
    )  # fmt: skip
    evidence = photos(
        _("Evidence"), required=False,
        help_text=_("Photos or papers, for the bureau to look at."),
    )  # fmt: skip

    def clean_opinion(self) -> Finding | None:
        said = self.cleaned_data["opinion"]
        return Finding(said) if said else None


class ReplyForm(StepForm):
    PUBLIC = INTO = "text"
    way = forms.ChoiceField(
        label=_("How it is answered"),
        choices=list(choices.REPLY_WAYS.items()),
        initial=ReplyWay.PHONE.value,
    )
    text = text(
        _("Answer to the complainant"), longest=4_000, rows=6,
        help_text=_("The public reads exactly this on the query page."),
    )  # fmt: skip

    def clean_way(self) -> ReplyWay:
        return ReplyWay(self.cleaned_data["way"])


class CallbackForm(StepForm):
    grade = forms.ChoiceField(
        label=pgettext_lazy("call-back", "Grade"), choices=list(choices.GRADES.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = text(
        _("Note"), longest=1_000, required=False,
        help_text=_("For a bad grade: what the complainant is dissatisfied with."),
    )  # fmt: skip
    is_solved = forms.TypedChoiceField(
        label=_("Is it solved, as the caller sees it?"),
        choices=[("", _("not asked")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
    )

    def prepare(self) -> None:
        if not self.case.is_hotline:
            del self.fields["is_solved"]

    def clean_grade(self) -> Grade:
        return Grade(self.cleaned_data["grade"])

    def clean(self) -> dict[str, Any]:
        """Ask at its own field for the words that a bad grade needs."""
        said = self.cleaned_data
        if said.get("grade") in BAD and not says_something(said.get("note", "").strip()):
            ask = gettext("Please write what the complainant is dissatisfied with.")
            self.add_error("note", asked_for(ask))
        return said


class CloseForm(StepForm):
    no_rectification = text(
        _("Why nothing is to be rectified"), longest=500, required=False,
        help_text=_("Only for what was substantiated and has no ledger item."),
    )  # fmt: skip


class PauseForm(StepForm):
    reason = text(
        _("What does it wait for?"), longest=200, rows=2,
        help_text=_("Its working days are given back. What counts hours or calendar days, and a day"
                    " named by the hotline, goes on. The complainant is shown the reason."),
    )  # fmt: skip


class ExtendForm(StepForm):
    clock = OneOf(
        ClockRow.objects.none(), label=_("Clock"), widget=forms.RadioSelect, empty_label=None
    )
    by_length = forms.IntegerField(
        label=_("Longer by"), min_value=1, max_value=90,
        help_text=_("A number, in the unit that stands with the clock."),
    )  # fmt: skip
    reason = text(_("Why is more time needed?"), longest=500)

    def prepare(self) -> None:
        running = self.case.clocks.filter(stopped_at=None, is_void=False)
        field = self.fields["clock"]
        field.queryset = running.exclude(family=ClockFamily.STATUTORY).order_by("due_at")
        field.label_from_instance = clock_words


def clock_words(clock: ClockRow) -> str:
    words = gettext("%(clock)s, due on %(day)s, by %(n)s %(unit)s at most")
    return words % {
        "clock": clock.get_code_display(),
        "day": short_day(clock.due_on),
        "n": selectors.longest_extension(clock),
        "unit": clock.get_unit_display(),
    }


class TakeForm(StepForm):
    handler = OneOf(User.objects.none(), label=pgettext_lazy("case", "Handled by"))

    def prepare(self) -> None:
        colleagues = User.objects.filter(section=self.user.section_id, is_active=True)
        self.fields["handler"].queryset = colleagues.exclude(section=None).order_by("name")
        self.initial.setdefault("handler", self.user.pk)


class SortForm(StepForm):
    """What the bureau puts right around a case; what was said stays as it was said."""

    institution = OneOf(Institution.objects.none(), label=_("Institution"), required=False)
    department = OneOf(Department.objects.none(), label=_("Department or ward"), required=False)
    category = OneCategory(categories().none(), label=_("Category"), required=False)
    safety_urgent = forms.BooleanField(label=_("Somebody's health is at risk now"), required=False)
    NAMES = ("institution", "department", "category", "safety_urgent")

    def prepare(self) -> None:
        houses = Institution.objects.visible_to(self.user).order_by("code")
        self.fields["institution"].queryset = houses
        of_house = Department.objects.filter(institution=self.case.institution_id)
        self.fields["department"].queryset = of_house
        self.fields["category"].queryset = categories()
        self.fields["safety_urgent"].help_text = how_urgent(self.day)
        self.initial = {**{name: getattr(self.case, name) for name in self.NAMES}, **self.initial}


def readers_of(case: Case) -> list[tuple[str, Any]]:
    """List who can read what is written on a case: of an accusation no institution can."""
    may_go = goes_to_units(is_accusation=case.is_accusation)
    return [one for one in choices.AUDIENCES.items() if may_go or one[0] != Audience.INSTITUTION]


class NoteForm(StepForm):
    """Something for one of the three audiences. Internal, unless somebody says otherwise."""

    audience = forms.ChoiceField(
        label=_("Who reads it?"), choices=list(choices.AUDIENCES.items()),
        initial=Audience.INTERNAL.value, widget=forms.RadioSelect,
    )  # fmt: skip
    text = text(_("Text"), longest=4_000)

    def prepare(self) -> None:
        self.fields["audience"].choices = readers_of(self.case)

    def clean_audience(self) -> Audience:
        return Audience(self.cleaned_data["audience"])

    @property
    def public_words(self) -> str:
        said = self.cleaned_data
        return said["text"] if said["audience"] is Audience.PUBLIC else ""
