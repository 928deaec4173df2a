"""What is asked for when a phrase is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import text
from complaints import choices
from complaints.rules.phrases import PLACES, PhraseUse


class PhraseForm(forms.Form):
    use = forms.ChoiceField(
        label=_("Used in"), choices=list(choices.PHRASE_USES.items()), widget=forms.RadioSelect,
        initial=PhraseUse.ANSWER.value,
    )  # fmt: skip
    name = forms.CharField(label=_("Name on the button"), max_length=20)
    text = text(
        _("Text"), longest=1_000, rows=4,
        help_text=_("Put in by itself: %(places)s.") % {"places": " ".join(PLACES)},
    )  # fmt: skip

    def clean_use(self) -> PhraseUse:
        return PhraseUse(self.cleaned_data["use"])
