"""What the ledger's list is narrowed by. It stands in the address; nonsense narrows nothing."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.models import Institution, LeaderPost, ProblemCategory, Section, User
from bureau.signs import without_nul
from rectification import selectors
from rectification.choices import ledger as choices
from rectification.models.scope import LedgerQuerySet
from rectification.rules import states
from rectification.rules.words import ItemState, Tab
from rectification.selectors import as_of
from rectification.selectors.overview import NO_LEADER, NO_SECTION, NOBODY

ONLY = {
    "overdue": pgettext_lazy("ledger filter", "overdue"),
    "open": pgettext_lazy("ledger filter", "not yet struck off"),
    "on_time": pgettext_lazy("ledger filter", "struck off, done on time"),
    "late": pgettext_lazy("ledger filter", "struck off, done late"),
    "relapsed": pgettext_lazy("ledger filter", "reopened after a relapse"),
    "dismissed": pgettext_lazy("ledger filter", "not taken up"),
    "withdrawn": pgettext_lazy("ledger filter", "withdrawn"),
}
# Whoever asks for one of these asks across the tabs.
ACROSS = ("overdue", "open", "on_time", "late", "relapsed", "dismissed", "withdrawn")
EVERY = ("", pgettext_lazy("ledger filter", "all"))
NAMES = ("q", "of", "source", "category", "severity", "section", "leader", "only", "since", "until")
LOOKUPS = {
    "of": "institution__code",
    "source": "source",
    "severity": "severity",
    "section": "itemsection__section__code",
    "leader": "leader",
}
OF_CLOSED = ("on_time", "late")
OF_STRIKE_OFF = {"since": "closed_on__gte", "until": "closed_on__lte"}


class LedgerFilter(forms.Form):
    """Narrow the ledger by what a person may see of it."""

    q = forms.CharField(label=_("Words or number"), max_length=60, required=False)
    of = forms.ChoiceField(label=_("Institution"), required=False)
    source = forms.ChoiceField(
        label=pgettext_lazy("ledger", "Source"),
        choices=[EVERY, *choices.SOURCES.items()],
        required=False,
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[EVERY, *choices.SEVERITIES.items()], required=False
    )
    section = forms.ChoiceField(label=_("Section"), required=False)
    leader = forms.ChoiceField(label=_("Leader"), required=False)
    only = forms.ChoiceField(label=_("Only"), choices=[EVERY, *ONLY.items()], required=False)

    # The time of a figure whose rows are asked for; else the days of striking off.
    since = forms.DateField(required=False, widget=forms.HiddenInput())
    until = forms.DateField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Mapping[str, Any], *, user: User) -> None:
        super().__init__({name: without_nul(str(value)) for name, value in data.items()})
        seen = Institution.objects.visible_to(user)
        houses = seen.order_by("code").values_list("code", "name")
        tops = ProblemCategory.objects.tops().order_by("order", "code").values_list("code", "name")
        sections = Section.objects.values_list("code", "name")
        # Asked of the posts, not of the items: these are many, and whoever left leads some still.
        posts = LeaderPost.objects.filter(Q(institution=None) | Q(institution__in=seen))
        named = posts.select_related("institution").order_by("institution", "pk")
        leaders = [(str(post.pk), selectors.leader_words(post)) for post in named]
        for name, found in (
            ("of", houses), ("category", tops), ("section", [*sections, (NOBODY, NO_SECTION)]),
            ("leader", [*leaders, (NOBODY, NO_LEADER)]),
        ):  # fmt: skip
            self.fields[name].choices = [EVERY, *found]
        if user.institution_id:
            del self.fields["of"]

    @property
    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def counted(self) -> str:
        """Name the number of the overview whose rows are asked for; empty for none."""
        return self.asked.get("only", "")

    def narrow(self, rows: LedgerQuerySet, day: date) -> LedgerQuerySet:
        """Keep what is asked for, in any tab."""
        rows = self.chosen(rows)
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if self.counted in FIGURES and until is not None:
            return FIGURES[self.counted](rows, since or date(until.year, 1, 1), until)
        if self.counted in OF_CLOSED:
            days = {name: self.asked[name] for name in OF_STRIKE_OFF if name in self.asked}
            rows = rows.filter(**{OF_STRIKE_OFF[name]: day for name, day in days.items()})
        return counted_as(self.counted, rows, day) if self.counted else rows

    def chosen(self, rows: LedgerQuerySet) -> LedgerQuerySet:
        """Keep what the fields ask for, whichever number of the overview is opened with them."""
        asked = self.asked
        wanted = {LOOKUPS[name]: asked[name] for name in LOOKUPS if name in asked}
        rows = rows.filter(
            **{name: None if value == NOBODY else value for name, value in wanted.items()}
        )
        if code := asked.get("category"):
            rows = rows.filter(Q(category__code=code) | Q(category__parent__code=code))
        if words := asked.get("q"):
            rows = rows.filter(Q(problem__contains=words) | Q(no__contains=words))
        return rows

    @property
    def as_of(self) -> date | None:
        """Return the day by whose end the rows are counted, where a figure asks for them."""
        is_figure = self.counted in FIGURES
        return self.cleaned_data.get("until") if is_figure else None


def _of(found: QuerySet, rows: LedgerQuerySet) -> LedgerQuerySet:
    return rows.filter(pk__in=found.values("item"))


FIGURES: Mapping[str, Callable[[LedgerQuerySet, date, date], LedgerQuerySet]] = {
    "on_time": lambda rows, first, last: _of(as_of.on_time_between(rows, first, last), rows),
    "relapsed": lambda rows, first, last: _of(as_of.relapsed_between(rows, first, last), rows),
    "overdue": lambda rows, first, last: as_of.overdue_on(rows, last),
    "open": lambda rows, first, last: as_of.open_on(rows, last),
}
"""The rows that a figure of a time counts, as they stood at its end."""


def counted_as(name: str, rows: LedgerQuerySet, day: date) -> LedgerQuerySet:
    """Keep what one of the numbers of the overview counts."""
    closed = rows.filter(state=ItemState.CLOSED)
    if name == "overdue":
        return rows.overdue(day)
    if name == "open":
        return rows.filter(state__in=sorted(states.OPEN))
    if name == "on_time":
        return closed.filter(closure__requested_on__lte=F("closure__due_on"))
    if name == "late":
        return closed.filter(closure__requested_on__gt=F("closure__due_on"))
    if name == "relapsed":
        return rows.filter(round__gt=1)
    laid_aside = ItemState.WITHDRAWN if name == "withdrawn" else ItemState.DISMISSED
    return rows.filter(state=laid_aside)


def tab_of(text: str) -> Tab:
    return Tab(text) if text in set(Tab) else Tab.TO_RECTIFY
