"""The working calendar as it stands."""

from datetime import date

from bureau import calendar
from bureau.calendar import WorkCalendar
from bureau.models import CalendarDay, CalendarYear
from bureau.rules import DayKind


def work_calendar() -> WorkCalendar:
    """Load the calendar as a value: two queries, to be made once at the edge."""
    named: dict[str, dict] = {DayKind.HOLIDAY: {}, DayKind.MAKEUP: {}}
    for day, kind, name in CalendarDay.objects.values_list("day", "kind", "name"):
        named[kind][day] = name
    years = frozenset(CalendarYear.objects.values_list("year", flat=True))
    return WorkCalendar(named[DayKind.HOLIDAY], named[DayKind.MAKEUP], years)


def year_to_load(day: date) -> int | None:
    """Name the year whose notice is not loaded and should be by now."""
    years = CalendarYear.objects.values_list("year", flat=True)
    return calendar.year_to_load(day, set(years))
