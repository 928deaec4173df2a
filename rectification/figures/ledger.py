"""The ledger's indicators over a period and some institutions, as it stood at the period's end.

Asked again later they say the same: a relapse, a strike-off or an extension of a later month
leaves an earlier month's as they were. What was struck off and came back counts as struck off on
that day, and as a relapse on the day on which somebody said so; in one time once, however often.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from bureau.figures import Figure
from bureau.models import Institution
from rectification.models import Item
from rectification.models.scope import LedgerQuerySet
from rectification.selectors import as_of

LIST = "rectification:items"


def figures(*, first: date, last: date, institutions: Collection[Institution]) -> list[Figure]:
    """Reckon all of them; what is open, overdue and old goes by the last day."""
    items = Item.objects.filter(institution__in=institutions)
    codes = [one.code for one in institutions]
    narrow = {"of": codes[0]} if len(codes) == 1 else {}
    narrow["until"] = last.isoformat()
    period = {**narrow, "since": first.isoformat()}
    return [
        _on_time(items, first, last, period),
        _overdue(items, last, narrow),
        _relapsed(items, first, last, period),
        _age(items, last, narrow),
    ]


def _items(told: QuerySet) -> int:
    """Count the items that rows tell of: what ended twice in a time is one item of the list."""
    return told.order_by().values("item").distinct().count()


def _on_time(items: LedgerQuerySet, first: date, last: date, narrow: dict[str, str]) -> Figure:
    """Of what was struck off, the part that its unit had reported done on time, at least once."""
    on_time = _items(as_of.on_time_between(items, first, last))
    total = _items(as_of.struck_off_between(items, first, last))
    return Figure("on_time", on_time, total, total, LIST, {**narrow, "only": "on_time"})


def _overdue(items: LedgerQuerySet, day: date, narrow: dict[str, str]) -> Figure:
    """Of what was with its unit, the part that was past its day."""
    total = as_of.with_the_unit_on(items, day).count()
    count = as_of.overdue_on(items, day).count()
    return Figure("overdue", count, total, total, LIST, {**narrow, "only": "overdue"})


def _relapsed(items: LedgerQuerySet, first: date, last: date, narrow: dict[str, str]) -> Figure:
    """Of what was struck off and could, the part of which somebody said that it came back."""
    back = _items(as_of.relapsed_between(items, first, last))
    total = _items(as_of.could_relapse_between(items, first, last))
    return Figure("relapsed", back, total, total, LIST, {**narrow, "only": "relapsed"})


def _age(items: LedgerQuerySet, day: date, narrow: dict[str, str]) -> Figure:
    """The mean age, in days since the order, of what was not struck off yet."""
    ordered = as_of.open_on(items, day)
    ages = [(day - issued_on).days for issued_on in ordered.values_list("issued_on", flat=True)]
    return Figure("age", sum(ages), len(ages), len(ages), LIST, {**narrow, "only": "open"})
