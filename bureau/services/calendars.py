"""The working calendar, year by year."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from bureau.models import CalendarDay, CalendarYear
from bureau.rules import DayKind


@transaction.atomic
def load_calendar_year(
    *, year: int, holidays: Mapping[date, str], makeup_days: Mapping[date, str], source: str
) -> int:
    """Replace one year of the calendar by what a notice says; return how many days it names."""
    CalendarDay.objects.filter(day__year=year).delete()
    days = [
        CalendarDay(day=day, kind=kind, name=name)
        for kind, named in ((DayKind.HOLIDAY, holidays), (DayKind.MAKEUP, makeup_days))
        for day, name in sorted(named.items())
    ]
    CalendarDay.objects.bulk_create(days)
    CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    return len(days)
