"""The working calendar as it stands."""

from datetime import date

from bureau import calendar
from bureau.calendar import WorkCalendar
from bureau.calendar_moves import PAGE
from bureau.models import Act, CalendarDay, CalendarYear, Notice, User
from bureau.rules import ActorKind, DayKind


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


def was_asked_where_dates_move(user: User) -> bool:
    """Test if somebody was asked to confirm moved due dates and has confirmed none since."""
    asked = Notice.objects.filter(recipient=user, subject_kind=PAGE[0], subject_no=PAGE[1])
    latest = asked.order_by("-created_at").values_list("created_at", flat=True).first()
    if latest is None:
        return False
    own = Act.objects.filter(actor_kind=ActorKind.USER, actor_id=str(user.pk))
    return not own.filter(verb="move_due_dates", at__gt=latest).exists()
