"""How one knows that two records are one person, and which of them counts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import text
from bureau.models import Staff
from bureau.verbs import StepForm


class JoinForm(forms.Form):
    """`main` is the record that goes on counting; its unit carries out what is decided."""

    main = forms.ChoiceField(label=_("Record that counts from now on"), widget=forms.RadioSelect)
    reason = text(
        _("How one knows that it is one person"), longest=500,
        help_text=_("Which papers were compared: identity card, personnel file, practice licence."),
    )  # fmt: skip

    def __init__(self, *args: Any, records: tuple[Staff, Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records = records
        main: Any = self.fields["main"]
        main.choices = [
            (str(one.pk), f"{one.institution.name} · {one.staff_no} · {one.name}")
            for one in records
        ]

    @property
    def joining(self) -> dict[str, Any]:
        """Return what the service takes."""
        first, second = self.records
        is_first = self.cleaned_data["main"] == str(first.pk)
        record, counts_as = (second, first) if is_first else (first, second)
        return {"record": record, "counts_as": counts_as, "reason": self.cleaned_data["reason"]}


class UndoForm(StepForm):
    reason = text(_("Why it is not so"), longest=500)
