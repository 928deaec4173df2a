"""What the steps of a hotline order and of a petition take."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import text
from complaints import choices
from complaints.forms.steps import StepForm
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


class ObjectForm(StepForm):
    reasons = text(_("Why it is not ours"), longest=500)
