"""What is alleged, who is meant, and what was found of each."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import OneCategory, OneOf, text
from bureau.models import Staff
from bureau.rules import MIN_REASON, says_something
from complaints import choices, selectors
from complaints.forms.registering import categories
from complaints.forms.steps import NOT_YET, StepForm
from complaints.models import Allegation, NamedPerson
from complaints.rules.findings import COUNTS, asks_whose
from complaints.rules.words import Finding


class AllegeForm(StepForm):
    text = text(
        _("What is said to have happened"), longest=1_000,
        help_text=_("The institution reads this. Take out whatever tells who complained."),
    )  # fmt: skip
    category = OneCategory(categories().none(), label=_("Category"), required=False)

    def prepare(self) -> None:
        self.fields["category"].queryset = categories()
        self.initial.setdefault("category", self.case.category)


class NameForm(StepForm):
    said_as = forms.CharField(label=_("Named as"), max_length=60)


class TieForm(StepForm):
    """A person says who is meant: two of one name are never told apart by the machine."""

    person = OneOf(
        NamedPerson.objects.none(), label=_("Named as"), widget=forms.RadioSelect, empty_label=None
    )
    staff = OneOf(Staff.objects.none(), label=_("Staff record"))

    def prepare(self) -> None:
        people = self.case.people.filter(finding="")
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = said_of
        names = [person.said_as.reveal() for person in people]
        of_house = Staff.objects.filter(institution=self.case.institution_id)
        like = of_house | Staff.objects.filter(name__in=names)
        staff = self.fields["staff"]
        staff.queryset = like.select_related("institution", "department").order_by("name", "pk")
        staff.label_from_instance = staff_words


def said_of(person: NamedPerson) -> str:
    said = person.said_as.reveal()
    return f"{said} → {staff_words(person.staff)}" if person.staff else said


def staff_words(staff: Staff) -> str:
    """Name a person so that two of one name are told apart."""
    parts = (staff.name, staff.institution.name, staff.department, staff.staff_no)
    return " · ".join(str(part) for part in parts if part)


class FindForm(StepForm):
    """A finding for each allegation and each person named; what is left open stays open."""

    def prepare(self) -> None:
        self.about: dict[str, Any] = {}
        self.alleged = list(self.case.allegations.all())
        for one in self.alleged:
            self._ask(f"a{one.pk}", one, one.text, about=Truncator(one.text).chars(30))
        for person in self.case.people.select_related("staff__institution", "staff__department"):
            who = person.staff.name if person.staff else str(person.said_as)
            self._ask(f"p{person.pk}", person, said_of(person), about=who)
            if len(self.alleged) > 1:
                self._ask_whose(f"p{person.pk}", person)

    def _ask_whose(self, key: str, person: NamedPerson) -> None:
        label = gettext("What concerns %(about)s") % {"about": person}
        self.fields[f"concerns-{key}"] = forms.ModelMultipleChoiceField(
            self.case.allegations.all(), label=label, required=False,
            initial=list(person.allegations.values_list("pk", flat=True)),
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields[f"concerns-{key}"].label_from_instance = alleged_words

    def _ask(self, key: str, one: Any, label: str, *, about: str) -> None:
        self.about[key] = one
        self.fields[f"finding-{key}"] = forms.ChoiceField(
            label=label, choices=[NOT_YET, *choices.FINDINGS.items()], required=False,
            initial=one.finding,
        )  # fmt: skip
        rests = gettext("On what it rests: %(about)s") % {"about": about}
        self.fields[f"basis-{key}"] = text(rests, rows=2, required=False, initial=one.basis)

    def clean(self) -> dict[str, Any]:
        for key, one in self.about.items():
            self._check(key, one)
        if not any(self.cleaned_data.get(f"finding-{key}") for key in self.about):
            raise forms.ValidationError(_("Write at least one finding."))
        return self.cleaned_data

    def _check(self, key: str, one: Any) -> None:
        """Say at its own field what a finding lacks, as its service would of all of them."""
        finding = self.cleaned_data.get(f"finding-{key}", "")
        basis = self.cleaned_data.get(f"basis-{key}", "")
        if finding and not says_something(basis.strip()):
            said = gettext("Please write on what the finding rests. At least %(n)s characters.")
            self.add_error(f"basis-{key}", said % {"n": MIN_REASON})
        elif basis.strip() and not finding and f"finding-{key}" not in self.errors:
            self.add_error(f"finding-{key}", _("Say what was found: a basis stands here already."))
        elif finding in COUNTS and isinstance(one, NamedPerson) and one.staff_id is None:
            said = gettext("Say first which staff record this person is: it counts against them.")
            self.add_error(f"finding-{key}", said)
        elif isinstance(one, NamedPerson):
            chosen = len(self.cleaned_data.get(f"concerns-{key}", ()))
            if asks_whose(finding, alleged=len(self.alleged), said=chosen):
                self.add_error(f"concerns-{key}", selectors.asks_whose(str(one)))

    @property
    def found(self) -> list[tuple[Any, Finding, str, list[Allegation]]]:
        """List what was found of what, with its basis, and of a person which allegations."""
        said = self.cleaned_data
        return [
            (one, Finding(said[f"finding-{key}"]), said[f"basis-{key}"],
             list(said.get(f"concerns-{key}", ())))
            for key, one in self.about.items()
            if said[f"finding-{key}"]
        ]  # fmt: skip


class FabricatedForm(StepForm):
    basis = text(
        _("What shows that it was made up"), longest=2_000,
        help_text=_("That nothing could be proven is not enough. No unit reads this."),
    )  # fmt: skip


def alleged_words(one: Allegation) -> str:
    return Truncator(f"{one.position}. {one.text}").chars(60)
