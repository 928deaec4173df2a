"""The working calendar, year by year."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from bureau.calendar_moves import movers
from bureau.models import CalendarDay, CalendarYear
from bureau.rules import DayKind
from bureau.selectors import work_calendar
from bureau.services.acts import Doer, record_act


@transaction.atomic
def load_calendar_year(
    *,
    year: int,
    holidays: Mapping[date, str],
    makeup_days: Mapping[date, str],
    source: str,
    by: Doer | None,
    at: datetime,
) -> int:
    """Replace one year of the calendar by what a notice says; return how many days it names.

    A year that says so already is left as it is, without an act. Open due dates stand until a
    person has confirmed where they move: whoever does is told.
    """
    kept, is_new = CalendarYear.objects.select_for_update().get_or_create(
        year=year, defaults={"source": source}
    )
    named = {day: (DayKind.HOLIDAY.value, name) for day, name in holidays.items()}
    named |= {day: (DayKind.MAKEUP.value, name) for day, name in makeup_days.items()}
    of_year = CalendarDay.objects.filter(day__year=year)
    before = {one.day: (one.kind, one.name) for one in of_year}
    if (before, kept.source, is_new) == (named, source, False):
        return len(named)
    of_year.delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=kind, name=name) for day, (kind, name) in sorted(named.items())
    )
    kept.source = source
    kept.save(update_fields=["source"])
    differing = {day for day in before.keys() | named.keys() if before.get(day) != named.get(day)}
    record_act(
        verb="load_calendar_year", kind="calendar_year", no=year, by=by, at=at,
        facts={"name": str(year), "source": source, "count": len(named),
               "changed": sorted(day.isoformat() for day in differing)},
    )  # fmt: skip
    calendar = work_calendar()
    for mover in movers():
        mover.ask(at, calendar)
    return len(named)
