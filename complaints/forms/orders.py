"""What the steps of a hotline order and of a petition take."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.form_fields import text
from complaints import choices
from complaints.forms.steps import StepForm
from complaints.models import OrderRequest
from complaints.rules.words import ReturnGround


class GiveBackForm(StepForm):
    ground = forms.ChoiceField(
        label=_("Ground"), choices=list(choices.RETURN_GROUNDS.items()), widget=forms.RadioSelect
    )
    basis = text(_("Legal basis and reason"), longest=500)

    def clean_ground(self) -> ReturnGround:
        return ReturnGround(self.cleaned_data["ground"])


class ExcludeForm(StepForm):
    basis = text(_("Why should it not count?"), longest=500)


class DecideOrderForm(StepForm):
    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", pgettext_lazy("order", "granted")),
            ("no", pgettext_lazy("order", "refused")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answer = text(_("Answer"), longest=500, required=False)

    @property
    def asked(self) -> OrderRequest | None:
        waiting = self.case.order_requests.filter(is_granted__isnull=True)
        return waiting.exclude(asked_by=self.user).order_by("asked_at").first()


class ObjectForm(StepForm):
    reasons = text(_("Why it is not ours"), longest=500)
