"""The open clocks of cases, when the working calendar has become another one."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureau.calendar import WorkCalendar
from bureau.calendar_moves import PAGE, DueMove, Mover
from bureau.models import User
from bureau.rules import Role
from bureau.sending import NoticeKind
from bureau.services import Telling, tell
from complaints.choices import CLOCKS
from complaints.models import Case, ClockRow
from complaints.models.clocks import RESTS
from complaints.services.acts import locked, record_case_act
from complaints.services.clocks import is_provisional, keep_next_due, work_out

PERMISSION = "complaints.approve_more_time"
OPEN = RESTS & Q(stopped_at=None, is_void=False)


def _open(rows: QuerySet[ClockRow]) -> QuerySet[ClockRow]:
    """Keep the clocks that count working days and run or are paused; a given day is given."""
    rows = rows.filter(OPEN)
    return rows.select_related("case").order_by("case__no", "due_at", "pk").distinct()


def _moving(rows: QuerySet[ClockRow], calendar: WorkCalendar) -> Iterator[tuple[ClockRow, DueMove]]:
    for row in _open(rows).iterator(chunk_size=500):
        will_be = row.clock.due_on(calendar)
        if will_be != row.due_on:
            case = row.case
            about = CLOCKS[row.code]
            yield row, DueMove(case.no, case.get_absolute_url(), about, row.due_on, will_be)


def due_moves(user: User, calendar: WorkCalendar) -> Sequence[DueMove]:
    """Preview the open due dates, of cases that a person may see, that the calendar moves."""
    return [move for _row, move in _moving(ClockRow.objects.visible_to(user), calendar)]


def move_due_dates(by: User, at: datetime, calendar: WorkCalendar) -> int:
    """Move them: each case in one transaction with its act. Called again it moves nothing."""
    moving = [row for row, _move in _moving(ClockRow.objects.visible_to(by), calendar)]
    by_case = groupby(moving, key=lambda row: row.case_id)
    return sum(_move_case(list(rows), by, at, calendar) for _case, rows in by_case)


@transaction.atomic
def _move_case(rows: list[ClockRow], by: User, at: datetime, calendar: WorkCalendar) -> int:
    case: Case = locked(rows[0].case)
    running = case.clocks.filter(pk__in=[row.pk for row in rows], stopped_at=None, is_void=False)
    moved = {}
    for row in running:
        was = row.due_on.isoformat()
        if (will_be := work_out(row, calendar)) != was:
            moved[row.code] = [was, will_be]
    if moved:
        keep_next_due(case)
        record_case_act(case, "move_due_dates", by=by, at=at, facts={"moved": moved})
    return len(moved)


def _settle(calendar: WorkCalendar) -> None:
    """Let those that stay where they are be provisional no longer, once their days are known."""
    open_ones = ClockRow.objects.filter(OPEN, is_provisional=True)
    certain = [
        row.pk
        for row in open_ones.iterator(chunk_size=500)
        if row.clock.due_on(calendar) == row.due_on
        and not is_provisional(row.clock, row.due_on, calendar)
    ]
    ClockRow.objects.filter(pk__in=certain).update(is_provisional=False)


def ask_to_confirm(at: datetime, calendar: WorkCalendar) -> int:
    """Tell each head of a section that sees such cases how many due dates wait to be moved.

    What the calendar does not move is certain from now on, without anybody's word. Which dates
    move is worked out once, however many heads there are.
    """
    _settle(calendar)
    moving = [row.pk for row, _move in _moving(ClockRow.objects.all(), calendar)]
    heads = User.objects.filter(groups__name=Role.SECTION_HEAD, is_active=True).order_by("pk")
    for head in heads:
        seen = ClockRow.objects.visible_to(head).filter(pk__in=moving)
        if count := seen.distinct().count():
            tell(_asked(head, count, at), at=at)
    return len(moving)


def _asked(head: User, count: int, at: datetime) -> Telling:
    def said() -> str:
        words = _("The calendar has changed: %(n)s due dates of cases move once you confirm it.")
        return words % {"n": count}

    return Telling(
        kind=NoticeKind.TASK, recipients=[head], words=said, subject=PAGE,
        url=reverse("bureau:due_moves"), cause=f"due moves {at.isoformat()}",
    )  # fmt: skip


MOVER = Mover(
    "complaints.clocks", gettext_lazy("Complaints"), PERMISSION, due_moves, move_due_dates,
    ask_to_confirm,
)  # fmt: skip
