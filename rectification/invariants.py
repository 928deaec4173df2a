"""What must always hold of the ledger, whatever was killed, cut or done twice.

Each is one query for the rows that break it.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, IntegerField, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_noop as _

from bureau.invariants import Breach
from bureau.models import Act, Serial
from rectification.models import Closure, Evidence, Item, LookBack, Relapse
from rectification.rules.words import ItemState, Severity, Stage, Verdict
from rectification.services.acts import ITEM
from rectification.services.opening import SERIES

ACCEPTED = (Verdict.ACCEPTED, Verdict.PHASED)
WAITING = (ItemState.CLOSURE_REQUESTED, ItemState.VERIFYING)


def breaches(*, at: datetime) -> Iterator[Breach]:
    """Name every item that contradicts itself, and every gap in the numbers."""
    for rule, rows in _broken().items():
        for row in rows:
            yield Breach(rule, str(row))
    yield from _gaps()


def _broken() -> dict[str, QuerySet]:
    items = Item.objects.all()
    seen = Evidence.objects.filter(
        item=OuterRef("item"), round=OuterRef("round"), stage=Stage.AFTER
    )
    closed = items.filter(state=ItemState.CLOSED)
    opened = Act.objects.filter(object_kind=ITEM, object_no=OuterRef("no"), verb="open_item")
    of_round = LookBack.objects.filter(item=OuterRef("pk"), round=OuterRef("round"))
    waiting = Closure.objects.filter(item=OuterRef("pk"), verdict="")
    begun = Relapse.objects.filter(item=OuterRef("pk"), round=OuterRef("round"))
    return {
        _("struck off without an accepted application of its round"): closed.exclude(
            closure__item=F("pk"),
            closure__round=F("round"),
            closure__verdict=Verdict.ACCEPTED,
            closure__verified_by__isnull=False,
        ),
        _("struck off by a closure and not closed"): items.exclude(state=ItemState.CLOSED).filter(
            Q(closure__isnull=False) | Q(closed_on__isnull=False)
        ),
        _("accepted without evidence"): Closure.objects.filter(
            ~Exists(seen), verdict__in=ACCEPTED
        ).select_related("item"),
        _("verified by whoever applied"): Closure.objects.filter(
            verified_by=F("requested_by")
        ).select_related("item"),
        _("entered without an act"): items.filter(~Exists(opened)),
        _("high severity struck off without a look-back"): closed.filter(
            ~Exists(of_round), severity=Severity.HIGH
        ),
        _("waits for the bureau without an application"): items.filter(
            ~Exists(waiting), state__in=WAITING
        ),
        _("application waits at an item that is elsewhere"): items.filter(
            Exists(waiting), ~Q(state__in=WAITING)
        ),
        _("another round without its relapse"): items.filter(~Exists(begun), round__gt=1),
    }


def _gaps() -> Iterator[Breach]:
    """Numbers run from 1 to the last of each year, and no item has one beyond it."""
    serial = Cast(Substr("no", 9), IntegerField())
    for counter in Serial.objects.filter(series=SERIES):
        of_year = Item.objects.filter(no__startswith=f"ZG-{counter.period}-")
        count, top = of_year.count(), of_year.annotate(n=serial).aggregate(top=Max("n"))["top"]
        if not count == (top or 0) == counter.last:
            yield Breach(_("ledger numbers have a gap"), str(counter))
