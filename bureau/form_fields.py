"""The fields that the forms of every app are made of: days, some lines, files from a phone."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from bureau.attachments import MEDIA_TYPES
from bureau.workbooks import READING, Refusal, WorkbookRefused

WORKBOOK_TYPES = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLEASE_CHOOSE, NONE_CHOSEN = _("Please choose"), _("None chosen")
FILES = ",".join(f".{kind}" for kind in (*MEDIA_TYPES, "jpeg"))


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def text(label: Any, *, longest: int = 2_000, rows: int = 3, **options: Any) -> forms.CharField:
    """Make a field of some lines. The browser cuts nothing that is pasted: the page says so."""
    area = forms.Textarea(attrs={"rows": rows})
    checks = [MaxLengthValidator(longest)]
    return forms.CharField(label=label, widget=area, validators=checks, **options)


class OneOf(forms.ModelChoiceField):
    """One of some records. Where none is chosen yet, it says so in words.

    `empty_label` is for fields whose emptiness means something of its own.
    """

    def __init__(self, *args: Any, empty_label: Any = "", **options: Any) -> None:
        if empty_label == "":
            empty_label = PLEASE_CHOOSE if options.get("required", True) else NONE_CHOSEN
        super().__init__(*args, empty_label=empty_label, **options)


class OneCategory(OneOf):
    """One of the categories of problems, by name; a kind stands below its category."""

    def label_from_instance(self, category: Any) -> str:
        return f"\u3000{category.name}" if category.parent_id else category.name


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, each as it came; what is taken the service says."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given or [None]]
        return [one for one in found if one]


def photos(label: Any, **options: Any) -> FilesField:
    widget = SeveralFiles(attrs={"accept": f"image/*,{FILES}", "capture": "environment"})
    return FilesField(label=label, allow_empty_file=True, widget=widget, **options)


def photo(label: Any, **options: Any) -> forms.FileField:
    """One picture, from the camera where there is one."""
    widget = forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"})
    return forms.FileField(label=label, widget=widget, **options)


class WorkbookForm(forms.Form):
    """A workbook handed in; what is in it the service tells."""

    workbook = forms.FileField(
        label=_("Workbook (.xlsx)"),
        # An empty file is told apart like any other that cannot be read.
        allow_empty_file=True,
        error_messages={"required": _("Choose a workbook of at most 20 MB.")},
        widget=forms.FileInput(attrs={"accept": WORKBOOK_TYPES}),
    )

    def clean_workbook(self) -> UploadedFile:
        workbook = self.cleaned_data["workbook"]
        megabyte = 1_000_000
        if workbook.size > READING.zipped_bytes:
            size, limit = round(workbook.size / megabyte), READING.zipped_bytes // megabyte
            raise forms.ValidationError(
                str(WorkbookRefused(Refusal.TOO_BIG, megabytes=size, limit=limit))
            )
        return workbook
