from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.workbooks import READING, Refusal, WorkbookRefused
from followups.choices import GRADES, VERDICTS
from followups.models import Upload

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
        validators=[MaxLengthValidator(500)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


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
