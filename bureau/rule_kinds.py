"""The ground floor's own kind of rules: what categories of problems count for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.categories import category_names
from bureau.category_table import KIND, CategoryTable
from bureau.models import ProblemCategory
from bureau.rule_forms import RuleVersionForm, based_on
from bureau.rule_tables import Basis, RuleKind, Threshold
from bureau.rules import SectionCode
from bureau.templatetags.shell import listed

CATEGORIES = pgettext_lazy("unit", "categories")


def named(codes: Any) -> str:
    """Write categories as people know them, with their codes."""
    names = category_names(codes)
    return listed([f"{names[code]}（{code}）" for code in codes]) if codes else str(_("none"))


THRESHOLDS = (
    Threshold(
        "counts_staff",
        _("Count against the person"),
        CATEGORIES,
        Basis.PLAN,
        "“工作人员投诉”",
        _("The plan says complaint and names no category; the list is the bureau's default."),
        words=named,
    ),
    Threshold(
        "counts_institution",
        _("Count against the institution"),
        CATEGORIES,
        Basis.PLAN,
        "“被投诉服务态度不好的”",
        _("What the plan names; any other category counts here only if two people say so."),
        words=named,
    ),
    Threshold(
        "as_attitude",
        _("Treated as attitude"),
        CATEGORIES,
        help=_("Each of them has to count against the institution."),
        words=named,
    ),
    Threshold(
        "hand_to_discipline",
        _("Handed to the discipline section"),
        CATEGORIES,
        help=_("As well as being counted, or instead of it."),
        words=named,
    ),
)


class CategoriesField(forms.MultipleChoiceField):
    """Categories of the first level, in the order of the tree."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any):
        super().__init__(choices=_tops, required=False, **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(super().clean(value))


def _tops() -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in ProblemCategory.objects.tops()]


class CategoryRulesForm(RuleVersionForm):
    counts_staff = CategoriesField()
    counts_institution = CategoriesField()
    as_attitude = CategoriesField()
    hand_to_discipline = CategoriesField()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for one in THRESHOLDS:
            # How many a list may name is of no interest to anybody.
            self.fields[one.name].help_text = _("%(help)s Basis: %(basis)s.") % {
                "help": one.help,
                "basis": based_on(one),
            }


COUNTING: RuleKind[CategoryTable] = RuleKind(
    code=KIND,
    title=_("What categories of problems count for"),
    note=_(
        "A complaint follows the version in force on the day it was received. A version holds"
        " for days to come only, so that nobody is worse off afterwards."
    ),
    table=CategoryTable,
    thresholds=THRESHOLDS,
    form=CategoryRulesForm,
    decided_since=lambda day: False,
    sections=frozenset({SectionCode.MEDICAL_ADMIN}),
    only_ahead=True,
)
