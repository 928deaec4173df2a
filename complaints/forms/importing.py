"""A book of cases as it is handed in, and what a person says of its columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.form_fields import WorkbookForm
from bureau.workbook_checks import column_letters
from complaints.import_words import BOOKS
from complaints.models import CaseImport
from complaints.sheets import LAYOUTS, Book

NOT_READ = pgettext_lazy("column", "not read")


class ImportForm(WorkbookForm):
    book = forms.ChoiceField(
        label=_("What it is"), choices=list(BOOKS.items()), initial=Book.ORDERS.value,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def clean_book(self) -> Book:
        return Book(self.cleaned_data["book"])


class ColumnsForm(forms.Form):
    """One field for each column of the file; what is proposed is chosen, a person confirms."""

    def __init__(self, *args: Any, batch: CaseImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = batch.mapping.fields if batch.mapping else None
        columns = LAYOUTS[Book(batch.book)].columns.values()
        meanings = [("", NOT_READ), *((column.field, column.heading) for column in columns)]
        for one in batch.columns_asked:
            at = one["column"]
            proposed = one["field"] if said is None else said.get(at, "")
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=f"{column_letters(at)} · {one['heading']}",
                help_text="；".join(one["samples"]),
                choices=meanings,
                initial=proposed,
                required=False,
            )

    @property
    def columns(self) -> dict[int, str]:
        said = self.cleaned_data.items()
        return {int(name.removeprefix("column-")): meaning for name, meaning in said}
