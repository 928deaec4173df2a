"""Reads of the ground floor that return plain values."""

from bureau.calendar import WorkCalendar
from bureau.models import CalendarDay, CalendarYear, Department, Institution, Staff
from bureau.rules import DayKind


def work_calendar() -> WorkCalendar:
    """Load the calendar as a value: two queries, to be made once at the edge."""
    named: dict[str, dict] = {DayKind.HOLIDAY: {}, DayKind.MAKEUP: {}}
    for day, kind, name in CalendarDay.objects.values_list("day", "kind", "name"):
        named[kind][day] = name
    years = frozenset(CalendarYear.objects.values_list("year", flat=True))
    return WorkCalendar(named[DayKind.HOLIDAY], named[DayKind.MAKEUP], years)


def staff_names(institution: Institution) -> frozenset[str]:
    return frozenset(Staff.objects.filter(institution=institution).values_list("name", flat=True))


def department_names(institution: Institution) -> frozenset[str]:
    of_house = Department.objects.filter(institution=institution)
    return frozenset(of_house.values_list("name", flat=True))
