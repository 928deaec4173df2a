"""What this app lets the bureau change: its ladders, each with its edit form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability import choices, thresholds
from accountability.rules.table import (
    OF_INSTITUTIONS,
    OF_STAFF,
    FollowUpTable,
    InstitutionTable,
    JointTable,
    StaffTable,
    kind_of,
)
from accountability.rules.terms import KIND as ROAD_KIND
from accountability.rules.terms import RoadTable
from accountability.rules.words import LadderCode, MeasureCode
from bureau.rule_forms import NumbersField, RuleVersionForm, based_on
from bureau.rule_tables import RuleKind
from bureau.rules import SectionCode


class WordsField(forms.MultipleChoiceField):
    """Several words of the rules, in the order of their list."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(super().clean(value))


class YesNoField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(1, _("yes")), (0, _("no"))], coerce=int, **kwargs)


class KindsField(forms.CharField):
    """Kinds of employment or of awards, written one after the other."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value).replace("，", "、").replace(",", "、").replace(" ", "、")
        return tuple(dict.fromkeys(filter(None, text.split("、"))))


class WordedForm(RuleVersionForm):
    """Rules of which some are more than one whole number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.kind.thresholds:
            # Limits are said of numbers; of a choice, one sees what there is.
            if not isinstance(self.fields[one.name], forms.IntegerField):
                self.fields[one.name].help_text = _("%(help)s Basis: %(basis)s.") % {
                    "help": one.help,
                    "basis": based_on(one),
                }


class RoadForm(WordedForm):
    rest_days_move = YesNoField()


class LadderForm(WordedForm):
    """What all ladders have that is more than one whole number."""

    is_on = YesNoField()
    applies_to = WordsField(choices=choices.UNIT_GROUPS, required=False)
    window = forms.ChoiceField(choices=choices.WINDOWS)
    count_date = forms.ChoiceField(choices=choices.COUNT_DATES)
    tiers_at = NumbersField()
    cumulative = YesNoField()
    count_under_appeal = YesNoField()
    beyond = forms.ChoiceField(choices=choices.BEYONDS_OF_INSTITUTIONS)


def _measures(codes: tuple[MeasureCode, ...]) -> list[tuple[str, Any]]:
    return [(one.value, choices.MEASURES[one]) for one in codes]


class CaseLadderForm(LadderForm):
    countable_findings = WordsField(choices=choices.COUNTABLES)
    withdrawn_counts = YesNoField()


class StaffLadderForm(CaseLadderForm):
    beyond = forms.ChoiceField(choices=choices.BEYONDS)
    first_tier = WordsField(choices=_measures(OF_STAFF))
    second_tier = WordsField(choices=_measures(OF_STAFF))
    third_tier = WordsField(choices=_measures(OF_STAFF))
    not_own_staff = KindsField(required=False, max_length=200)
    tier1_requires_decision = YesNoField()
    late_award = forms.ChoiceField(choices=choices.LATE_AWARDS)
    ban_start = forms.ChoiceField(choices=choices.BAN_STARTS)
    ban_stack = forms.ChoiceField(choices=choices.BAN_STACKS)
    ban_scope = WordsField(choices=choices.BAN_SCOPES)
    award_types = KindsField(max_length=400)


class JointLadderForm(StaffLadderForm):
    head_positions = KindsField(max_length=200)


class InstitutionLadderForm(CaseLadderForm):
    first_tier = WordsField(choices=_measures(OF_INSTITUTIONS))
    second_tier = WordsField(choices=_measures(OF_INSTITUTIONS))
    third_tier = WordsField(choices=_measures(OF_INSTITUTIONS))
    cross_count = YesNoField()
    inst_count_per = forms.ChoiceField(choices=choices.COUNT_PERS)
    branches_count = YesNoField()
    level2_tiers_at = NumbersField(required=False)
    township_tiers_at = NumbersField(required=False)
    community_tiers_at = NumbersField(required=False)
    clinic_tiers_at = NumbersField(required=False)
    other_tiers_at = NumbersField(required=False)


class FollowUpLadderForm(LadderForm):
    first_tier = WordsField(choices=_measures(OF_INSTITUTIONS))
    second_tier = WordsField(choices=_measures(OF_INSTITUTIONS))
    third_tier = WordsField(choices=_measures(OF_INSTITUTIONS))


STAFF: RuleKind[StaffTable] = RuleKind(
    code=kind_of(LadderCode.STAFF),
    title=thresholds.STAFF_TITLE,
    note=thresholds.NOTE,
    table=StaffTable,
    thresholds=thresholds.STAFF,
    form=StaffLadderForm,
    decided_since=lambda day: False,
    sections=frozenset({SectionCode.PERSONNEL}),
    only_ahead=True,
)
INSTITUTIONS: RuleKind[InstitutionTable] = RuleKind(
    code=kind_of(LadderCode.INSTITUTION),
    title=thresholds.HOUSE_TITLE,
    note=thresholds.NOTE,
    table=InstitutionTable,
    thresholds=thresholds.HOUSES,
    form=InstitutionLadderForm,
    decided_since=lambda day: False,
    sections=frozenset({SectionCode.PERSONNEL}),
    only_ahead=True,
)
JOINT: RuleKind[JointTable] = RuleKind(
    code=kind_of(LadderCode.JOINT),
    title=thresholds.JOINT_TITLE,
    note=thresholds.JOINT_NOTE,
    table=JointTable,
    thresholds=thresholds.JOINT,
    form=JointLadderForm,
    decided_since=lambda day: False,
    sections=frozenset({SectionCode.PERSONNEL}),
    only_ahead=True,
)
FOLLOWUPS: RuleKind[FollowUpTable] = RuleKind(
    code=kind_of(LadderCode.FALSE_FOLLOWUP),
    title=thresholds.FOLLOWUP_TITLE,
    note=thresholds.FOLLOWUP_NOTE,
    table=FollowUpTable,
    thresholds=thresholds.FOLLOWUPS,
    form=FollowUpLadderForm,
    decided_since=lambda day: False,
    sections=frozenset({SectionCode.PERSONNEL}),
    only_ahead=True,
)
ROAD: RuleKind[RoadTable] = RuleKind(
    code=ROAD_KIND,
    title=thresholds.ROAD_TITLE,
    note=thresholds.ROAD_NOTE,
    table=RoadTable,
    thresholds=thresholds.ROAD,
    form=RoadForm,
    decided_since=lambda day: False,
    sections=frozenset({SectionCode.PERSONNEL}),
    only_ahead=True,
)
