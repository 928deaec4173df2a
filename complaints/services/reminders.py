"""Who hears of a clock before its day, on it and after it.

A thing is known by its case, its clock and the day it is due on: a day that was moved by a pause
or an extension is warned of anew, and nothing else is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from django.db.models import QuerySet
from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.due import DueThing, Level
from bureau.services import About, Telling, take_due_levels
from complaints import notices, selectors
from complaints.models import Case, ClockRow
from complaints.models.clocks import RESTS
from complaints.rules import clocks, reminders
from complaints.rules.words import CaseState, ClockFamily


def remind_of_cases(*, at: datetime, calendar: WorkCalendar) -> int:
    """Say whatever is to be said by `at` of the clocks that run; return how much was new."""
    return take_due_levels(RunningClocks(calendar), at=at, calendar=calendar)


class RunningClocks:
    """The clocks that run, of each case the strictest of those due at one instant
    (a `bureau.services.DueKind`)."""

    name = "case_clock"
    stale_after = reminders.STALE_AFTER

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    @property
    def zone(self) -> tzinfo:
        return timezone.get_default_timezone()

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        rows = running().filter(due_at__gte=at - self.stale_after).order_by("due_at", "pk")
        tables = selectors.TablesByDay()
        for row in _strictest(rows.select_related("case")):
            ladder = reminders.levels(
                row.clock, row.due_at, calendar=self.calendar, zone=self.zone,
                table=tables[row.started_on], since=row.case.received_at,
            )  # fmt: skip
            yield DueThing(f"{row.case.no} {row.code} {row.due_on}", ladder)

    def lock(self, no: str) -> ClockRow | None:
        """Lock the clock's case first, as every verb does, then read the clock anew."""
        case_no, code, due_on = no.split()
        case = Case.objects.select_for_update(of=("self",)).filter(no=case_no).first()
        rows = running().filter(case=case, code=code, due_on=due_on)
        people = ("case__institution", "case__handler__section")
        return rows.select_related(*people).first() if case else None

    def about(self, thing: ClockRow) -> About:
        case = thing.case
        return About(lambda: notices.title(thing), None if case.is_accusation else case.institution)

    def tellings(self, thing: ClockRow, level: Level, *, at: datetime) -> Sequence[Telling]:
        day = timezone.localdate(at)
        told = notices.responsible_for(thing, day)
        section = notices.section_of(thing.case, day)
        if level.no == reminders.UNSIGNED:
            return [notices.due_soon(thing, [*told, *notices.heads_of(section)])]
        if level.no < reminders.OVERDUE:
            return [notices.due_soon(thing, told)]
        if level.no >= reminders.HEAD:
            told = [*told, *notices.heads_of(section)]
        if level.no >= reminders.DEPUTY:
            told = [*told, *notices.deputies_or_leaders(section, day)]
        unclaimed = None if notices.has_handler(thing.case) else section
        return [notices.overdue(thing, told, section=unclaimed)]


def running() -> QuerySet[ClockRow]:
    """Return the clocks that run; while a case is paused, those of it that go on."""
    rows = ClockRow.objects.filter(stopped_at=None, is_void=False)
    return rows.exclude(RESTS, case__state=CaseState.SUSPENDED)


def _strictest(rows: Iterable[ClockRow]) -> list[ClockRow]:
    """Keep of each case and instant one clock: the law's, the channel's, then the house's.

    What may be done and need not comes after all of them.
    """
    order = list(ClockFamily)

    def rank(row: ClockRow) -> tuple[bool, int]:
        return row.code in clocks.RIGHTS, order.index(ClockFamily(row.family))

    kept: dict[tuple[int, datetime], ClockRow] = {}
    for row in rows:
        standing = kept.setdefault((row.case_id, row.due_at), row)
        if rank(row) < rank(standing):
            kept[row.case_id, row.due_at] = row
    return list(kept.values())
