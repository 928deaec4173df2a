"""What people write on the ledger's pages. Whether a step is allowed, the services say."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bureau import verbs
from bureau.form_fields import DayInput, OneCategory, OneOf, photos, text
from bureau.models import Department, LeaderPost, ProblemCategory, Section
from bureau.templatetags.shell import listed, short_day
from rectification import selectors
from rectification.choices import ledger as choices
from rectification.forms.entry import categories
from rectification.models import Item, Theme
from rectification.rules import terms
from rectification.rules.verification import Bar
from rectification.rules.words import RectKind, Stage
from rectification.selectors.evidence import fresh_evidence


class LeaderField(OneOf):
    def label_from_instance(self, post: LeaderPost) -> str:
        return selectors.leader_words(post)


class StepForm(verbs.StepForm):
    """What a step of an item takes."""

    @property
    def item(self) -> Item:
        return self.record


class ReasonForm(StepForm):
    reason = text(
        _("Reason"), longest=500, help_text=_("At least 5 characters: somebody else will read it.")
    )


class IssueForm(StepForm):
    kind = forms.ChoiceField(
        label=_("Kind of rectification"),
        choices=list(choices.RECT_KINDS.items()),
        initial=RectKind.LIMITED.value,
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(
        label=_("Due on"),
        widget=DayInput(),
        required=False,
        help_text=_("Left empty, it is the proposed day."),
    )
    term_reason = text(_("Why it takes longer"), longest=500, rows=2, required=False)
    leader = LeaderField(LeaderPost.objects.none(), label=_("Accountable leader"))
    section = OneOf(Section.objects.all(), label=_("Lead section"))
    second = OneOf(Section.objects.all(), label=_("Second section"), required=False)
    third = OneOf(Section.objects.all(), label=_("Third section"), required=False)

    def prepare(self) -> None:
        in_office = LeaderPost.objects.on(self.day).select_related("institution")
        own = in_office.filter(institution=self.item.institution_id)
        self.fields["leader"].queryset = (own | in_office.filter(institution=None)).order_by(
            "institution", "kind", "pk"
        )
        table = selectors.table_on(self.day)
        self.fields["kind"].choices = [
            (kind.value, self._proposal(kind, table)) for kind in RectKind
        ]
        words = gettext(
            "Only for a day more than %(n)s days after the proposed one; everybody reads it."
        )
        self.fields["term_reason"].help_text = words % {"n": table.most_extension_days}
        self.fields["term_reason"].needed_when = gettext("(for a late day)")
        plan = terms.plan_due_on(self.day, calendar=self.calendar, table=table)
        words = gettext("The plan is due on %(day)s, or with the problem if that is due earlier.")
        self.fields["kind"].help_text = words % {"day": short_day(plan)}

    def _proposal(self, kind: RectKind, table: Any) -> str:
        day = terms.due_on(self.day, kind, table=table)
        words = gettext("%(kind)s: by %(day)s, %(n)s days from today")
        facts = {"kind": choices.RECT_KINDS[kind], "day": short_day(day)}
        return words % {**facts, "n": (day - self.day).days}

    def leader_of(self, item: Item) -> LeaderPost:
        """Return who answers for an item, of what the filled-in form says."""
        return self.cleaned_data["leader"]

    @property
    def sections(self) -> list[Section]:
        named = (self.cleaned_data.get(name) for name in ("section", "second", "third"))
        return [one for one in named if one]


class PlanForm(StepForm):
    cause = text(_("Cause"))
    goal = text(_("Goal"), required=False, rows=2)
    measures = text(_("Measures"), longest=5_000, rows=5, help_text=_("One a line."))
    responsible = forms.CharField(label=_("Responsible person"), max_length=60)

    def prepare(self) -> None:
        measures = "\n".join(measure.text for measure in self.item.measures.all())
        self.initial = {
            "cause": self.item.cause,
            "goal": self.item.goal,
            "measures": measures,
            "responsible": self.item.responsible,
            **self.initial,
        }

    def clean_measures(self) -> list[str]:
        return self.cleaned_data["measures"].splitlines()


class ProgressForm(StepForm):
    on = forms.DateField(label=_("Day"), widget=DayInput())
    text = text(_("What was done"))

    def prepare(self) -> None:
        self.initial.setdefault("on", self.day)


class EvidenceForm(StepForm):
    """Files that show the problem or its end; who only enters problems shows only those."""

    stage = forms.ChoiceField(
        label=_("What do they show?"),
        choices=list(choices.STAGES.items()),
        initial=Stage.AFTER.value,
        widget=forms.RadioSelect,
    )
    files = photos(_("Photos, PDF or office files, each at most 10 MB"))
    caption = forms.CharField(
        label=pgettext_lazy("evidence", "What it shows"), max_length=200, required=False
    )
    shown = forms.BooleanField(
        label=_("The institution may see them"), required=False, initial=True
    )

    def prepare(self) -> None:
        """Ask a unit nothing about itself: it sees what it sends."""
        if self.user.institution_id:
            del self.fields["shown"]


class DoneForm(StepForm):
    """The work is done: what was done, with photos. At most four taps on a phone."""

    files = photos(
        _("Photo after rectification"), error_messages={"required": choices.BARS[Bar.NO_EVIDENCE]}
    )
    done = text(_("What was done"))
    self_check = text(_("Own check"), required=False, rows=2)

    def prepare(self) -> None:
        # What hangs here already and nobody has looked at shows it as well.
        self.fields["files"].required = not fresh_evidence(self.item).exists()
        measures = [measure.text for measure in self.item.measures.all()]
        if measures:
            done = gettext("Done as planned: %(measures)s.") % {"measures": listed(measures)}
            self.initial.setdefault("done", done)


class ExtendForm(StepForm):
    due_on = forms.DateField(label=_("New due day"), widget=DayInput())
    reason = text(_("Why is more time needed?"), longest=500)

    def prepare(self) -> None:
        if not (self.item.due_on and self.item.issued_on):
            return
        table = selectors.table_on(self.item.issued_on)
        latest = terms.latest_extension(self.item.due_on, table=table)
        words = gettext("After %(due)s and not after %(latest)s. There is one extension.")
        facts = {"due": short_day(self.item.due_on), "latest": short_day(latest)}
        self.fields["due_on"].help_text = words % facts


class SameForm(StepForm):
    """The draft tells of a problem that was struck off: which one?"""

    same_as = OneOf(
        Item.objects.none(),
        label=_("This is the same problem as"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    note = text(_("What is there again?"))

    def prepare(self) -> None:
        field = self.fields["same_as"]
        field.queryset = selectors.relapse_candidates(self.item, reader=self.user)
        field.label_from_instance = candidate_words
        self.initial.setdefault("note", self.item.problem)


def candidate_words(item: Item) -> str:
    words = gettext("%(no)s, struck off on %(day)s: %(problem)s")
    return words % {"no": item.no, "day": short_day(item.closed_on), "problem": item.problem[:80]}


class ChangeForm(StepForm):
    """What the bureau puts right around a problem. The problem itself stays as it was written."""

    department = OneOf(Department.objects.none(), label=_("Department or ward"), required=False)
    category = OneCategory(ProblemCategory.objects.none(), label=_("Category"), required=False)
    theme = OneOf(Theme.objects.all(), label=_("Theme of rectification"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=list(choices.SEVERITIES.items()))
    is_common = forms.BooleanField(label=_("Common to many institutions"), required=False)
    remark = text(_("Remark"), required=False)
    reason = text(
        _("Why it is less severe"),
        required=False,
        longest=500,
        help_text=_("Only where it is lowered. Somebody else verifies it then."),
    )
    NAMES = ("department", "category", "theme", "severity", "is_common", "remark")

    def prepare(self) -> None:
        of_house = Department.objects.filter(institution=self.item.institution_id)
        self.fields["department"].queryset = of_house
        self.fields["category"].queryset = categories()
        own = {name: getattr(self.item, name) for name in self.NAMES}
        self.initial = {**own, **self.initial}
