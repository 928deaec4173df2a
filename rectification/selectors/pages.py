"""The ledger's list, page after page along an index: the last page costs what the first does."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db.models import BooleanField, F, Func, Prefetch, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

from bureau.models import User
from rectification.models import Item, ItemSection, LookBack
from rectification.models.scope import LedgerQuerySet
from rectification.rules.words import ItemState, Tab

PER_PAGE = 50
NO_DAY = "-"
Mark = tuple[str, int]
"""Where a page ends: the day its last row is ordered by, and the row."""


class Page(NamedTuple):
    items: list[Item]
    after: str
    """Where the next page begins; empty on the last."""


def page_of(
    rows: LedgerQuerySet, tab: Tab | None, *, reader: User, after: str = "", size: int = PER_PAGE
) -> Page:
    """Read one page of what stands in a tab, in the tab's order; a mark not ours begins anew.

    Without a tab: of all rows given, by their due day.
    """
    mark = read_mark(after)
    if mark and mark[0] == NO_DAY and tab in DAYS:
        mark = None
    if tab is None:
        in_order = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
        found = _by_due_day(with_all_that_is_shown(in_order), mark, size + 1)
    elif tab is Tab.LOOK_BACK:
        planned = LookBack.objects.visible_to(reader).waiting()
        found = _by_look_back(rows, planned, mark, size + 1)
    else:
        in_tab = rows.in_tab(tab, reader=reader)
        found = READERS[tab](with_all_that_is_shown(in_tab), mark, size + 1)
    if len(found) <= size:
        return Page(found, "")
    return Page(found[:size], mark_of(found[size - 1], tab))


def with_all_that_is_shown(rows: LedgerQuerySet) -> LedgerQuerySet:
    sections = Prefetch("itemsection_set", ItemSection.objects.select_related("section"))
    return rows.select_related("institution", "category", "leader").prefetch_related(sections)


def _row(*columns: str) -> Func:
    """Take columns as one row: an index of them finds its place at once, day and number.

    Compared one by one, all that falls on the same day would be read up to that place.
    """
    return Func(*map(F, columns), function="ROW", output_field=BooleanField())


def _place(mark: Mark) -> Func:
    return Func(*map(Value, mark), function="ROW", output_field=BooleanField())


def _by_due_day(rows: LedgerQuerySet, mark: Mark | None, size: int) -> list[Item]:
    """Read on by the due day. Drafts have none and come last, as a second range of the index."""
    if mark is None:
        return list(rows[:size])
    day, pk = mark
    found: list[Item] = []
    if day != NO_DAY:
        found = list(rows.filter(GreaterThan(_row("due_on", "pk"), _place(mark)))[:size])
        pk = 0
    # Only a last page has room for what has no day.
    if len(found) < size:
        found += rows.filter(due_on=None, pk__gt=pk)[: size - len(found)]
    return found


def _by_number(rows: LedgerQuerySet, mark: Mark | None, size: int) -> list[Item]:
    return list(rows.filter(pk__gt=mark[1] if mark else 0)[:size])


def _by_entry(rows: LedgerQuerySet, mark: Mark | None, size: int) -> list[Item]:
    """Read on by the moment of the entry: what waits longest is first, as on the to-do card."""
    if mark is not None:
        rows = rows.filter(GreaterThan(_row("opened_at", "pk"), _place(mark)))
    return list(rows[:size])


def _by_closing_day(rows: LedgerQuerySet, mark: Mark | None, size: int) -> list[Item]:
    if mark is not None:
        rows = rows.filter(LessThan(_row("closed_on", "pk"), _place(mark)))
    return list(rows[:size])


def _by_look_back(
    rows: LedgerQuerySet, planned: QuerySet[LookBack], mark: Mark | None, size: int
) -> list[Item]:
    """Read on by the day of the look-back, which stands on a row of its own."""
    closed = rows.filter(state=ItemState.CLOSED)
    planned = planned.filter(item__in=closed).order_by("due_on", "item")
    if mark is not None:
        planned = planned.filter(GreaterThan(_row("due_on", "item"), _place(mark)))
    days = dict(planned.values_list("item", "due_on")[:size])
    items = with_all_that_is_shown(Item.objects.filter(pk__in=days)).in_bulk()
    for pk, due_on in days.items():
        items[pk].look_back_on = due_on
    return [items[pk] for pk in days]


READERS: dict[Tab, Callable[[LedgerQuerySet, Mark | None, int], list[Item]]] = {
    Tab.TO_TAKE_UP: _by_entry,
    Tab.ALL: _by_number,
    Tab.TO_RECTIFY: _by_due_day,
    Tab.RECTIFYING: _by_due_day,
    Tab.TO_VERIFY: _by_due_day,
    Tab.CLOSED: _by_closing_day,
}


DAYS: dict[Tab | None, str] = {
    Tab.TO_TAKE_UP: "opened_at", Tab.CLOSED: "closed_on", Tab.LOOK_BACK: "look_back_on",
}  # fmt: skip
"""What a tab is ordered by, where it is not the due day."""


def mark_of(item: Item, tab: Tab | None) -> str:
    day = getattr(item, DAYS.get(tab, "due_on"))
    text = day.isoformat() if day else NO_DAY
    return base64.urlsafe_b64encode(f"{text} {item.pk}".encode()).decode()


def read_mark(text: str) -> Mark | None:
    """Read where to go on; None for what is no mark of ours."""
    try:
        day, pk = base64.urlsafe_b64decode(text.encode()).decode().split(" ")
        if day != NO_DAY:
            datetime.fromisoformat(day)
        return day, min(int(pk), 2**63 - 1)
    except (ValueError, binascii.Error):
        return None
