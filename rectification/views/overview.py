"""The ledger from above: what waits for the bureau, and how leaders and sections stand."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from rectification import selectors, wording
from rectification.models import Item
from rectification.views.desk import allowed

SHOWN_AT_ONCE = 100


@allowed("view_item")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Count per accountable leader and per section; every number opens its rows."""
    day = timezone.localdate()
    rows = Item.objects.visible_to(request.user)
    context = {
        "total": selectors.tally(rows, day),
        "leaders": selectors.tally_by_leader(rows, day),
        "sections": selectors.tally_by_section(rows, day),
    }
    return render(request, "rectification/overview.html", context)


@allowed("verify_item")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the bureau: to be verified, off notice, to be decided, to be looked at."""
    day = timezone.localdate()
    rows = Item.objects.visible_to(request.user)
    waiting = {
        "closures": selectors.waiting_closures(rows),
        "off_notice": selectors.off_notice(rows, day),
        "extensions": selectors.extensions_asked(rows),
        "look_backs": selectors.look_backs_due(rows, day),
    }
    parts = {name: _part(name, found, request) for name, found in waiting.items()}
    closures = parts["closures"].rows
    to_verify = [(one, wording.verify_chip(one.verify_by, day)) for one in closures]
    return render(request, "rectification/queue.html", {**parts, "to_verify": to_verify})


class Part(NamedTuple):
    """One list of the queue, as much of it as is shown at once."""

    rows: list[Any]
    first: int
    page: int
    has_more: bool

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def _part(name: str, found: QuerySet[Any], request: HttpRequest) -> Part:
    """Read one page of a list; its number stands in the address under the list's name."""
    asked = request.GET.get(name, "")[:4]
    page = max(int(asked), 1) if asked.isascii() and asked.isdecimal() else 1
    before = (page - 1) * SHOWN_AT_ONCE
    rows = list(found[before : before + SHOWN_AT_ONCE + 1])
    return Part(rows[:SHOWN_AT_ONCE], before + 1, page, len(rows) > SHOWN_AT_ONCE)
