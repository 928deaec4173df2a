"""The sentences of complaints: how a case stands, in a chip; what a step came to, in a line."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.calendar import WorkCalendar
from bureau.models import Act, User
from bureau.templatetags.shell import day as in_full
from bureau.templatetags.shell import short_day
from complaints import choices, selectors
from complaints.models import Case, ClockRow
from complaints.rules import clocks, workflow
from complaints.rules.secrecy import MEETS_COMPLAINANTS
from complaints.rules.words import CaseState, Confidentiality, Finding

STATE_TONES = {
    CaseState.REGISTERED: "neutral",
    CaseState.RETURNED: "danger",
    CaseState.REOPENED: "warning",
    CaseState.SUSPENDED: "hold",
    CaseState.FINDING_SUBMITTED: "warning",
    CaseState.VERIFIED: "warning",
    CaseState.NOT_HANDLED: "neutral",
    CaseState.TRANSFERRED: "neutral",
    CaseState.WITHDRAWN: "neutral",
    CaseState.CLOSED: "success",
    CaseState.ARCHIVED: "success",
}
FINDING_TONES = {
    Finding.SUBSTANTIATED: "danger",
    Finding.PARTLY: "warning",
    Finding.UNSUBSTANTIATED: "success",
}
SOON_WORKDAYS = 1


class Chip(NamedTuple):
    tone: str
    label: str
    title: str = ""


class Line(NamedTuple):
    """A case as the queue shows it."""

    case: Case
    state: Chip
    due: Chip
    summary: str


def line(case: Case, user: User, at: datetime, *, calendar: WorkCalendar) -> Line:
    due = due_chip(case, at, calendar=calendar)
    return Line(case, state_chip(case), due, summary_of(case, user))


def summary_of(case: Case, user: User) -> str:
    """Say in short what a case is about: to a unit only what it was given to read."""
    if user.institution_id or case.dispatch_text:
        return selectors.given_text(case, reader=user)
    return selectors.told_words(case, user).words


def state_chip(case: Case) -> Chip:
    state = CaseState(case.state)
    return Chip(STATE_TONES.get(state, "primary"), str(choices.STATES[state]))


def finding_chip(finding: str) -> Chip | None:
    if not finding:
        return None
    said = Finding(finding)
    return Chip(FINDING_TONES.get(said, "neutral"), str(choices.FINDINGS[said]))


def due_chip(case: Case, at: datetime, *, calendar: WorkCalendar) -> Chip:
    """Say how the earliest clock of a case stands; hovering shows the day itself."""
    if case.state == CaseState.SUSPENDED and case.next_due_at is None:
        return Chip("hold", _("Paused"))
    if case.next_due_at is None:
        return Chip("neutral", _("ended") if case.state in workflow.ENDED else _("no day runs"))
    return until(case.next_due_at, at, calendar=calendar)


def until(due_at: datetime, at: datetime, *, calendar: WorkCalendar) -> Chip:
    """Say how long there is still to an instant, in working days; on its day the hour."""
    due_on = clocks.last_day(due_at, timezone.get_default_timezone())
    today = timezone.localdate(at)
    title = in_full(due_on)
    if at >= due_at:
        over = max(1, -clocks.days_left(due_on, today, calendar))
        words = ngettext("Overdue %(n)s day", "Overdue %(n)s days", over) % {"n": over}
        return Chip("danger", words, title)
    if due_on == today:
        hour = timezone.localtime(due_at)
        is_midnight = (hour.hour, hour.minute) == (0, 0)
        words = _("Due today") if is_midnight else _("Today %(time)s") % {"time": f"{hour:%H:%M}"}
        return Chip("warning", words, title)
    left = clocks.days_left(due_on, today, calendar)
    tone = "warning" if left <= SOON_WORKDAYS else "neutral"
    if left == 0:
        return Chip(tone, _("due %(day)s") % {"day": short_day(due_on)}, title)
    return Chip(tone, ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}, title)


class ClockLine(NamedTuple):
    clock: ClockRow
    chip: Chip


def clock_line(clock: ClockRow, case: Case, at: datetime, *, calendar: WorkCalendar) -> ClockLine:
    """Say how one clock stands: done in time or late, paused, or how long there is still."""
    if clock.stopped_at is not None:
        if clock.stopped_at < clock.due_at:
            return ClockLine(clock, Chip("success", _("done in time"), in_full(clock.stopped_at)))
        return ClockLine(clock, Chip("danger", _("done late"), in_full(clock.stopped_at)))
    if case.state == CaseState.SUSPENDED and clock.rests:
        return ClockLine(clock, Chip("hold", _("Paused"), in_full(clock.due_on)))
    if clock.code in clocks.RIGHTS and at >= clock.due_at:
        return ClockLine(clock, Chip("neutral", _("its time is over"), in_full(clock.due_on)))
    return ClockLine(clock, until(clock.due_at, at, calendar=calendar))


class Who(NamedTuple):
    """Who complained, as a reader may know it: masked, or not at all."""

    name: str
    phone: str
    relation: str
    patient: str


def who_complained(case: Case, user: User) -> Who | None:
    """Say who complained, masked. A unit learns it of an open complaint alone, and no number."""
    if case.confidentiality == Confidentiality.ANONYMOUS:
        return None
    if not user.institution_id:
        if not user.roles & MEETS_COMPLAINANTS:
            return None
        return Who(str(case.complainant), str(case.phone), case.relation, str(case.patient))
    if case.confidentiality != Confidentiality.OPEN:
        return None
    return Who(str(case.complainant), "", case.relation, str(case.patient))


def details(act: Act) -> str:
    """Say what else an act of a case has to tell."""
    facts = act.facts
    said = [
        _labelled(choices.FINDINGS, _found(act)),
        _labelled(choices.GRADES, facts.get("grade")),
        _labelled(choices.RETURN_GROUNDS, facts.get("return")),
        _labelled(choices.GROUNDS, facts.get("ground")),
        _labelled(choices.AUDIENCES, facts.get("audience")),
        _labelled(choices.REPLY_WAYS, facts.get("way")),
        _labelled(choices.CHANNELS, facts.get("channel")),
        _("due %(day)s") % {"day": facts["due_on"]} if isinstance(facts.get("due_on"), str) else "",
        _moved(facts.get("moved")),
        _("with %(no)s") % {"no": facts["with"]} if facts.get("with") else "",
    ]
    return " · ".join(filter(None, said))


def _moved(moved: object) -> str:
    """Say which clocks moved with the calendar, from which day to which."""
    if not isinstance(moved, dict):
        return ""
    said = _("%(clock)s from %(was)s to %(day)s")
    parts = (
        said % {"clock": choices.CLOCKS[code], "was": was, "day": day}
        for code, (was, day) in moved.items()
    )
    return " · ".join(parts)


def _found(act: Act) -> str:
    """Name the finding that an act tells of, unless it is what the act led into."""
    found = act.facts.get("finding") or act.facts.get("opinion") or ""
    return "" if found == act.after else str(found)


def _labelled(words: object, word: object) -> str:
    return str(words.get(word, "")) if word else ""  # type: ignore[attr-defined]
