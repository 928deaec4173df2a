"""What a person says of the columns of an old ledger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau import import_forms
from rectification import sheets
from rectification.choices.ledger import SOURCES
from rectification.models import LedgerImport
from rectification.rules.words import SourceKind


class ColumnsForm(import_forms.ColumnsForm):
    source = forms.ChoiceField(
        label=_("Source where a row names none"),
        choices=list(SOURCES.items()),
        initial=SourceKind.INSPECTION.value,
    )

    def __init__(self, *args: Any, batch: LedgerImport, **kwargs: Any) -> None:
        super().__init__(*args, batch=batch, meanings=sheets.READ.values(), **kwargs)
        if batch.mapping:
            self.fields["source"].initial = batch.mapping.source
