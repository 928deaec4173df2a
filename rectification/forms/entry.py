"""What people write when they enter a problem in the ledger."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import DayInput, OneCategory, OneOf, photos, text
from bureau.models import Institution, ProblemCategory, User
from rectification.choices import ledger as choices
from rectification.models import Item, Theme
from rectification.rules.words import Severity
from rectification.services.errors import EnteredAlready
from rectification.source_houses import house_of


class NewItemForm(forms.Form):
    """A problem as it is entered. Where it comes from may be given by the page that leads here."""

    institution = OneOf(Institution.objects.none(), label=_("Institution"))
    problem = text(_("What is the problem?"))
    found_on = forms.DateField(label=_("Found on"), widget=DayInput())
    source = forms.ChoiceField(
        label=pgettext_lazy("ledger", "Source"), choices=list(choices.SOURCES.items())
    )
    source_no = forms.CharField(
        label=_("Number at the source"),
        max_length=80,
        required=False,
        help_text=_("For example the number of the complaint: it is entered once."),
    )
    category = OneCategory(ProblemCategory.objects.none(), label=_("Category"), required=False)
    theme = OneOf(
        Theme.objects.filter(is_active=True), label=_("Theme of rectification"), required=False
    )
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=list(choices.SEVERITIES.items()),
        initial=Severity.ORDINARY.value,
        help_text=_("High: seen on site before it is struck off, and looked at again after it."),
    )
    is_common = forms.BooleanField(label=_("Common to many institutions"), required=False)
    # Shown once the source turns out to have a problem already: see `say_entered`.
    is_another = forms.BooleanField(
        label=_("This is another problem of the same source"),
        required=False,
        widget=forms.HiddenInput(),
    )
    before = photos(_("Photos of the problem"), required=False)

    def __init__(
        self, *args: Any, institutions: QuerySet[Institution], user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["institution"].queryset = institutions
        self.fields["category"].queryset = categories()
        if self.data.get("is_another"):
            self.fields["is_another"].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        """Refuse the number of another institution's complaint or visit."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        house = house_of(said.get("source", ""), said.get("source_no", ""), user=self.user)
        if house and said.get("institution") not in {None, house}:
            words = gettext(
                "%(no)s is of %(house)s: check the number. If the problem showed itself there,"
                " leave the number out and write so with the problem."
            )
            facts = {"no": said["source_no"], "house": house.name}
            self.add_error("source_no", words % facts)
        return said

    def say_entered(self, refused: EnteredAlready) -> None:
        """Keep every word and ask: is it the problem that stands, or another of its source?"""
        standing = refused.standing
        facts: dict[str, Any] = {"source_no": standing.number_at_source}
        words = gettext(
            "Of {source_no} this institution has a problem in the ledger already, kept by another"
            " section. If yours is another one, tick the box below and enter it again."
        )
        if Item.objects.visible_to(self.user).filter(pk=standing.pk).exists():
            number = format_html('<a href="{}">{}</a>', standing.get_absolute_url(), standing.no)
            facts |= {"no": number, "problem": standing.problem[:80]}
            words = gettext(
                "Of {source_no} this institution has a problem in the ledger already: {no},"
                " “{problem}”. If yours is another one, tick the box below and enter it again."
            )
        self.add_error(None, format_html(words, **facts))
        self.fields["is_another"].widget = forms.CheckboxInput()


def categories() -> QuerySet[ProblemCategory]:
    return ProblemCategory.objects.filter(is_active=True).order_by("order", "code")
