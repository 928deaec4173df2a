"""What is typed about visits."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import DayInput, OneOf, photo, text
from bureau.models import Institution, User
from bureau.rules import Role
from bureau.sentences import bracketed
from rectification.choices.ledger import SEVERITIES
from rectification.choices.visits import FINDINGS, VISIT_KINDS, VISIT_STATES
from rectification.rules.inspections import VisitKind
from rectification.rules.words import Severity

INSPECTING = (Role.BUREAU_STAFF, Role.SECTION_HEAD, Role.LIAISON)


def inspectors() -> QuerySet[User]:
    """Return the accounts of the bureau that may inspect."""
    people = User.objects.filter(is_active=True, institution=None, groups__name__in=INSPECTING)
    return people.select_related("section").distinct().order_by("section", "name", "pk")


class InspectorsField(forms.ModelMultipleChoiceField):
    """People to tick, by section."""

    def label_from_instance(self, user: User) -> str:
        return f"{user.name}{bracketed(user.section.name)}" if user.section else user.name


class PlanForm(forms.Form):
    """A visit to plan; the institutions offered are the ones in a person's scope."""

    institution = OneOf(label=_("institution"), queryset=Institution.objects.none())
    kind = forms.ChoiceField(
        label=_("kind of visit"),
        choices=VISIT_KINDS.items(),
        help_text=_("An unannounced visit stays hidden from the institution until it is done."),
    )
    planned_on = forms.DateField(
        label=_("planned for"),
        widget=DayInput(),
    )
    inspectors = InspectorsField(
        label=_("inspectors"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one.")},
    )

    def __init__(self, *args: Any, houses: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = houses
        self.fields["inspectors"].queryset = inspectors()

    @property
    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**said, "kind": VisitKind(said["kind"]), "inspectors": list(said["inspectors"])}


class FindingForm(forms.Form):
    """One answer: the button pressed says which, the note and the photo come with it."""

    finding = forms.ChoiceField(label=_("Found"), choices=FINDINGS.items())
    note = forms.CharField(
        label=_("Note"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=SEVERITIES.items(),
        required=False,
        help_text=_("How severe it is, where it is not met or met in part."),
    )
    photo = photo(_("Photo"), required=False)

    @property
    def severity_said(self) -> Severity | None:
        """What was said of the severity; None where nothing was."""
        said = self.cleaned_data["severity"]
        return Severity(said) if said else None


class CorrectionForm(forms.Form):
    """An answer of a visit that is done, put right: what is said instead, and why."""

    finding = forms.ChoiceField(
        label=_("Found"), choices=FINDINGS.items(), widget=forms.RadioSelect
    )
    note = text(_("Note"), longest=1_000, required=False, rows=2)
    reason = text(
        _("Reason"), longest=500, help_text=_("At least 5 characters: somebody else will read it.")
    )


class VisitFilter(forms.Form):
    """Which visits to list; what makes no sense narrows nothing."""

    q = forms.CharField(label=_("Number or institution"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("kind of visit"), required=False, choices=[("", _("all")), *VISIT_KINDS.items()]
    )
    state = forms.ChoiceField(
        label=_("state"), required=False, choices=[("", _("all")), *VISIT_STATES.items()]
    )

    def narrow(self, visits: QuerySet) -> QuerySet:
        asked = self.cleaned_data if self.is_valid() else {}
        if text := asked.get("q"):
            visits = visits.filter(Q(no__icontains=text) | Q(institution__name__icontains=text))
        exact = {name: asked[name] for name in ("kind", "state") if asked.get(name)}
        return visits.filter(**exact)


class PeriodForm(forms.Form):
    """From one day to another, both included; the year so far where nothing is said."""

    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=DayInput(),
    )
    until = forms.DateField(
        label=_("To"),
        required=False,
        widget=DayInput(),
    )

    def days(self, today: date) -> tuple[date, date]:
        asked = self.cleaned_data if self.is_valid() else {}
        return asked.get("since") or today.replace(month=1, day=1), asked.get("until") or today
