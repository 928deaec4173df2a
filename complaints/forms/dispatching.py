"""A case dispatched, or several on one page: each has its own institution and its own text."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.calendar import WorkCalendar
from bureau.form_fields import PLEASE_CHOOSE, OneOf, text
from bureau.models import Institution, User
from complaints import selectors
from complaints.forms.steps import StepForm
from complaints.models import Case
from complaints.rules.phrases import PhraseUse
from complaints.rules.secrecy import without_identity


class DispatchForm(StepForm):
    INTO = "text"
    USE = PhraseUse.DISPATCH
    institution = OneOf(Institution.objects.none(), label=_("Institution"))
    text = text(
        _("Text for the institution"), longest=4_000, rows=6,
        help_text=_("Only this is read there. Take out whatever tells who complained."),
    )  # fmt: skip
    assisting = forms.ModelMultipleChoiceField(
        Institution.objects.none(), label=_("Assisting institutions"), required=False,
        help_text=_("Several are chosen with the Ctrl key held down."),
    )  # fmt: skip
    is_about = forms.TypedChoiceField(
        label=_("Institution complained of"), coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip

    def prepare(self) -> None:
        houses = Institution.objects.visible_to(self.user).order_by("code")
        self.fields["institution"].queryset = self.fields["assisting"].queryset = houses
        is_denied = self._ask_whom_it_is_about()
        self.initial.setdefault("institution", None if is_denied else self.case.institution)
        self.initial.setdefault("text", self.case.dispatch_text or self._draft())

    def _ask_whom_it_is_about(self) -> bool:
        """Ask it where the very house that a case is about gave it back: it says it is not.

        Nothing is chosen for anybody then, neither that house once more nor the answer.
        """
        about, back = self.case.institution, selectors.given_back(self.case)
        if back is None or back.institution_id != self.case.institution_id:
            del self.fields["is_about"]
            return False
        self.fields["is_about"].choices = [
            ("no", gettext("Still about %(house)s; the other one only looks into it")
             % {"house": about}),
            ("yes", gettext("About the institution that gets it now")),
        ]  # fmt: skip
        return True

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
