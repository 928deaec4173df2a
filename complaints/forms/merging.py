"""Which cases are joined: those that may be about the same, ticked, and any others by number."""

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import text
from bureau.templatetags.shell import short_day
from complaints import selectors
from complaints.forms.steps import StepForm
from complaints.models import Case

APART = re.compile(r"[\s,，、;；]+")


class MergeForm(StepForm):
    alike = forms.MultipleChoiceField(
        label=_("Perhaps about the same"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Numbers of the other cases"), max_length=400, required=False,
        help_text=_("Parted by a space or a comma. Each keeps its state, its days and its own"
                    " answer."),
    )  # fmt: skip
    why = text(_("Why they are about the same event"), longest=500)

    def prepare(self) -> None:
        like = selectors.likely_same_as(self.case, user=self.user)
        self.fields["alike"].choices = [(case.no, alike_words(case)) for case in like]
        if not like:
            del self.fields["alike"]
            self.fields["others"].required = True

    def clean(self) -> dict[str, object]:
        """Give the cases themselves as `others`, whichever way they were named."""
        said = self.cleaned_data
        typed = [no.upper() for no in APART.split(said.get("others", "")) if no]
        numbers = {*typed, *said.get("alike", [])} - {self.case.no}
        found = list(Case.objects.visible_to(self.user).filter(no__in=numbers))
        if missing := sorted(numbers - {case.no for case in found}):
            self.add_error("others", gettext("There is no case %(no)s.") % {"no": missing[0]})
        elif not numbers and "others" not in self.errors:
            self.add_error("others", gettext("Tick a case, or write its number."))
        return {**said, "others": found}


def alike_words(case: Case) -> str:
    """Tell a case in a line, so that somebody can say if it is about the same."""
    parts = (case.no, case.institution, short_day(case.received_at), case.get_state_display())
    return " · ".join(str(part) for part in parts if part)
