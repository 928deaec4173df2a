"""Whether callers of the hotline were rung back in time, and which orders count at all.

Questions, what was given back, withdrawn or not handled, and what somebody agreed not to count
leave every denominator.
"""

from datetime import date, timedelta

from django.utils import timezone

from complaints.figures.counting import Counted, Period, by_case
from complaints.models import HotlineOrder, OrderRequest
from complaints.models.cases import CasesQuerySet
from complaints.rules.words import CaseState, CaseType, Channel, OrderAsk
from complaints.selectors import TablesByDay

NOT_OURS = sorted({CaseState.TRANSFERRED, CaseState.NOT_HANDLED, CaseState.WITHDRAWN})
LOOK_BACK = timedelta(days=30)
"""No time for ringing back is longer than that, whatever holidays lie in it."""


def response(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of the orders whose caller was to be rung by a day of the period, those that were.

    Who is to be rung by a day to come is not late yet, and counts from that day on.
    """
    until = min(period.last, period.today)
    came = counting_orders(cases, period).filter(
        received_at__date__range=(period.first - LOOK_BACK, period.last)
    )
    rung = dict(HotlineOrder.objects.filter(case__in=came.values("pk")).values_list(
        "case", "contacted_at"
    ))  # fmt: skip
    tables, found = TablesByDay(), []
    for pk, received_at in came.order_by().values_list("pk", "received_at"):
        received_on = timezone.localdate(received_at)
        days = tables[received_on].hotline_contact_workdays
        due_on = period.calendar.add_workdays(received_on, days)
        if period.first <= due_on <= until:
            found.append((pk, _was_rung(rung.get(pk), due_on)))
    return by_case(cases, found)


def _was_rung(contacted_at, due_on: date) -> bool:
    return contacted_at is not None and timezone.localdate(contacted_at) <= due_on


def counting_orders(cases: CasesQuerySet, period: Period) -> CasesQuerySet:
    """Keep the orders that count in the hotline's rates at the period's end."""
    agreed = OrderRequest.objects.filter(
        kind=OrderAsk.EXCLUDE, is_granted=True, decided_at__date__lte=period.last
    )
    return (
        cases.filter(channel=Channel.HOTLINE)
        .exclude(type=CaseType.CONSULTATION)
        .exclude(state_then__in=NOT_OURS)
        .exclude(pk__in=agreed.values("case"))
    )


def left_out(cases: CasesQuerySet, period: Period) -> int:
    """Count the orders that came in the period and leave the rates."""
    came = cases.filter(channel=Channel.HOTLINE, received_at__date__range=period.days)
    counting = counting_orders(cases, period).filter(received_at__date__range=period.days)
    return came.count() - counting.count()
