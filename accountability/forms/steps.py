"""The forms of the road's steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accountability import choices, road_choices
from accountability.award_wording import late_note
from accountability.models import Measure, SanctionProposal
from accountability.rules.carrying import WHOM
from accountability.rules.words import Heard, MeasureCode, Organ, ServedBy
from accountability.selectors import road as selectors
from accountability.selectors.pages import called_for
from accountability.services.serving import Beside
from bureau import verbs
from bureau.form_fields import DayInput, FilesField, text

MONTHS = "months_"
PUT = ("facts", "basis", "awards_given", "talk_advice")
LEFT_ALONE = _("Of what is left behind, with two witnesses by name.")
AT_LEAST = _("At least 5 characters: somebody else will read it.")


class StepForm(verbs.StepForm):
    @property
    def proposal(self) -> SanctionProposal:
        return self.record


class ReasonForm(StepForm):
    reason = text(_("Reason"), longest=500, help_text=AT_LEAST)


class PutForwardForm(StepForm):
    measures = forms.MultipleChoiceField(
        label=_("Measures that are intended"), widget=forms.CheckboxSelectMultiple,
        help_text=_("What the tier calls for; after the statement nothing can be added."),
    )  # fmt: skip
    facts = text(
        _("Facts and evidence"), longest=3_000, rows=6,
        help_text=_("It is told to whom it is about. Name no patient and no complainant."),
    )  # fmt: skip
    basis = text(_("Legal basis"), longest=500, rows=2)
    awards_given = text(
        _("Awards of the year that were given already"), longest=500, rows=2, required=False,
        help_text=_("One a line; leave it empty where none was given. The notice tells of it."),
    )  # fmt: skip

    talk_advice = forms.CharField(
        label=_("A talk is recommended instead of the bulletin, because"), max_length=500,
        required=False, help_text=_("Where it weighs little; who decides reads it."),
    )  # fmt: skip

    def prepare(self) -> None:
        called = [one.measure for one in called_for(self.proposal, day=self.day)]
        self.fields["measures"].choices = [(one.value, choices.MEASURES[one]) for one in called]
        handling = selectors.handling_of(self.proposal)
        told = list(self.proposal.measures.values_list("code", flat=True))
        said = {name: getattr(handling, name) for name in PUT} if handling else {}
        if MeasureCode.AWARD_BAN not in called:
            del self.fields["awards_given"]
        elif note := late_note(self.proposal, day=self.day):
            field = self.fields["awards_given"]
            field.help_text = f"{field.help_text} {note}"
        if not selectors.may_talk_instead(self.proposal, called):
            del self.fields["talk_advice"]
        self.initial = {"measures": told or [one.value for one in called], **said, **self.initial}

    @property
    def writes_over(self) -> bool:
        there = selectors.handling_of(self.proposal)
        if there is None or not there.facts:
            return False
        told = set(self.proposal.measures.values_list("code", flat=True))
        said = {name: self.cleaned_data.get(name, "") for name in PUT}
        return told != set(self.cleaned_data["measures"]) or any(
            getattr(there, name).split() != words.split() for name, words in said.items()
        )

    def clean_measures(self) -> list[MeasureCode]:
        return [MeasureCode(one) for one in self.cleaned_data["measures"]]


class ServeForm(StepForm):
    served_on = forms.DateField(label=_("Served on"), widget=DayInput())
    way = forms.ChoiceField(
        label=_("Way of service"), choices=list(road_choices.SERVED_BY.items()),
        widget=forms.RadioSelect, initial=ServedBy.IN_PERSON.value,
    )  # fmt: skip
    receiver = forms.CharField(label=_("Receiver"), max_length=60)
    place = forms.CharField(
        label=_("Place of service"), max_length=120, required=False, help_text=LEFT_ALONE
    )
    witness = forms.CharField(label=_("Witness"), max_length=60, required=False)
    second_witness = forms.CharField(label=_("Second witness"), max_length=60, required=False)
    scans = FilesField(
        label=_("Receipt as it was signed"), required=False, allow_empty_file=True,
        help_text=_("A scan or a photo of it; it can be left out."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial = {
            "served_on": self.day, "receiver": str(self.proposal.subject), **self.initial
        }  # fmt: skip

    def clean_way(self) -> ServedBy:
        return ServedBy(self.cleaned_data["way"])

    @property
    def served(self) -> dict[str, Any]:
        """Return what the service writes down, each file read."""
        said = dict(self.cleaned_data)
        beside = {name: said.pop(name) for name in ("place", "witness", "second_witness")}
        scans = [(one.name or "", one.read()) for one in said.pop("scans")]
        return {**said, "beside": Beside(scans=scans, **beside)}


class HearForm(StepForm):
    heard = forms.ChoiceField(
        label=pgettext_lazy("road", "Statement"), widget=forms.RadioSelect,
        choices=[(one.value, road_choices.HEARD[one]) for one in (Heard.RECEIVED, Heard.WAIVED)],
    )  # fmt: skip
    on = forms.DateField(label=_("Day"), widget=DayInput())
    said = text(
        _("What was stated"), longest=3_000, rows=6,
        help_text=_("Word for word; waived, how and before whom. What is added later stands"
                    " below."),
    )  # fmt: skip
    is_complete = forms.BooleanField(
        label=_("They say that this is all: it may be decided before the term ends"), required=False
    )

    def prepare(self) -> None:
        self.initial = {"on": self.day, **self.initial}

    def clean_heard(self) -> Heard:
        return Heard(self.cleaned_data["heard"])


class DecideForm(StepForm):
    organ = forms.ChoiceField(
        label=_("Decided by which body"),
        choices=list(road_choices.ORGANS.items()),
        widget=forms.RadioSelect,
    )
    minutes_no = forms.CharField(label=_("No. of the minutes"), max_length=60)
    on = forms.DateField(label=_("Decided on"), widget=DayInput())
    holds_from = forms.DateField(label=_("Holds from"), widget=DayInput())
    measures = forms.MultipleChoiceField(
        label=pgettext_lazy("accountability", "Measures"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what was told; never heavier."),
    )  # fmt: skip
    talk_reason = forms.CharField(
        label=_("Why a talk is enough instead of the bulletin"), max_length=500, required=False,
        help_text=_("Only where the talk is chosen; the decision says so."),
    )  # fmt: skip
    opinion = text(
        _("Reasons"), longest=3_000, rows=5,
        help_text=_("Also what was taken from the statement, and why the rest was not."),
    )  # fmt: skip
    is_legal_reviewed = forms.BooleanField(label=_("Its legality was reviewed"))
    is_free_of_ties = forms.BooleanField(
        label=_("I am no relative of whom it is about and do not belong to the unit")
    )

    def prepare(self) -> None:
        told = list(self.proposal.measures.all())
        self.fields["measures"].choices = [(one.code, choices.MEASURES[one.code]) for one in told]
        advice = self._offer_a_talk([MeasureCode(one.code) for one in told])
        for one in told:
            if one.months is not None:
                self.fields[_months(one)] = self._months_field(one)
        if note := late_note(self.proposal, day=self.day):
            self.fields["measures"].help_text = f"{self.fields['measures'].help_text} {note}"
        organs = self._organs()
        self.fields["organ"].choices = [(one.value, road_choices.ORGANS[one]) for one in organs]
        self.initial = {
            "on": self.day, "holds_from": self.day, "organ": organs[0].value,
            "measures": [one.code for one in told], "talk_reason": advice,
            **{_months(one): one.months for one in told if one.months is not None},
            **self.initial,
        }  # fmt: skip
        self.order_fields([
            "organ", "minutes_no", "on", "holds_from", "measures",
            *(_months(one) for one in told), "talk_reason", "opinion", "is_legal_reviewed",
            "is_free_of_ties",
        ])  # fmt: skip

    def _offer_a_talk(self, told: list[MeasureCode]) -> str:
        """Offer the talk where it may be decided; return why it was recommended, if it was."""
        if not selectors.may_talk_instead(self.proposal, told):
            del self.fields["talk_reason"]
            return ""
        talk = MeasureCode.DEPARTMENT_TALK
        self.fields["measures"].choices += [(talk.value, choices.MEASURES[talk])]
        handling = selectors.handling_of(self.proposal)
        return handling.talk_advice if handling else ""

    def _organs(self) -> list[Organ]:
        handling = selectors.handling_of(self.proposal)
        is_theirs = handling is not None and handling.needs_party_group
        return [Organ.PARTY_GROUP] if is_theirs else [Organ.BUREAU_MEETING, Organ.PARTY_GROUP]

    def _months_field(self, one: Measure) -> forms.IntegerField:
        label = gettext("Months: %(measure)s") % {"measure": one}
        return forms.IntegerField(label=label, min_value=1, max_value=one.months, required=False)

    def clean_organ(self) -> Organ:
        return Organ(self.cleaned_data["organ"])

    @property
    def decided(self) -> dict[str, Any]:
        """Return what the service is to enter."""
        given = self.cleaned_data
        said = {name: value for name, value in given.items() if not name.startswith(MONTHS)}
        chosen = {MeasureCode(one): given.get(MONTHS + one) for one in said["measures"]}
        return said | {"measures": chosen}


def _months(one: Measure) -> str:
    return MONTHS + one.code


class CarryOutForm(StepForm):
    code = forms.ChoiceField(label=_("Measure"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Carried out on"), widget=DayInput())
    by_what = forms.CharField(
        label=_("Paper or record"), max_length=200,
        help_text=_("The bulletin's number, the letter to the unit."),
    )  # fmt: skip

    def prepare(self) -> None:
        # An interview is carried out by its record, on a page of its own.
        open_ones = self.proposal.measures.filter(stands=True, done_on=None, ceased_on=None)
        open_ones = open_ones.exclude(code__in=[one.value for one in WHOM])
        self.fields["code"].choices = [(one.code, choices.MEASURES[one.code]) for one in open_ones]
        self.initial = {"on": self.day, **self.initial}

    def clean_code(self) -> MeasureCode:
        return MeasureCode(self.cleaned_data["code"])
