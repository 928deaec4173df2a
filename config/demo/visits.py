"""Visits in the demo county: done ones with findings in the ledger, one hidden, one to make."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from bureau.models import Institution, User
from config.demo.books import OPEN_HOUSES
from rectification.models import Visit
from rectification.rules.inspections import Finding, VisitKind
from rectification.services import visits as services

INSPECTORS = ("limin", "linyan")
FAULTS = {
    "S-04": (Finding.UNMET, "导医台无人在岗"),
    "S-05": (Finding.UNMET, "高峰时段无人引导，挂号排队超过20人"),
    "S-08": (Finding.PARTIAL, "老花镜缺失，饮水机无水"),
    "S-11B": (Finding.UNMET, "收费窗口2人未佩戴胸卡"),
    "D-09": (Finding.PARTIAL, "重点投诉回访无记录"),
}
HOUSES = 4


def tell_visits(*, day: date) -> None:
    people = list(User.objects.filter(username__in=INSPECTORS).order_by("username"))
    # The officers of the houses that have not handed in yet see what is due, and nothing else.
    others = Institution.objects.exclude(code__in=OPEN_HOUSES).order_by("code")
    houses = list(others[: HOUSES + 2])
    for number, house in enumerate(houses[:HOUSES]):
        kind = VisitKind.UNANNOUNCED if number % 2 else VisitKind.INSPECTION
        on = day - timedelta(days=40 - 9 * number)
        _done(_planned(house, kind, on, people, said_on=on), people[0], on, skip=number)
    _planned(houses[HOUSES], VisitKind.UNANNOUNCED, day, people, said_on=day)
    _planned(
        houses[HOUSES + 1], VisitKind.SUPERVISION, day + timedelta(days=3), people, said_on=day
    )


def _planned(
    house: Institution, kind: VisitKind, on: date, people: list[User], *, said_on: date
) -> Visit:
    at = _at(said_on, 8)
    return services.plan_visit(
        institution=house, kind=kind, planned_on=on, inspectors=people, by=people[0], at=at
    )


def _done(visit: Visit, by: User, on: date, *, skip: int) -> None:
    """Answer every item, enter what is not met in the ledger, and finish in the afternoon."""
    at = _at(on, 10)
    for number, item in enumerate(visit.checklist.items.order_by("position")):
        finding, note = FAULTS.get(item.code, (Finding.MET, ""))
        if number % HOUSES == skip:
            finding, note = Finding.MET, ""
        result = services.record_finding(
            visit=visit, item=item, finding=finding, note=note, by=by, at=at
        )
        if result.is_unmet:
            services.draft_from_finding(result=result, by=by, at=at)
    services.finish_visit(visit=visit, by=by, at=_at(on, 16))


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
