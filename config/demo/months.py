"""What happened in the demo county, month by month, told through the services."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from bureau.models import Institution, Staff, User
from bureau.services import seal_acts
from config.demo.books import OPEN_HOUSES
from config.demo.rows import checked, followup_row
from followups import selectors, services
from followups.models import SpotCheckItem
from followups.rules import register as rules
from followups.rules.problems import Problem, ProblemCode
from followups.rules.words import Verdict
from followups.sheets import CheckedRow

ROWS_A_MONTH = {"371323A01": 120, "371323A02": 64, "371323A03": 42}
LATE_BY = {  # institution: {how many months before the newest: days late}
    "371323A01": {4: 2}, "371323A03": {2: 1}, "371323B02": {1: 5}, "371323B04": {1: 2, 4: 3, 7: 4},
    "371323B06": {5: 1}, "371323B09": {3: 6}, "371323B12": {8: 2}, "371323B17": {2: 3},
}  # fmt: skip
MISSING = {"371323B01": {3}, "371323B04": {9}, "371323B16": {1, 2}, "371323B13": {6}}
NIL = {"371323B07": {2}, "371323B02": {6}, "371323B18": {4, 10}}
IN_PART = {"371323B11": {1}}
VERDICTS = [Verdict.GENUINE] * 40 + [
    Verdict.UNCLEAR, Verdict.NOT_FOLLOWED, Verdict.CONTENT_MISMATCH, Verdict.NUMBER_WRONG,
    Verdict.REFUSED, Verdict.UNREACHABLE,
]  # fmt: skip


def tell_months(
    *, until: date, count: int, day: date, at: datetime, seed: int = 20261110
) -> Iterator[date]:
    """Tell `count` months up to `until`, the newest left open for three houses.

    What would be handed in on `day` or later has not been handed in yet. `at` is when this is
    told: the trail is sealed then, so that each report carries its end.
    """
    for back in range(count - 1, -1, -1):
        month = rules.months_until(until, count=back + 1)[0]
        tell_month(month, back=back, day=day, at=at, chance=Random(f"{seed}-{month}"))
        yield month


def tell_month(month: date, *, back: int, day: date, at: datetime, chance: Random) -> None:
    services.open_month(month, at=timezone.make_aware(datetime.combine(month, time(8))))
    houses = list(selectors.owing_institutions(month).order_by("code"))
    late = [house for house in houses if back in LATE_BY.get(house.code, {})]
    for house in houses:
        is_open = back == 0 and house.code in OPEN_HOUSES
        if house not in late and not is_open and back not in MISSING.get(house.code, ()):
            arrived = _instant(month, chance.randrange(2, 8), chance)
            if timezone.localdate(arrived) < day:
                _hand_in(house, month, arrived, back, chance)
    if back == 0:
        return
    table = selectors.table_of(month)
    seal_acts(at=at)
    services.close_month(month=month, at=selectors.closing_of(month).freezes_at)
    for house in late:
        days = table.due_day + LATE_BY[house.code][back]
        arrived = _instant(month, days, chance)
        _hand_in(house, month, arrived, back, chance, reason="科室交接,漏报,现补交")
    services.close_month(month=month, at=_instant(month, 18, chance))
    _call_everybody(month, chance)


def _instant(month: date, day: int, chance: Random) -> datetime:
    local = datetime.combine(rules.month_after(month).replace(day=day), datetime.min.time())
    at = local + timedelta(hours=8, minutes=chance.randrange(30, 570))
    return timezone.make_aware(at)


def _hand_in(
    house: Institution, month: date, at: datetime, back: int, chance: Random, reason: str = ""
) -> None:
    officer = User.objects.get(institution=house)
    if back in NIL.get(house.code, ()):
        services.file_nil_report(institution=house, month=month, by=officer, at=at, reason=reason)
        return
    rows = invented_rows(house, month, timezone.localdate(at), chance)
    if back in IN_PART.get(house.code, ()):
        missing = Problem("discharged_on", ProblemCode.MISSING)
        rows.append(CheckedRow(len(rows) + 2, None, (missing,), {}))
    upload = services.receive_rows(institution=house, month=month, rows=rows, by=officer, at=at)
    services.submit_upload(upload=upload, by=officer, at=at, reason=reason)


def invented_rows(house: Institution, month: date, until: date, chance: Random) -> list[CheckedRow]:
    count = ROWS_A_MONTH.get(house.code) or chance.randrange(9, 34)
    staff = Staff.objects.filter(institution=house, position="医师")
    departments = sorted(set(staff.values_list("department__name", flat=True)))
    doctors = list(staff.order_by("staff_no").values_list("name", flat=True))
    return checked(
        [
            followup_row(
                chance, serial=serial, code=house.code, month=month, until=until,
                departments=departments, doctors=doctors,
            )
            for serial in range(1, count + 1)
        ]
    )  # fmt: skip


def _call_everybody(month: date, chance: Random) -> None:
    """Let the liaison officers call until every list of the month is finished."""
    waiting = SpotCheckItem.objects.filter(
        spot_check__register__month=month, is_called_up=True, verdict=""
    ).select_related("spot_check__register__institution")
    while items := list(waiting.order_by("pk")):
        for item in items:
            at = _instant(month, chance.randrange(19, 28), chance)
            officer = User.objects.get(
                assignments__institution=item.spot_check.register.institution
            )
            _call(item, officer, at, chance)


def _call(item: SpotCheckItem, officer: User, at: datetime, chance: Random) -> None:
    verdict = chance.choice(VERDICTS)
    table = selectors.table_of(item.spot_check.register.month)
    attempts = table.attempts_before_replacement if verdict == Verdict.UNREACHABLE else 1
    for attempt in range(1, attempts + 1):
        # Whoever does not answer is tried on another day.
        on_that_day = at + timedelta(days=attempt - 1)
        services.reveal_number(item=item, by=officer, at=on_that_day)
        services.record_call(
            item=item, attempt=attempt, verdict=verdict, by=officer,
            at=on_that_day + timedelta(minutes=5), grade="",
        )  # fmt: skip
