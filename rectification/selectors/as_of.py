"""How the ledger stood at the end of a day, told by its acts and dated rows, never by today's.

A figure of a month that is over stays what it was, whatever is struck off, extended, withdrawn
or comes back afterwards. What an old ledger brought in counts from the day it was brought in.
"""

from datetime import date, timedelta

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from bureau.models import Act
from rectification.models import Closure, Relapse
from rectification.models.scope import ITEM, LedgerQuerySet
from rectification.rules import states
from rectification.rules.words import ItemState, Verdict
from rectification.selectors.items import table_on

MOVE_THE_DAY = (
    "issue_item", "import_item", "decide_extension", "accept_closure", "reopen_item",
    "correct_order",
)  # fmt: skip
"""The acts that tell by their `due_on` which day an item is due on from then."""


def open_on(items: LedgerQuerySet, day: date) -> LedgerQuerySet:
    """Return what had been ordered and had not ended at the end of a day."""
    return _as_they_stood(items, day).filter(state_then__in=sorted(states.OPEN))


def with_the_unit_on(items: LedgerQuerySet, day: date) -> LedgerQuerySet:
    return _as_they_stood(items, day).filter(state_then__in=sorted(states.WITH_THE_UNIT))


def overdue_on(items: LedgerQuerySet, day: date) -> LedgerQuerySet:
    """Return what was past its day then. `LedgerQuerySet.overdue` says the same of today."""
    return with_the_unit_on(items, day).filter(due_then__lt=day)


def _as_they_stood(items: LedgerQuerySet, day: date) -> LedgerQuerySet:
    told = Act.objects.filter(
        object_kind=ITEM, object_no=OuterRef("no"), at__date__lte=day
    ).order_by("-at", "-pk")
    moved = told.filter(after__in=[str(state) for state in ItemState])
    dated = told.filter(verb__in=MOVE_THE_DAY, facts__has_key="due_on")
    due = Subquery(dated.annotate(due=KT("facts__due_on")).values("due")[:1])
    # What ended for good by that day had ended on it: its acts need not be asked.
    ended = Q(state=ItemState.CLOSED, closed_on__lte=day)
    return (
        items.filter(issued_on__lte=day)
        .exclude(ended)
        .annotate(state_then=Subquery(moved.values("after")[:1]), due_then=Cast(due, DateField()))
    )


def struck_off_between(items: LedgerQuerySet, first: date, last: date) -> QuerySet[Closure]:
    """Return the strike-offs of a time by their applications, those that came back later too."""
    return _known(items, last).filter(_struck_off_between(first, last))


def on_time_between(items: LedgerQuerySet, first: date, last: date) -> QuerySet[Closure]:
    return struck_off_between(items, first, last).filter(requested_on__lte=F("due_on"))


def relapsed_between(items: LedgerQuerySet, first: date, last: date) -> QuerySet[Relapse]:
    """Return the relapses that were said in a time."""
    return Relapse.objects.filter(item__in=items, at__date__range=(first, last))


def could_relapse_between(items: LedgerQuerySet, first: date, last: date) -> QuerySet[Closure]:
    """Return the strike-offs of which somebody could say in a time that the problem is back."""
    since = first - timedelta(days=table_on(first).relapse_days)
    back = Relapse.objects.filter(was_closure=OuterRef("pk"))
    was_back = Exists(back.filter(at__date__lt=first))
    comes_back = Exists(back.filter(at__date__range=(first, last)))
    stood = _struck_off_between(since, last) & ~Q(was_back)
    return _known(items, last).filter(stood | Q(comes_back))


def _known(items: LedgerQuerySet, last: date) -> QuerySet[Closure]:
    return Closure.objects.filter(
        item__in=items, verdict=Verdict.ACCEPTED, verified_at__date__lte=last
    )


def _struck_off_between(first: date, last: date) -> Q:
    period = (first, last)
    came_back = Relapse.objects.filter(was_closure=OuterRef("pk"), was_closed_on__range=period)
    return Q(struck_off__closed_on__range=period) | Q(Exists(came_back))
