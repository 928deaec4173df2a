"""What a check of eligibility asks for: a day, a purpose, one person or a list."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accountability import sheets
from accountability.eligibility_choices import PURPOSES
from accountability.rules.effects import Purpose
from accountability.rules.eligibility import Wanted
from accountability.selectors.effects import award_types
from accountability.services.eligibility import Asked
from accountability.sheets import Fault, ListFault
from bureau.form_fields import WORKBOOK_TYPES, DayInput
from bureau.workbooks import WorkbookRefused, read_workbook

MOST_FAULTS = 20
FAULTS = {
    ListFault.NO_NAMES: _("There is no column headed 姓名 in this workbook."),
    ListFault.NO_ROWS: _("There is no line below the headings."),
    ListFault.TOO_MANY: _("There are %(said)s lines; at most 200 names are checked at once."),
    ListFault.NAME_MISSING: _("Row %(row)s, column %(column)s: the name is missing."),
    ListFault.TOO_LONG: _("Row %(row)s, column %(column)s: “%(said)s…” is too long."),
    ListFault.NO_VALUE: _("Row %(row)s, column %(column)s: %(said)s is no value."),
}


class DayForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)


class CheckForm(forms.Form):
    """One person, or a workbook of names; which of both, one says by filling it in."""

    purpose = forms.ChoiceField(
        label=_("Looked up for"), choices=list(PURPOSES.items()), widget=forms.RadioSelect,
        initial=Purpose.AWARD.value,
    )  # fmt: skip
    on = forms.DateField(
        label=_("As it stands on"), widget=DayInput(),
        help_text=_("Today, or any day that is over."),
    )  # fmt: skip
    year = forms.IntegerField(
        label=_("Year of the awards"), required=False, min_value=2000, max_value=2099,
        help_text=_("Only for awards: the year for which they are given, which may be over."),
    )  # fmt: skip
    award = forms.ChoiceField(
        label=_("Kind of award"), required=False,
        help_text=_("Only for awards; the list is the rules' own."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    staff_no = forms.CharField(label=_("Staff number"), max_length=32, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False,
        help_text=_("Tells apart people of one name, as the staff number does."),
    )  # fmt: skip
    workbook = forms.FileField(
        label=_("Or a list (.xlsx)"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": WORKBOOK_TYPES}),
        help_text=_(
            "At most 200 names, under the headings 姓名, 工号, 联系电话, 单位; only the first has"
            " to be there."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        kinds = award_types(timezone.localdate())
        self.fields["award"].choices = [("", _("any award")), *((one, one) for one in kinds)]

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("Of a day to come nothing is known."))
        return on

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (
            said.get("purpose") == Purpose.AWARD
            and not said.get("year")
            and not self.has_error("year")
        ):
            self.add_error("year", _("Please write for which year the awards are given."))
        name, workbook = (said.get("name") or "").strip(), said.get("workbook")
        if bool(name) == bool(workbook) and "workbook" not in self.errors:
            self.add_error(None, _("Write one name, or choose a list: one of the two."))
        elif workbook:
            self._read(workbook)
        else:
            said["wanted"] = [Wanted(1, name, said["staff_no"].strip(), said["phone"].strip())]
        return said

    def _read(self, workbook: Any) -> None:
        try:
            self.cleaned_data["wanted"] = sheets.read_names(read_workbook(workbook.read()))
        except WorkbookRefused as refused:
            self.add_error("workbook", str(refused))
        except sheets.ListRefused as refused:
            for one in refused.faults[:MOST_FAULTS]:
                self.add_error("workbook", worded(one))
            if more := len(refused.faults) - MOST_FAULTS:
                self._say_more(more)

    def _say_more(self, more: int) -> None:
        if more > 0:
            said = ngettext("And %(n)s more fault.", "And %(n)s more faults.", more)
            self.add_error("workbook", said % {"n": more})

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        return Asked(
            purpose=Purpose(said["purpose"]), on=said["on"], year=said["year"], award=said["award"]
        )


def worded(fault: Fault) -> str:
    return str(FAULTS[fault.code]) % fault._asdict()


class VerifyForm(forms.Form):
    """Number and code of a paper, however they are typed; and a name that stands on it."""

    no = forms.CharField(
        label=_("Number"), max_length=40, widget=forms.TextInput(attrs={"placeholder": "HC-"}),
        error_messages={"required": _("Please write the number: it begins with HC.")},
    )  # fmt: skip
    code = forms.CharField(
        label=_("Verification code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Please write the code: sixteen letters and figures.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("A name on the paper"), max_length=60, required=False,
        help_text=_("If you write one, you are told what the paper says of it."),
    )  # fmt: skip
