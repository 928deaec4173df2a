"""What is asked for when an institution makes a statement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import OneOf, photos, text
from complaints.forms.steps import StepForm
from complaints.models import NamedPerson


class StatementForm(StepForm):
    """The institution's own statement, or one of somebody named; who complained stands nowhere."""

    person = OneOf(
        NamedPerson.objects.none(), label=_("Who speaks?"), required=False, blank=True,
        widget=forms.RadioSelect, empty_label=_("The institution itself"),
    )  # fmt: skip
    text = text(
        _("Statement"), longest=10_000, rows=6,
        help_text=_("As it was said; of who does not want to be heard, when they were told."),
    )  # fmt: skip
    is_waived = forms.BooleanField(
        label=_("This person was told and does not want to be heard"), required=False
    )
    evidence = photos(
        _("Evidence"), required=False, help_text=_("Photos or papers, for the bureau to look at.")
    )

    def prepare(self) -> None:
        people = self.case.people.filter(institution=self.user.institution_id)
        self.fields["person"].queryset = people.select_related("staff")
        self.fields["person"].label_from_instance = name_for_unit


def name_for_unit(person: NamedPerson) -> Any:
    """Name somebody to their own institution: by the record they were tied to, else masked."""
    return person.staff.name if person.staff else str(person.said_as)
