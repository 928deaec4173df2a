"""Why a clock is due on its day: from when, how long, what was given back or granted."""

from typing import NamedTuple

from bureau.calendar import Term, WorkCalendar
from complaints.models import ClockRow, MoreTime, Pause
from complaints.rules.words import Unit


class Explanation(NamedTuple):
    """Everything that moved a day. `term` has every day of it where working days count."""

    clock: ClockRow
    term: Term | None
    pauses: list[Pause]
    extensions: list[MoreTime]


def why(clock: ClockRow, *, calendar: WorkCalendar) -> Explanation:
    """Gather why a clock is due on its day; a day that the channel itself named has no term."""
    counts = clock.unit == Unit.WORKDAYS and not clock.is_given
    term = calendar.term(clock.started_on, clock.clock.total) if counts else None
    since = {"resumed_on__gte": clock.started_on}
    pauses = list(clock.case.pauses.filter(**since).order_by("paused_on")) if clock.credit else []
    extensions = clock.extensions.select_related("asked_by", "decided_by").order_by("asked_at")
    return Explanation(clock, term, pauses, list(extensions))
