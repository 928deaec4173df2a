"""The forms of the lexicon's pages, for this app's and for those of the apps above."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bureau import services
from bureau.models import LexiconEntry, ProblemCategory
from bureau.opinion_sorting import plain
from bureau.services import Doer

MOST_LINES = 500
LONGEST_LINE = 1_000
HARMLESS = "none"


def category_choices() -> list[tuple[str, str]]:
    """List the categories in use, kinds below their own."""
    in_use = ProblemCategory.objects.filter(is_active=True).select_related("parent")
    return [
        (one.code, f"{one.parent.name} · {one.name}" if one.parent else one.name) for one in in_use
    ]


class LexiconFilter(forms.Form):
    """Which phrases to list; what makes no sense narrows nothing."""

    q = forms.CharField(label=_("Phrase"), max_length=40, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    retired = forms.BooleanField(label=_("Retired ones too"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        harmless = (HARMLESS, _("no problem"))
        self.fields["category"].choices = [("", _("all")), *category_choices(), harmless]

    @property
    def asked(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked)

    def narrow(self, entries: QuerySet[LexiconEntry]) -> QuerySet[LexiconEntry]:
        asked = self.asked
        if not asked.get("retired"):
            entries = entries.filter(is_active=True)
        if text := plain(asked.get("q", "")):
            entries = entries.filter(phrase__contains=text)
        if code := asked.get("category"):
            return entries.filter(category=None) if code == HARMLESS else entries.of_category(code)
        return entries


class PhraseForm(forms.Form):
    """A phrase to add, and where it belongs."""

    phrase = forms.CharField(label=_("Phrase"), max_length=40)
    category = forms.ChoiceField(label=_("Category"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # That a phrase is no problem is chosen like any other: forgotten, it would hide problems.
        choices = [("", _("Please choose")), *category_choices(), (HARMLESS, _("no problem"))]
        self.fields["category"].choices = choices

    def clean_category(self) -> ProblemCategory | None:
        code = self.cleaned_data["category"]
        return None if code == HARMLESS else ProblemCategory.objects.get(code=code)

    def add(self, *, by: Doer | None, at: datetime) -> LexiconEntry | None:
        """Add what a form says; what is wrong with it stands on the form then."""
        if not self.is_valid():
            return None
        try:
            return services.add_lexicon_entry(**self.cleaned_data, by=by, at=at)
        except services.LexiconError as error:
            self.add_error("phrase", str(error))
            return None


class TryForm(forms.Form):
    """Opinions to sort, one to a line."""

    lines = forms.CharField(
        label=_("Opinions, one to a line"),
        help_text=_("Nothing of this is kept. Leave names and numbers out all the same."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=MOST_LINES * LONGEST_LINE,
    )

    def clean_lines(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            facts = {"lines": MOST_LINES, "signs": LONGEST_LINE}
            said = _("At most %(lines)d lines of %(signs)d signs at a time.")
            raise ValidationError(said, params=facts)
        return lines
