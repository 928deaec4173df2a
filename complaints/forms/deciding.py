"""What waits for somebody's word, and the form that says it: on the one that the page showed."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.form_fields import text
from bureau.rules import says_something
from complaints import choices
from complaints.forms.steps import StepForm
from complaints.models import MoreTime
from complaints.rules.rechecks import Recheck
from complaints.services.errors import asked_for


class OfOneWaiting(StepForm):
    """A word on one thing that waits. Where several do, it is on the one that was shown."""

    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)
    FIRST = "asked_at"

    def prepare(self) -> None:
        if self.asked:
            self.initial.setdefault("shown", self.asked.pk)

    def of_case(self) -> QuerySet[Any]:
        """Return all of its kind that the case has or had."""
        raise NotImplementedError

    def waiting(self) -> QuerySet[Any]:
        """Return those that wait for this person's word."""
        raise NotImplementedError

    @cached_property
    def asked(self) -> Any:
        """Return what was shown; None once somebody else has said their word on it."""
        waiting, shown = self.waiting().order_by(self.FIRST, "pk"), self.data.get("shown", "")
        if shown.isdecimal() and self.of_case().filter(pk=shown).exists():
            return waiting.filter(pk=shown).first()
        return waiting.first()

    def clean(self) -> dict[str, Any]:
        return {name: said for name, said in self.cleaned_data.items() if name != "shown"}


class Decision(OfOneWaiting):
    """Granted, or refused with a reason."""

    WHY_NOT: Any = ""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("is_granted") is False and not says_something(said.get("answer", "").strip()):
            self.add_error("answer", asked_for(self.WHY_NOT))
        return said


class DecideForm(Decision):
    WHY_NOT = _("Please write why there is no more time.")
    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", pgettext_lazy("extension", "granted")),
            ("no", pgettext_lazy("extension", "refused")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answer = text(
        _("Answer"), longest=500, required=False, help_text=_("A refusal says why it is one.")
    )

    def of_case(self) -> QuerySet[Any]:
        return MoreTime.objects.filter(case=self.case)

    def waiting(self) -> QuerySet[Any]:
        waiting = self.of_case().filter(is_granted__isnull=True).exclude(asked_by=self.user)
        return waiting.select_related("clock", "asked_by")


class DecideOrderForm(Decision):
    WHY_NOT = _("Please write why not.")
    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", pgettext_lazy("order", "granted")),
            ("no", pgettext_lazy("order", "refused")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answer = text(
        _("Answer"), longest=500, required=False, help_text=_("A refusal says why it is one.")
    )

    def of_case(self) -> QuerySet[Any]:
        return self.case.order_requests.all()

    def waiting(self) -> QuerySet[Any]:
        waiting = self.of_case().filter(is_granted__isnull=True).exclude(asked_by=self.user)
        return waiting.select_related("asked_by")


class ConfirmFabricatedForm(Decision):
    WHY_NOT = _("Please write why it is not so.")
    FIRST = "marked_at"
    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", pgettext_lazy("made up", "confirmed")),
            ("no", pgettext_lazy("made up", "not so")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answer = text(
        _("Answer"), longest=500, required=False, help_text=_("A refusal says why it is one.")
    )

    def of_case(self) -> QuerySet[Any]:
        return self.case.fabrications.all()

    def waiting(self) -> QuerySet[Any]:
        return self.of_case().waiting().exclude(marked_by=self.user).select_related("marked_by")


class RecheckForm(OfOneWaiting):
    result = forms.ChoiceField(
        label=pgettext_lazy("re-check", "Result"), choices=list(choices.RECHECKS.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = text(
        _("What was looked at, and what was found"), longest=2_000,
        help_text=_("Where it is taken up again, this is what is new."),
    )  # fmt: skip
    FIRST = "pk"

    def of_case(self) -> QuerySet[Any]:
        return self.case.rechecks.all()

    def waiting(self) -> QuerySet[Any]:
        return self.of_case().waiting().select_related("draw")

    def clean_result(self) -> Recheck:
        return Recheck(self.cleaned_data["result"])


class ReviewForm(OfOneWaiting):
    is_subjective = forms.TypedChoiceField(
        label=_("Has it a cause in how the case was handled?"),
        choices=[("yes", _("Yes: it is taken up again")), ("no", _("No: the answer stands"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    review = text(_("What the review came to"), longest=1_000)
    FIRST = "at"

    def of_case(self) -> QuerySet[Any]:
        return self.case.callbacks.filter(needs_review=True)

    def waiting(self) -> QuerySet[Any]:
        return self.of_case().filter(reviewed_at=None).select_related("by")
