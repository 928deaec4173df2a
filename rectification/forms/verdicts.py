"""What people write when they say how the end of a problem, or a request, was decided."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import DayInput, text
from bureau.templatetags.shell import short_day
from rectification import selectors
from rectification.choices import ledger as choices
from rectification.forms.ledger import ReasonForm, StepForm
from rectification.models import Extension
from rectification.rules import look_backs
from rectification.rules.words import Decision, Method, RectKind, Severity


class LookedAtForm(StepForm):
    """It carries which application was looked at: another one is not decided unseen."""

    application = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def prepare(self) -> None:
        waiting = selectors.closure_at_hand(self.item)
        self.initial.setdefault("application", waiting and waiting.pk)


class ReturnForm(LookedAtForm, ReasonForm):
    pass


class DecideForm(StepForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=list(choices.DECISIONS.items()), widget=forms.RadioSelect
    )
    answer = text(_("Answer"), longest=500, required=False)
    extension = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def prepare(self) -> None:
        self.initial.setdefault("extension", self.asked and self.asked.pk)

    @property
    def asked(self) -> Extension | None:
        return self.item.extensions.waiting().first()

    def clean_decision(self) -> Decision:
        return Decision(self.cleaned_data["decision"])


class AcceptForm(LookedAtForm):
    method = forms.ChoiceField(
        label=_("Seen how?"), choices=list(choices.METHODS.items()), widget=forms.RadioSelect
    )
    opinion = text(_("Opinion"), required=False)
    in_public = forms.BooleanField(label=_("Put it on public notice first"), required=False)
    ends = forms.BooleanField(
        label=_("It need not be kept up any more: strike it off"),
        required=False,
        help_text=_("Else it is done for this phase and comes up again after its term."),
    )

    def prepare(self) -> None:
        super().prepare()
        if self.item.severity == Severity.HIGH:
            self.fields["method"].choices = [(Method.ON_SITE.value, choices.METHODS["on_site"])]
            self.initial.setdefault("method", Method.ON_SITE.value)
            self.fields["method"].help_text = _("A problem of high severity is verified on site.")
        if self.item.kind == RectKind.STANDING:
            del self.fields["in_public"]
        else:
            del self.fields["ends"]
        if "in_public" in self.fields and self.item.issued_on:
            days = selectors.table_on(self.item.issued_on).publicity_days
            words = gettext("Struck off after %(n)s days, if nobody objects.")
            self.fields["in_public"].help_text = words % {"n": days}


class LookBackForm(StepForm):
    result = forms.ChoiceField(
        label=_("What was seen?"),
        choices=list(choices.LOOK_BACK_RESULTS.items()),
        widget=forms.RadioSelect,
    )
    note = text(_("Note"), required=False, help_text=_("For a relapse: what is there again."))

    def prepare(self) -> None:
        """Say what a relapse comes to: a problem that comes back late is another one."""
        if self.item.closed_on is None:
            return
        table = selectors.table_on(self.item.ordered_on)
        words = gettext("A relapse reopens the item under its own number.")
        if not look_backs.is_relapse(self.item.struck_off_on, self.day, table=table):
            words = gettext(
                "More than %(n)s days after the strike-off: a relapse is entered as a new problem"
                " to be taken up, and the two are linked."
            ) % {"n": table.relapse_days}
        self.fields["result"].help_text = words


class ReopenForm(StepForm):
    found_on = forms.DateField(label=_("Found on"), widget=DayInput())
    note = text(_("What is there again?"))

    def prepare(self) -> None:
        """Say which days count: what was found in time can be said when they are over, too."""
        closed_on = self.item.closed_on
        if closed_on is None:
            return
        table = selectors.table_on(self.item.ordered_on)
        last = look_backs.last_of_relapse(closed_on, table=table)
        words = gettext("From %(first)s to %(last)s; found later, it is a new problem.")
        facts = {"first": short_day(closed_on), "last": short_day(last)}
        self.fields["found_on"].help_text = words % facts
        if self.day <= last:
            self.initial.setdefault("found_on", self.day)
