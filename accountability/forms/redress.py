"""The forms of what is asked for again, taken back and put right."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accountability import choices, road_choices
from accountability.forms.steps import AT_LEAST, MONTHS, StepForm
from accountability.models import Service
from accountability.rules.words import MeasureCode, Organ, Outcome, RemedyKind, Task
from accountability.selectors import redress as selectors
from accountability.selectors import road
from bureau.form_fields import DayInput, text
from bureau.templatetags.shell import day as in_full


class AskAgainForm(StepForm):
    asked_on = forms.DateField(label=pgettext_lazy("remedy", "Received on"), widget=DayInput())
    asked_by = forms.CharField(label=_("Asked for by"), max_length=60)
    requested = text(
        _("Request"), longest=500, rows=2, required=False,
        help_text=_("What is asked for: to revoke the decision, or which measure made lighter."),
    )  # fmt: skip
    grounds = text(_("Facts and reasons"), longest=3_000, rows=6)
    evidence = text(
        _("Evidence"), longest=1_000, rows=2, required=False,
        help_text=_("Which papers, pictures or witnesses, one a line."),
    )  # fmt: skip

    late_reason = text(
        _("Taken though late, because"), longest=500, rows=2, required=False,
        help_text=_("A good reason, such as force majeure; without one it is refused."),
    )  # fmt: skip

    def prepare(self) -> None:
        asked = selectors.asked_next(self.proposal)
        self._prepare_late(asked)
        if asked:
            said = gettext("%(what)s, until %(day)s. What comes later is kept and refused.")
            self.fields["asked_on"].help_text = said % {
                "what": road_choices.REMEDIES[asked[0]],
                "day": in_full(selectors.last_day(*asked)),
            }
        self.initial = {
            "asked_on": self.day, "asked_by": str(self.proposal.subject), **self.initial
        }  # fmt: skip

    def _prepare_late(self, asked: tuple[RemedyKind, Service] | None) -> None:
        """Ask a head of personnel, once the term is over, for the reason; with what was refused."""
        is_over = asked is not None and self.day > selectors.last_day(*asked)
        if asked is None or not is_over or not selectors.may_take_late(self.user, self.proposal):
            del self.fields["late_reason"]
        elif refused := selectors.refused_late(self.proposal, asked[0]):
            said = ("asked_on", "asked_by", "requested", "grounds", "evidence")
            self.initial = {name: getattr(refused, name) for name in said} | self.initial

    @property
    def kind(self) -> RemedyKind:
        asked = selectors.asked_next(self.proposal)
        return asked[0] if asked else RemedyKind.REVIEW


class BodyForm(StepForm):
    """Which body decided, on which day, with what reasons."""

    organ = forms.ChoiceField(
        label=_("Decided by which body"), choices=list(road_choices.ORGANS.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip
    minutes_no = forms.CharField(label=_("No. of the minutes"), max_length=60)
    on = forms.DateField(label=_("Decided on"), widget=DayInput())
    opinion = text(_("Reasons"), longest=3_000, rows=5)

    organs: tuple[Organ, ...] = (Organ.BUREAU_MEETING, Organ.PARTY_GROUP)

    def prepare(self) -> None:
        self.fields["organ"].choices = [
            (one.value, road_choices.ORGANS[one]) for one in self.organs
        ]
        self.initial = {"on": self.day, "organ": self.organs[0].value, **self.initial}

    def clean_organ(self) -> Organ:
        return Organ(self.cleaned_data["organ"])


class TheirsForm(BodyForm):
    """Where the party group decides, no other body is offered."""

    def prepare(self) -> None:
        if road.is_theirs(self.proposal.about or self.proposal):
            self.organs = (Organ.PARTY_GROUP,)
        super().prepare()


class TakeBackForm(TheirsForm):
    pass


class LiftForm(TheirsForm):
    """Which body lifts measures before their end, and why."""

    on = None
    opinion = None
    reason = text(_("Reason"), longest=500, help_text=AT_LEAST)


class DismissForm(LiftForm):
    """Why no measure is taken; of what the party group decides, by which of its minutes."""

    def prepare(self) -> None:
        super().prepare()
        if self.proposal.about or not road.is_theirs(self.proposal):
            del self.fields["organ"], self.fields["minutes_no"]


class AnswerForm(BodyForm):
    outcome = forms.ChoiceField(
        label=_("What it comes to"), widget=forms.RadioSelect,
        choices=[(one.value, road_choices.OUTCOMES[one]) for one in Outcome],
    )  # fmt: skip
    measures = forms.MultipleChoiceField(
        label=_("Measures that are left, if it is made lighter"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    field_order = ("outcome", "measures")

    def prepare(self) -> None:
        remedy = selectors.open_remedy(self.proposal)
        if remedy and remedy.kind != RemedyKind.REVIEW:
            self.organs = (Organ.APPEAL_BODY, Organ.PARTY_GROUP)
        super().prepare()
        self.held = selectors.held(self.proposal, self.day)
        listed = [(one.value, choices.MEASURES[one]) for one in self.held]
        self.fields["measures"].choices = listed
        self.initial = {"measures": [one.value for one in self.held], **self.initial}
        for one, months in self.held.items():
            if months is not None:
                label = gettext("Months: %(measure)s") % {"measure": choices.MEASURES[one]}
                self.fields[MONTHS + one.value] = forms.IntegerField(
                    label=label, min_value=1, max_value=months, required=False, initial=months
                )
        terms = [MONTHS + one.value for one in self.held if MONTHS + one.value in self.fields]
        self.order_fields(["outcome", "measures", *terms, "organ", "minutes_no", "on", "opinion"])

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    @property
    def answer(self) -> dict[str, Any]:
        """Return what the service is to enter."""
        given = self.cleaned_data
        left = {
            MeasureCode(one): given.get(MONTHS + one) or self.held[MeasureCode(one)]
            for one in given["measures"]
        }
        said = {name: given[name] for name in ("outcome", "organ", "minutes_no", "on", "opinion")}
        return said | {"left": left}


class RestoreForm(StepForm):
    task = forms.ChoiceField(label=_("To be put right"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Done on"), widget=DayInput())
    said = forms.CharField(
        label=_("How it was done"), max_length=200, help_text=_("Who was told, and in which way.")
    )

    def prepare(self) -> None:
        waiting = {one.task: str(one) for one in selectors.open_tasks(self.proposal)}
        self.fields["task"].choices = list(waiting.items())
        self.initial = {"on": self.day, **self.initial}

    def clean_task(self) -> Task:
        return Task(self.cleaned_data["task"])


class PutBackForm(StepForm):
    grounds = text(_("What fell, and why"), longest=3_000, rows=5)
