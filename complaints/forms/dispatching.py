"""A case dispatched, or several on one page: each has its own institution and its own text."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.calendar import WorkCalendar
from bureau.form_fields import PLEASE_CHOOSE, OneOf, text
from bureau.models import Institution, User
from complaints.forms.steps import StepForm
from complaints.models import Case
from complaints.rules.phrases import PhraseUse
from complaints.rules.secrecy import without_identity
from complaints.rules.words import CaseState


class DispatchForm(StepForm):
    INTO = "text"
    USE = PhraseUse.DISPATCH
    institution = OneOf(Institution.objects.none(), label=_("Institution"))
    text = text(
        _("Text for the institution"), longest=4_000, rows=6,
        help_text=_("Only this is read there. Take out whatever tells who complained."),
    )  # fmt: skip
    assisting = forms.ModelMultipleChoiceField(
        Institution.objects.none(), label=_("Assisting institutions"), required=False
    )
    is_about = forms.BooleanField(
        label=_("The complaint is about this institution, not about the one that returned it"),
        required=False, initial=True,
    )  # fmt: skip

    def prepare(self) -> None:
        if self.case.state != CaseState.RETURNED:
            del self.fields["is_about"]
        houses = Institution.objects.visible_to(self.user).order_by("code")
        self.fields["institution"].queryset = self.fields["assisting"].queryset = houses
        self.initial.setdefault("institution", self.case.institution)
        self.initial.setdefault("text", self.case.dispatch_text or self._draft())

    def _draft(self) -> str:
        case = self.case
        known = [one.reveal() for one in (case.complainant, case.patient) if one]
        return without_identity(case.words.reveal(), names=known)


class OneOfMany(DispatchForm):
    """A case's dispatch among others. Who assists is said on the case's own page."""

    def prepare(self) -> None:
        super().prepare()
        del self.fields["assisting"]


class Row(NamedTuple):
    case: Case
    form: OneOfMany


def rows_of(
    cases: Sequence[Case], *, user: User, day: date, calendar: WorkCalendar, given: Any = None
) -> list[Row]:
    """Make the forms of several cases; the list of institutions is read once for all."""
    fixed = {"user": user, "day": day, "calendar": calendar}
    rows = [Row(one, OneOfMany(given, prefix=one.no, record=one, **fixed)) for one in cases]
    houses = Institution.objects.visible_to(user).order_by("code")
    choices = [("", PLEASE_CHOOSE), *((house.pk, house.name) for house in houses)]
    for row in rows:
        row.form.fields["institution"].widget.choices = choices
    return rows
