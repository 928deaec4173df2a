"""The ledger's indicators over a period and some institutions. They go by what stands now.

What was struck off and came back counts as a strike-off of its own day, and as a relapse.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import F

from bureau.figures import Figure
from bureau.models import Institution
from rectification.models import Item, Relapse
from rectification.models.items import LedgerQuerySet
from rectification.rules import states
from rectification.rules.words import ItemState

LIST = "rectification:items"


def figures(*, first: date, last: date, institutions: Collection[Institution]) -> list[Figure]:
    """Reckon all of them; what is open, overdue and old goes by the last day."""
    items = Item.objects.filter(institution__in=institutions)
    codes = [one.code for one in institutions]
    narrow = {"of": codes[0]} if len(codes) == 1 else {}
    return [
        _on_time(items, first, last, narrow),
        _overdue(items, last, narrow),
        _relapsed(items, first, last, narrow),
        _age(items, last, narrow),
    ]


def _on_time(items: LedgerQuerySet, first: date, last: date, narrow: dict[str, str]) -> Figure:
    """Of what was struck off, the part that its unit had reported done on time."""
    closed = items.filter(state=ItemState.CLOSED, closed_on__range=(first, last))
    on_time = closed.filter(closure__requested_on__lte=F("due_on")).count()
    total = closed.count()
    period = {"since": first.isoformat(), "until": last.isoformat()}
    return Figure("on_time", on_time, total, total, LIST, {**narrow, "only": "on_time", **period})


def _overdue(items: LedgerQuerySet, day: date, narrow: dict[str, str]) -> Figure:
    """Of what is with its unit, the part that is past its day."""
    total = items.with_the_unit().count()
    count = items.overdue(day).count()
    return Figure("overdue", count, total, total, LIST, {**narrow, "only": "overdue"})


def _relapsed(items: LedgerQuerySet, first: date, last: date, narrow: dict[str, str]) -> Figure:
    """Of the strike-offs, the part after which the same problem came back."""
    period = (first, last)
    back = Relapse.objects.filter(item__in=items, was_closed_on__range=period).count()
    still = items.filter(state=ItemState.CLOSED, closed_on__range=period).count()
    total = back + still
    return Figure("relapsed", back, total, total, LIST, {**narrow, "only": "relapsed"})


def _age(items: LedgerQuerySet, day: date, narrow: dict[str, str]) -> Figure:
    """The mean age, in days since the order, of what is not struck off yet."""
    ordered = items.filter(state__in=sorted(states.OPEN), issued_on__lte=day)
    ages = [(day - issued_on).days for issued_on in ordered.values_list("issued_on", flat=True)]
    return Figure("age", sum(ages), len(ages), len(ages), LIST, {**narrow, "only": "open"})
