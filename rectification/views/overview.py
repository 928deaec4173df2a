"""The ledger from above: what waits for the bureau, and how leaders and sections stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from rectification import selectors, wording
from rectification.models import Item
from rectification.views.desk import allowed

MOST_SHOWN = 100


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
    closures = selectors.waiting_closures(rows)[:MOST_SHOWN]
    context = {
        "closures": [(one, wording.verify_chip(one.verify_by, day)) for one in closures],
        "off_notice": selectors.off_notice(rows, day)[:MOST_SHOWN],
        "extensions": selectors.extensions_asked(rows)[:MOST_SHOWN],
        "look_backs": selectors.look_backs_due(rows, day)[:MOST_SHOWN],
    }
    return render(request, "rectification/queue.html", context)
