"""The sentences of complaints: how a case stands, in a chip; what a step came to, in a line."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.calendar import WorkCalendar
from bureau.models import Act, User
from bureau.templatetags.shell import day as in_full
from bureau.templatetags.shell import listed, short_day
from complaints import choices, selectors
from complaints.models import Case, ClockRow, NamedPerson
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
    due_on, hour = due_parts(due_at)
    today = timezone.localdate(at)
    title = due_words(due_at)
    if at >= due_at:
        is_by_hours = bool(hour) and at - due_at < timedelta(days=1)
        days = -clocks.days_left(due_on, today, calendar)
        return Chip("danger", _over_hours(at - due_at) if is_by_hours else _over_days(days), title)
    if due_on == today:
        words = _("Today %(time)s") % {"time": hour} if hour else _("Due today")
        return Chip("warning", words, title)
    left = clocks.days_left(due_on, today, calendar)
    tone = "warning" if left <= SOON_WORKDAYS else "neutral"
    if left == 0:
        return Chip(tone, _("due %(day)s") % {"day": short_day(due_on)}, title)
    return Chip(tone, ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}, title)


def due_words(due_at: datetime | None) -> str:
    """Write until when something is due: the day that is over by then, or the day and the hour."""
    if due_at is None:
        return ""
    due_on, hour = due_parts(due_at)
    return f"{in_full(due_on)} {hour}".strip()


def due_parts(due_at: datetime) -> tuple[date, str]:
    """Give the last day of what is due, and the hour; no hour where the whole day counts."""
    hour = f"{timezone.localtime(due_at):%H:%M}"
    due_on = clocks.last_day(due_at, timezone.get_default_timezone())
    return due_on, "" if hour == "00:00" else hour


def _over_hours(span: timedelta) -> str:
    over = max(1, span // timedelta(hours=1))
    return ngettext("Overdue %(n)s hour", "Overdue %(n)s hours", over) % {"n": over}


def _over_days(days: int) -> str:
    over = max(1, days)
    return ngettext("Overdue %(n)s day", "Overdue %(n)s days", over) % {"n": over}


class ClockLine(NamedTuple):
    clock: ClockRow
    chip: Chip
    due: str


def clock_line(clock: ClockRow, case: Case, at: datetime, *, calendar: WorkCalendar) -> ClockLine:
    """Say how one clock stands: done in time or late, paused, or how long there is still."""
    due = due_words(clock.due_at)
    return ClockLine(clock, _clock_chip(clock, case, at, due=due, calendar=calendar), due)


def _clock_chip(
    clock: ClockRow, case: Case, at: datetime, *, due: str, calendar: WorkCalendar
) -> Chip:
    if clock.stopped_at is not None:
        if clock.stopped_at < clock.due_at:
            return Chip("success", _("done in time"), in_full(clock.stopped_at))
        return Chip("danger", _("done late"), in_full(clock.stopped_at))
    if case.state == CaseState.SUSPENDED and clock.rests:
        return Chip("hold", _("Paused"), due)
    if clock.code in clocks.RIGHTS and at >= clock.due_at:
        return Chip("neutral", _("its time is over"), due)
    return until(clock.due_at, at, calendar=calendar)


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
        _labelled(choices.RECHECKS, facts.get("recheck")),
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


def concern_words(person: NamedPerson) -> str:
    """Say by their numbers which allegations concern a person; empty where nobody said so."""
    numbers = sorted(one.position for one in person.allegations.all())
    said = _("allegations %(numbers)s") % {"numbers": listed(numbers)}
    return said if numbers else ""
