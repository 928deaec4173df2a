"""The working calendar, year by year."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bureau.calendar_moves import movers
from bureau.models import CalendarDay, CalendarYear
from bureau.notice_files import LONGEST_NAME, NoticeError, NoticeFault, read_notice
from bureau.rules import DayKind
from bureau.selectors import work_calendar
from bureau.services.acts import Doer, record_act
from bureau.services.directory import DirectoryError

NOTICE_SOURCE = "国务院办公厅节假日安排通知"
MOST_NOTICE_BYTES = 100_000
FAULTS = {
    NoticeFault.NO_TEXT: _("This is no text file. Save the table as CSV and load that."),
    NoticeFault.NO_DAY: _("Line %(n)s: “%(written)s” is no day."),
    NoticeFault.OTHER_YEAR: _("Line %(n)s: %(written)s is no day of %(year)s."),
    NoticeFault.NAMED_TWICE: _("Line %(n)s: %(written)s is named twice."),
    NoticeFault.NO_KIND: _("Line %(n)s: “%(written)s” is neither 放假 nor 上班."),
    NoticeFault.NO_NAME: _("Line %(n)s: write which holiday this is, in at most 40 characters."),
    NoticeFault.NO_WEEKEND: _("Line %(n)s: %(written)s is no weekend day, it is worked anyway."),
    NoticeFault.FIXED_MISSING: _("%(written)s is missing: the file is not the whole notice."),
}


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
    ask_where_dates_move(at=at)
    return len(named)


def ask_where_dates_move(*, at: datetime) -> int:
    """Ask to confirm the open due dates that the calendar moves now; return how many they are.

    Whoever changes a day of the calendar calls it in the same transaction.
    """
    calendar = work_calendar()
    return sum(mover.ask(at, calendar) for mover in movers())


def load_notice(
    *, year: int, content: bytes, source: str, by: Doer | None, at: datetime
) -> CalendarYear:
    """Load a year of the calendar from a notice's days in a text file.

    :raises DirectoryError: naming the line that is no day of that year.
    """
    if len(content) > MOST_NOTICE_BYTES:
        raise DirectoryError(_("A year's notice is a small file: this one is not."))
    try:
        notice = read_notice(content, year)
    except NoticeError as error:
        facts = {"n": error.line, "written": error.written[:LONGEST_NAME], "year": year}
        raise DirectoryError(FAULTS[error.fault] % facts) from None
    load_calendar_year(**notice._asdict(), year=year, source=source, by=by, at=at)
    return CalendarYear.objects.get(year=year)
