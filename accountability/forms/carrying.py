"""The forms with which measures are carried out: interview, record, bulletin, order to the unit."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import carrying_choices as choices
from accountability.forms.steps import StepForm
from accountability.rules.carrying import Interviewed, Scope, TalkKind, demands
from accountability.selectors import carrying as selectors
from accountability.selectors import road
from bureau.form_fields import DayInput, FilesField, OneOf, text
from bureau.models import LeaderPost, User

ONE_A_LINE = _("One a line; each becomes an item of the rectification ledger.")
NO_PATIENT = _("Who complained and who was the patient is masked when it is kept.")


class TimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SummonForm(StepForm):
    whom = forms.ChoiceField(label=_("Who is interviewed"), widget=forms.RadioSelect)
    post = OneOf(
        LeaderPost.objects.none(), label=_("Leader of the unit"), required=False,
        help_text=_("The one in charge of what it is about; a person is interviewed without."),
    )  # fmt: skip
    post_why = forms.CharField(
        label=_("Why another leader"), max_length=200, required=False,
        help_text=_("Where the one called is not the deputy in charge of it."),
    )  # fmt: skip
    reason = text(_("Reason of the interview"), longest=1_000)
    meets_at = forms.DateTimeField(label=_("Takes place at"), widget=TimeInput())
    place = forms.CharField(label=_("Place of the interview"), max_length=120)
    interviewer = OneOf(User.objects.none(), label=_("Interviewer"))
    others = forms.CharField(label=_("Others who interview"), max_length=120, required=False)
    purpose = text(_("Purpose of the interview"), longest=500, rows=2)
    bring = text(_("Materials to bring"), longest=500, rows=2, required=False)
    contact = forms.CharField(
        label=_("Contact"), max_length=120, help_text=_("Name and telephone, for questions.")
    )
    enclosed = text(
        _("Attachments of the summons"), longest=500, rows=2, required=False,
        help_text=_("One a line, as the summons lists them; without any it has no such line."),
    )  # fmt: skip

    def prepare(self) -> None:
        wanted = list(selectors.called(self.proposal))
        self.fields["whom"].choices = [(one.value, choices.INTERVIEWED[one]) for one in wanted]
        posts = selectors.posts_of(self.proposal, wanted, self.day)
        self.fields["post"].queryset = posts
        self.fields["interviewer"].queryset = selectors.interviewers_for(self.proposal)
        handling = road.handling_of(self.proposal)
        first = {"whom": wanted[0].value} if len(wanted) == 1 else {}
        only = self._proposed(posts) if Interviewed.DEPUTY in wanted else list(posts[:2])
        only = {"post": only[0].pk} if len(only) == 1 else {}
        said = {"reason": handling.facts[:1_000]} if handling else {}
        self.initial = {**said, **only, **first, **self._standing(), **self.initial}

    def _proposed(self, posts: QuerySet[LeaderPost]) -> list[LeaderPost]:
        """Propose the deputy in charge of what it is about, and say so; else the only one."""
        charged = list(selectors.in_charge_of(self.proposal, self.day))
        if charged:
            said = _("In charge of it by the unit's table of leaders: %(names)s.")
            names = "、".join(one.name for one in charged)
            self.fields["post"].help_text = said % {"names": names}
        return charged or list(posts[:2])

    def _standing(self) -> dict[str, Any]:
        """Return what was arranged already, to be put right."""
        standing = next(iter(selectors.talks_to_record(self.proposal)), None)
        names = [name for name in self.fields if name not in {"post", "interviewer"}]
        if standing is None:
            return {}
        own = {"post": standing.post_id, "interviewer": standing.interviewer_id}
        return {name: getattr(standing, name) for name in names} | own

    def clean_whom(self) -> Interviewed:
        return Interviewed(self.cleaned_data["whom"])


class RecordForm(StepForm):
    whom = forms.ChoiceField(label=_("Who was interviewed"), widget=forms.RadioSelect)
    held_on = forms.DateField(label=_("Held on"), widget=DayInput())
    kind = forms.ChoiceField(
        label=_("Kind of interview"), choices=list(choices.TALK_KINDS.items()),
        widget=forms.RadioSelect, initial=TalkKind.REMIND.value,
    )  # fmt: skip
    recorder = forms.CharField(label=_("Recorder"), max_length=60)
    record = text(_("Facts put to them"), longest=3_000, rows=5)
    case_nos = forms.CharField(label=_("Complaint numbers"), max_length=300, required=False)
    demands = text(_("Demands"), longest=5_000, rows=4, required=False, help_text=ONE_A_LINE)
    due_on = forms.DateField(
        label=_("To be put right by"), widget=DayInput(), required=False,
        help_text=_("The day of every demand."),
    )  # fmt: skip
    position = text(_("Position taken"), longest=2_000, rows=3)
    signed = forms.CharField(
        label=_("Signed by"), max_length=200,
        help_text=_("Interviewers, recorder and whoever was interviewed."),
    )  # fmt: skip
    files = FilesField(
        label=_("Signed record and attachments"), required=False, allow_empty_file=True
    )

    def prepare(self) -> None:
        waiting = selectors.talks_to_record(self.proposal)
        labels = [(one.whom, f"{one.get_whom_display()} · {one.name}") for one in waiting]
        self.fields["whom"].choices = labels
        handling = road.handling_of(self.proposal)
        said = {"record": handling.facts} if handling else {}
        first = {"whom": waiting[0].whom} if waiting else {}
        self.initial = {
            "held_on": self.day, "case_nos": selectors.case_numbers(self.proposal)[:300],
            "recorder": self.user.name, **first, **said, **self.initial,
        }  # fmt: skip

    def clean_whom(self) -> Interviewed:
        return Interviewed(self.cleaned_data["whom"])

    def clean_kind(self) -> TalkKind:
        return TalkKind(self.cleaned_data["kind"])

    def clean_demands(self) -> list[str]:
        return demands(self.cleaned_data["demands"])

    def clean_files(self) -> list[tuple[str, bytes]]:
        return [(one.name or "", one.read()) for one in self.cleaned_data["files"] or []]


class BulletinForm(StepForm):
    scope = forms.ChoiceField(
        label=pgettext_lazy("bulletin", "Scope"), choices=list(choices.SCOPES.items()),
        widget=forms.RadioSelect, initial=Scope.COUNTY.value,
        help_text=_("Inside the health system alone; nothing of it is published."),
    )  # fmt: skip
    facts = text(_("Facts"), longest=3_000, rows=6, help_text=NO_PATIENT)
    demands = text(_("Demands to the readers"), longest=2_000, rows=4, help_text=NO_PATIENT)

    def prepare(self) -> None:
        handling = road.handling_of(self.proposal)
        standing = selectors.bulletin_of(self.proposal)
        said = {"facts": handling.facts} if handling else {}
        if standing:
            said = {name: getattr(standing, name) for name in self.fields}
        self.initial = {**said, **self.initial}

    def clean_scope(self) -> Scope:
        return Scope(self.cleaned_data["scope"])


class OrderForm(StepForm):
    problem = text(_("The problem"), longest=2_000, rows=3)
    demand = text(_("What is demanded"), longest=2_000, rows=3)
    due_on = forms.DateField(label=_("To be put right by"), widget=DayInput())
    leader = OneOf(LeaderPost.objects.none(), label=_("Leader of the unit who answers for it"))

    def prepare(self) -> None:
        posts = selectors.posts_of(self.proposal, selectors.KIND_OF_POST, self.day)
        self.fields["leader"].queryset = posts
        only = {"leader": posts[0].pk} if len(posts[:2]) == 1 else {}
        handling = road.handling_of(self.proposal)
        said = {"problem": handling.facts[:2_000]} if handling else {}
        self.initial = {**said, **only, **self.initial}
