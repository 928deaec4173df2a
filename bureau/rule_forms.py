"""What the edit form of every kind of rules is built from."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from bureau.choices import BASES
from bureau.form_fields import DayInput
from bureau.rule_tables import Basis, Draft, RuleKind, Threshold, Unfit
from bureau.templatetags.shell import listed

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class RuleVersionForm(forms.Form):
    """One field for each threshold with its unit, limits and basis; then day and paper.

    An app's own form declares the fields that are more than one whole number.
    """

    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=DayInput(),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    document_no = forms.CharField(
        label=_("Document number"),
        help_text=_("Of the paper that lays the change down, for example 安卫发〔2026〕12号."),
        max_length=80,
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("The paper's title, and the clause if it has one."),
        max_length=200,
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, kind: RuleKind[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for threshold in kind.thresholds:
            least, most = kind.limits(threshold.name)
            if threshold.name not in self.fields:
                self.fields[threshold.name] = forms.IntegerField(min_value=least, max_value=most)
            field = self.fields[threshold.name]
            field.label = threshold.label
            field.help_text = _explained(threshold, least, most)
        self.order_fields([one.name for one in kind.thresholds])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.kind.build(self.values)
            except Unfit as unfit:
                self.add_error(unfit.field, self._misfit(unfit.field))
        return cleaned

    def _misfit(self, name: str) -> str:
        threshold = self.kind.threshold(name)
        if threshold and threshold.misfit:
            return str(threshold.misfit) % self.values
        return str(_("This does not fit the other values."))

    @property
    def values(self) -> dict[str, Any]:
        return {one.name: self.cleaned_data[one.name] for one in self.kind.thresholds}

    @property
    def draft(self) -> Draft:
        """What a valid form proposes."""
        given = {name: self.cleaned_data[name] for name in ("document_no", "source", "note")}
        return Draft(self.values, self.cleaned_data["valid_from"], **given)


def based_on(threshold: Threshold) -> str:
    """Word what a threshold rests on; a default names no clause, so that none is claimed."""
    words = str(BASES[threshold.basis])
    if threshold.basis == Basis.DEFAULT or not threshold.clause:
        return words
    return _("%(basis)s %(clause)s") % {"basis": words, "clause": threshold.clause}


def _explained(threshold: Threshold, least: int, most: int) -> str:
    facts = {"unit": threshold.unit, "least": least, "most": most, "basis": based_on(threshold)}
    limits = _("%(unit)s, %(least)s to %(most)s. Basis: %(basis)s.") % facts
    return _("%(help)s %(limits)s") % {"help": threshold.help, "limits": limits}


class NumbersField(forms.CharField):
    """Several whole numbers, written one after the other."""

    misread = _("Write the numbers one after the other, for example 1, 2, 3.")

    def prepare_value(self, value: Any) -> Any:
        return listed(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[int, ...]:
        text = super().clean(value).replace("，", " ").replace("、", " ").replace(",", " ")
        try:
            return tuple(int(one) for one in text.split())
        except ValueError as error:
            raise forms.ValidationError(self.misread) from error


class DaysField(NumbersField):
    """Several days of a month."""

    misread = _("Write the days as numbers, for example 5, 8, 10.")
