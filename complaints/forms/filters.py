"""What the queue is narrowed by. It stands in the address; nonsense narrows nothing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.desk import without_nul
from bureau.models import Institution, ProblemCategory, User
from complaints import choices, selectors
from complaints.models import Case
from complaints.models.cases import CasesQuerySet
from complaints.rules.words import Tab

EVERY = ("", pgettext_lazy("case filter", "all"))
NOBODY = "nobody"
LOOKUPS = {"of": "institution__code", "channel": "channel"}


class QueueFilter(forms.Form):
    """Narrow the cases that a person may see."""

    q = forms.CharField(
        label=_("Search"), max_length=60, required=False,
        widget=forms.TextInput(
            attrs={"placeholder": _("Number, phone tail, initials or words")}
        ),
    )  # fmt: skip
    of = forms.ChoiceField(label=_("Institution"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[EVERY, *choices.CHANNELS.items()], required=False
    )
    handler = forms.ChoiceField(label=pgettext_lazy("case", "Handled by"), required=False)

    def __init__(self, data: Mapping[str, Any], *, user: User) -> None:
        super().__init__({name: without_nul(str(value)) for name, value in data.items()})
        self.user = user
        houses = Institution.objects.visible_to(user).order_by("code").values_list("code", "name")
        tops = ProblemCategory.objects.tops().order_by("order", "code").values_list("code", "name")
        handling = Case.objects.visible_to(user).order_by().values("handler")
        people = User.objects.filter(pk__in=handling).order_by("name").values_list("pk", "name")
        self.fields["of"].choices = [EVERY, *houses]
        self.fields["category"].choices = [EVERY, *tops]
        self.fields["handler"].choices = [
            EVERY, (NOBODY, _("nobody yet")), *((str(pk), name) for pk, name in people),
        ]  # fmt: skip
        if user.institution_id:
            for name in ("of", "handler", "channel"):
                del self.fields[name]

    @property
    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows: CasesQuerySet) -> CasesQuerySet:
        """Keep what is asked for, in any tab."""
        asked = self.asked
        rows = rows.filter(**{LOOKUPS[name]: asked[name] for name in LOOKUPS if name in asked})
        if code := asked.get("category"):
            rows = rows.filter(Q(category__code=code) | Q(category__parent__code=code))
        if handler := asked.get("handler"):
            rows = rows.filter(handler=None if handler == NOBODY else handler)
        return selectors.search(rows, asked.get("q", ""), user=self.user)


def tab_of(text: str) -> Tab:
    return Tab(text) if text in set(Tab) else Tab.TO_ACCEPT
