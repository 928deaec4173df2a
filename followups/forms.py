from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.templatetags.shell import month as in_words
from bureau.workbooks import READING, Refusal, WorkbookRefused
from followups.choices import CHECK_STATES, GRADES, VERDICTS
from followups.models import SpotCheck, Upload
from followups.rules.doubts import UNTOLD
from followups.rules.reasons import MIN_SIGNS, MOST_SIGNS, says_something
from followups.rules.words import Verdict
from followups.selectors import CallResult

WORKBOOK_TYPES = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    workbook = forms.FileField(
        label=_("Workbook (.xlsx)"),
        # An empty file is kept and told apart like any other that cannot be read.
        allow_empty_file=True,
        # What is far too large does not even arrive.
        error_messages={"required": _("Choose a workbook of at most 20 MB.")},
        widget=forms.FileInput(attrs={"accept": WORKBOOK_TYPES, "data-auto-submit": ""}),
    )

    def clean_workbook(self) -> UploadedFile:
        workbook = self.cleaned_data["workbook"]
        if workbook.size > READING.zipped_bytes:
            megabyte = 1_000_000
            refused = WorkbookRefused(
                Refusal.TOO_BIG,
                megabytes=round(workbook.size / megabyte),
                limit=READING.zipped_bytes // megabyte,
            )
            raise forms.ValidationError(str(refused))
        return workbook


class ReasonForm(forms.Form):
    """A reason in a person's own words; whether one is needed depends on the month."""

    # Not the field's own limit: browsers would cut what is pasted, and say nothing.
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("At least 5 characters: somebody else will read it."),
        validators=[MaxLengthValidator(MOST_SIGNS)],
        # So that what is too short stays in its field: pages that fold the form answer with a word.
        widget=forms.Textarea(attrs={"rows": 3, "minlength": MIN_SIGNS}),
    )

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if reason and not says_something(reason):
            raise forms.ValidationError(
                _("Please write at least %(n)s characters.") % {"n": MIN_SIGNS}
            )
        return reason


class ReturnForm(ReasonForm):
    """Why a register goes back; before the figures freeze also whether it counts as missing."""

    as_missing = forms.BooleanField(
        label=_("Counts as not handed in until it comes again"), required=False
    )

    def __init__(self, *args, is_frozen: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_frozen:
            del self.fields["as_missing"]


class CheckFilterForm(forms.Form):
    """Which spot-checks to show: by institution, month and state, each as the list has them."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", pgettext_lazy("state", "all")), *CHECK_STATES.items()],
        required=False,
    )

    def __init__(self, *args, checks: QuerySet[SpotCheck], **kwargs):
        super().__init__(*args, **kwargs)
        houses = checks.order_by("register__institution__code").values_list(
            "register__institution__code", "register__institution__name"
        )
        months = checks.order_by("-register__month").values_list("register__month", flat=True)
        every_house = ("", pgettext_lazy("institution", "all"))
        every_month = ("", pgettext_lazy("month", "all"))
        of_months = [(f"{one:%Y-%m}", in_words(one)) for one in months.distinct()]
        self.fields = {
            "of": _optional(_("Institution"), [every_house, *houses.distinct()]),
            "in": _optional(_("Month"), [every_month, *of_months]),
            **self.fields,
        }


def _optional(label, choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class AnswersForm(forms.Form):
    """One field for each question a file raised, with the choices that came with it.

    Only an answer that was given is ticked: what a file leaves open is never guessed.
    """

    # The page says itself what is missing, in its own language.
    use_required_attribute = False

    def __init__(self, *args, upload: Upload, worded, **kwargs):
        super().__init__(*args, **kwargs)
        for question, label, choices in worded:
            self.fields[question["key"]] = forms.ChoiceField(
                label=label,
                choices=choices,
                initial=upload.answers.get(question["key"]),
                error_messages={"required": _("Choose one of the answers; none is taken for you.")},
                widget=forms.RadioSelect,
            )


class CallForm(forms.Form):
    """What a spot-check call found."""

    attempt = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    verdict = forms.ChoiceField(
        label=_("What did the call find?"), choices=list(VERDICTS.items()), widget=forms.RadioSelect
    )
    grade = forms.ChoiceField(
        label=_("How satisfied is the patient?"),
        choices=[("", pgettext_lazy("grade", "not asked")), *GRADES.items()],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SecondCallForm(forms.Form):
    """What another officer's call found; one that nobody answered is made again."""

    verdict = forms.ChoiceField(
        label=_("What did the second call find?"),
        choices=[(word, label) for word, label in VERDICTS.items() if word not in UNTOLD],
        widget=forms.RadioSelect,
    )


COMPARED = [("was", "was_grade"), ("verdict", "grade")]


class CorrectionForm(ReasonForm):
    """What a call had found after all; `was` is the result that the person correcting has read."""

    was = forms.ChoiceField(choices=list(VERDICTS.items()), widget=forms.HiddenInput)
    was_grade = forms.CharField(widget=forms.HiddenInput, required=False)
    verdict = forms.ChoiceField(label=_("The right result"), choices=list(VERDICTS.items()))
    grade = forms.ChoiceField(
        label=_("How satisfied is the patient?"),
        choices=[("", pgettext_lazy("grade", "not asked")), *GRADES.items()],
        required=False,
    )
    field_order = ["was", "was_grade", "verdict", "grade", "reason"]

    def clean(self) -> dict[str, Any]:
        """Refuse what would change nothing: nobody is to think that something was corrected."""
        kept = super().clean() or self.cleaned_data
        results = [(kept.get(name), kept.get(more)) for name, more in COMPARED]
        if results[0] == results[1]:
            said = _("The result stands like this already: nothing would change.")
            self.add_error("verdict", said)
        return kept

    def said(self) -> dict[str, Any]:
        """Return what the service takes."""
        kept = self.cleaned_data
        results = {"was": Verdict(kept["was"]), "verdict": Verdict(kept["verdict"])}
        return {**results, "grade": kept["grade"], "reason": kept["reason"]}


def correction_of(result: CallResult | None) -> CorrectionForm | None:
    """Return a form that starts from how a result stands; none before the first call."""
    if result is None:
        return None
    was = {"was": result.verdict, "was_grade": result.grade}
    stands = {**was, "verdict": result.verdict, "grade": result.grade}
    return CorrectionForm(initial=stands, prefix="", auto_id="id_correct_%s")


class ProofForm(forms.Form):
    """A photo, a scan or a document beside a version of the register."""

    proof = forms.FileField(
        label=_("Photo, PDF or office file, at most 10 MB"),
        # An empty file is told apart like any other that is not taken.
        allow_empty_file=True,
        error_messages={"required": _("Choose a file of at most 10 MB.")},
    )
