"""The forms of the end of pending appointment: what the unit files, what the bureau answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability import pending_choices as choices
from accountability.forms.steps import AT_LEAST, StepForm
from accountability.rules.pending import Result
from accountability.services.pending import Assessed
from bureau.form_fields import DayInput, photos, text

CONFIRM, SEND_BACK = "confirm", "send_back"


class AssessForm(StepForm):
    assessed_on = forms.DateField(label=_("Assessed on"), widget=DayInput())
    result = forms.ChoiceField(
        label=_("Result of the assessment"), choices=list(choices.RESULTS.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip
    record = text(
        _("How they did while pending"), longest=3_000, rows=5,
        help_text=_("Work, conduct and training, as far as the unit assessed them."),
    )  # fmt: skip
    post = forms.CharField(
        label=_("Post of the new appointment"), max_length=60, required=False,
        help_text=_("Only for whoever passed."),
    )  # fmt: skip
    from_on = forms.DateField(
        label=_("Appointed from"), widget=DayInput(), required=False,
        help_text=_("The day after pending appointment ends, or later."),
    )  # fmt: skip
    signed = forms.CharField(
        label=_("Signed by"), max_length=200,
        help_text=_("The unit's principal leader, who assessed, and whoever was assessed."),
    )  # fmt: skip
    files = photos(
        _("Assessment and form of re-appointment, signed"), required=False,
        help_text=_("Photos, PDF or office files, each at most 10 MB"),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial = {"assessed_on": self.day, **self.initial}

    @property
    def assessed(self) -> Assessed:
        """Return what the service takes, each file read."""
        given: dict[str, Any] = dict(self.cleaned_data)
        given["result"] = Result(given["result"])
        given["files"] = [(one.name or "", one.read()) for one in given["files"]]
        return Assessed(**given)


class ConfirmForm(StepForm):
    answer_is = forms.ChoiceField(
        label=_("Answer to the unit"), widget=forms.RadioSelect,
        choices=[(CONFIRM, _("Confirm")), (SEND_BACK, _("Send back with a reason"))],
    )  # fmt: skip
    answer = text(_("What was looked at, or what is missing"), longest=500, help_text=AT_LEAST)

    @property
    def confirms(self) -> bool:
        return self.cleaned_data["answer_is"] == CONFIRM
