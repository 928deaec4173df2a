"""What the queue is narrowed by. It stands in the address; nonsense narrows nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.desk import without_nul
from bureau.models import Institution, ProblemCategory, User
from bureau.selectors import work_calendar
from complaints import choices, figure_words, selectors
from complaints.figures import counted_cases
from complaints.figures.counting import Period
from complaints.models import Case
from complaints.models.queue import CasesQuerySet
from complaints.rules import clocks
from complaints.rules.words import Tab, Waiting

EVERY = ("", pgettext_lazy("case filter", "all"))
NOBODY, ME, OVER = "nobody", "me", "over"
SEARCHED = _(
    "Searched are numbers, phones (whole or the last four digits), full names or their pinyin"
    " initials, and words of the text, parted by spaces."
)
LOOKUPS = {"of": "institution__code", "channel": "channel"}


class QueueFilter(forms.Form):
    """Narrow the cases that a person may see."""

    q = forms.CharField(
        label=_("Search"), max_length=60, required=False,
        widget=forms.TextInput(
            attrs={"placeholder": _("Number, phone, name or words"), "title": SEARCHED, "size": 26}
        ),
    )  # fmt: skip
    of = forms.ChoiceField(label=_("Institution"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[EVERY, *choices.CHANNELS.items()], required=False
    )
    handler = forms.ChoiceField(label=pgettext_lazy("case", "Handled by"), required=False)
    # What a number of the overview counts, between two days.
    only = forms.ChoiceField(
        choices=[("", ""), *figure_words.FIGURES.items()], required=False, widget=forms.HiddenInput
    )
    since = forms.DateField(required=False, widget=forms.HiddenInput)
    until = forms.DateField(required=False, widget=forms.HiddenInput)
    due = forms.ChoiceField(
        label=pgettext_lazy("case", "Due"), required=False,
        choices=[EVERY, (OVER, pgettext_lazy("case filter", "overdue since yesterday or longer")),
                 ("today", pgettext_lazy("case filter", "due today")),
                 ("week", pgettext_lazy("case filter", "due within seven days"))],
    )  # fmt: skip

    waits = forms.ChoiceField(
        label=_("Waits for"), choices=[EVERY, *choices.WAITING.items()], required=False
    )

    def __init__(self, data: Mapping[str, Any], *, user: User, day: date | None = None) -> None:
        super().__init__({name: without_nul(str(value)) for name, value in data.items()})
        self.user, self.day = user, day or timezone.localdate()
        self.is_read_in_part = False
        tops = ProblemCategory.objects.tops().order_by("order", "code").values_list("code", "name")
        self.fields["category"].choices = [EVERY, *tops]
        if user.institution_id:
            # It finds by number and by what it was given to read alone.
            box = self.fields["q"].widget
            box.attrs = {"placeholder": _("Number or words"), "size": 26}
            for name in ("of", "handler", "channel", "only", "since", "until", "waits"):
                del self.fields[name]
            return
        houses = Institution.objects.visible_to(user).order_by("code").values_list("code", "name")
        handling = Case.objects.visible_to(user).order_by().values("handler")
        people = User.objects.filter(pk__in=handling).order_by("name").values_list("pk", "name")
        self.fields["of"].choices = [EVERY, *houses]
        self.fields["handler"].choices = [
            EVERY, (ME, pgettext_lazy("case filter", "me")), (NOBODY, _("nobody yet")),
            *((str(pk), name) for pk, name in people),
        ]  # fmt: skip

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
            rows = rows.filter(handler=self._handler(handler))
        rows = rows.filter(self._due(asked.get("due", "")))
        if waits := asked.get("waits"):
            rows = selectors.waiting_for(Waiting(waits), rows, user=self.user)
        if period := self.period:
            rows = rows.filter(pk__in=counted_cases(asked["only"], rows, period))
        words = asked.get("q", "")
        self.is_read_in_part = selectors.leaves_unread(rows, words, user=self.user)
        return selectors.search(rows, words, user=self.user)

    @property
    def period(self) -> Period | None:
        """Return the time of which an overview's number is asked for; None where none is."""
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if not self.asked.get("only") or first is None or last is None or last < first:
            return None
        return Period(first, last, work_calendar(), self.day)

    def _handler(self, asked: str) -> Any:
        return {NOBODY: None, ME: self.user.pk}.get(asked, asked)

    def _due(self, asked: str) -> Q:
        """Keep what was, is or will be due, reckoned from midnight of the day."""
        today = clocks.end_of(self.day - clocks.ONE_DAY, timezone.get_default_timezone())
        tomorrow, week = today + clocks.ONE_DAY, today + 7 * clocks.ONE_DAY
        return {
            OVER: Q(next_due_at__lte=today),
            "today": Q(next_due_at__gt=today, next_due_at__lte=tomorrow),
            "week": Q(next_due_at__gt=today, next_due_at__lte=week),
        }.get(asked, Q())


def tab_of(text: str, user: User) -> Tab:
    """Return the tab asked for; else the one where this person's own work stands."""
    if text in set(Tab):
        return Tab(text)
    return Tab.HANDLING if user.institution_id else Tab.TO_ACCEPT
