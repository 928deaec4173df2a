"""An old ledger as it is handed in, and what a person says of its columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.workbook_checks import column_letters
from rectification import sheets
from rectification.choices.ledger import SOURCES
from rectification.models import LedgerImport
from rectification.rules.words import SourceKind

NOT_READ = pgettext_lazy("column", "not read")


class ColumnsForm(forms.Form):
    """One field for each column of the file; what is proposed is chosen, a person confirms."""

    source = forms.ChoiceField(
        label=_("Source where a row names none"),
        choices=list(SOURCES.items()),
        initial=SourceKind.INSPECTION.value,
    )

    def __init__(self, *args: Any, batch: LedgerImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = batch.mapping.fields if batch.mapping else None
        if batch.mapping:
            self.fields["source"].initial = batch.mapping.source
        meanings = [("", NOT_READ)]
        meanings += [(column.field, column.heading) for column in sheets.READ.values()]
        for one in batch.layout:
            at = one["column"]
            proposed = one["field"] if said is None else said.get(at, "")
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=f"{column_letters(at)} · {one['heading']}",
                help_text="；".join(one["samples"]),
                choices=meanings,
                initial=proposed,
                required=False,
            )
        self.order_fields([name for name in self.fields if name != "source"])

    @property
    def columns(self) -> dict[int, str]:
        said = self.cleaned_data.items()
        return {
            int(name.removeprefix("column-")): meaning for name, meaning in said if name != "source"
        }
