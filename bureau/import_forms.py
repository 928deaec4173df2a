"""What a person says of the columns of a workbook that is brought in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from bureau.sheet_tables import Column
from bureau.workbook_checks import column_letters

NOT_READ = pgettext_lazy("column", "not read")
A_COLUMN = "column-"


class ColumnsForm(forms.Form):
    """One field for each column of the file; what is proposed is chosen, a person confirms.

    What a form of it asks beside the columns is its `more`.
    """

    def __init__(self, *args: Any, batch: Any, meanings: Iterable[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = list(self.fields)
        said = batch.mapping.fields if batch.mapping else None
        choices = [("", NOT_READ), *((column.field, column.heading) for column in meanings)]
        for one in batch.columns_asked:
            at = one["column"]
            self.fields[f"{A_COLUMN}{at}"] = forms.ChoiceField(
                label=f"{column_letters(at)} · {one['heading']}",
                help_text="；".join(one["samples"]),
                choices=choices,
                initial=one["field"] if said is None else said.get(at, ""),
                required=False,
            )
        self.order_fields([name for name in self.fields if name not in beside])

    @property
    def asked_of_columns(self) -> list[forms.BoundField]:
        return [one for one in self if one.name.startswith(A_COLUMN)]

    @property
    def asked_beside(self) -> list[forms.BoundField]:
        return [one for one in self if not one.name.startswith(A_COLUMN)]

    @property
    def columns(self) -> dict[int, str]:
        said = self.cleaned_data.items()
        return {
            int(name.removeprefix(A_COLUMN)): meaning
            for name, meaning in said
            if name.startswith(A_COLUMN)
        }

    @property
    def more(self) -> dict[str, Any]:
        said = self.cleaned_data.items()
        return {name: value for name, value in said if not name.startswith(A_COLUMN)}
