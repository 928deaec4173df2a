"""A book of cases as it is handed in, and what a person says of its columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau import import_forms
from bureau.form_fields import WorkbookForm
from complaints.import_words import BOOKS
from complaints.models import CaseImport
from complaints.sheets import LAYOUTS, Book


class ImportForm(WorkbookForm):
    field_order = ("book", "workbook")
    book = forms.ChoiceField(
        label=_("What it is"), choices=list(BOOKS.items()), initial=Book.ORDERS.value,
        widget=forms.RadioSelect,
    )  # fmt: skip


class ColumnsForm(import_forms.ColumnsForm):
    def __init__(self, *args: Any, batch: CaseImport, **kwargs: Any) -> None:
        meanings = LAYOUTS[Book(batch.book)].columns.values()
        super().__init__(*args, batch=batch, meanings=meanings, **kwargs)
