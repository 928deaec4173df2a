"""Starting, stopping, pausing and extending the clocks of a case. Nothing else moves a day."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import User
from bureau.services import tell
from complaints import notices, selectors
from complaints.models import Case, ClockRow, Entry, MoreTime, Pause
from complaints.models.clocks import RESTS
from complaints.rules import clocks
from complaints.rules.clocks import Clock
from complaints.rules.steps import Step
from complaints.rules.words import Audience, CaseState, ClockCode, ClockFamily, Unit
from complaints.services.acts import check_state, check_step, locked, record_case_act
from complaints.services.errors import CaseError, reason_given
from complaints.services.unit_terms import report_workdays


def start_clocks(
    case: Case,
    started: Iterable[Clock],
    *,
    calendar: WorkCalendar,
    given: date | None = None,
) -> None:
    """Start clocks of a case. `given` is the day that the channel itself named for its answer."""
    zone = timezone.get_default_timezone()
    rows = []
    for clock in started:
        due_on, due_at = clock.due_on(calendar), clock.due_at(calendar, zone)
        is_given = False
        if given is not None and clock.code is ClockCode.HOTLINE_ANSWER:
            is_given, due_on, due_at = True, given, clocks.end_of(given, zone)
        rows.append(
            ClockRow(
                case=case,
                code=clock.code,
                family=clock.family,
                unit=clock.unit,
                length=clock.length,
                extension=clock.extension,
                started_on=clock.started_on,
                started_at=clock.started_at,
                due_on=due_on,
                due_at=due_at,
                is_provisional=is_provisional(clock, due_on, calendar),
                is_given=is_given,
            )
        )
    ClockRow.objects.bulk_create(rows)
    keep_next_due(case)


def is_provisional(clock: Clock, due_on: date, calendar: WorkCalendar) -> bool:
    """Test if a day rests on a year whose holidays nobody has loaded yet."""
    counts = clock.unit is Unit.WORKDAYS
    return counts and (calendar.is_provisional(due_on) or calendar.is_provisional(clock.started_on))


def stop_clocks(case: Case, *codes: ClockCode, at: datetime) -> None:
    """Note that what clocks wait for is done; those that do not run stay as they are."""
    case.clocks.filter(code__in=codes, stopped_at=None, is_void=False).update(stopped_at=at)
    keep_next_due(case)


def void_clocks(case: Case, *codes: ClockCode) -> None:
    """Note that nobody asks any more for what clocks wait for; without codes for none of it."""
    running = case.clocks.filter(stopped_at=None, is_void=False)
    (running.filter(code__in=codes) if codes else running).update(is_void=True)
    keep_next_due(case)


def keep_next_due(case: Case) -> None:
    """Keep the earliest of a case's running clocks beside it; paused, of those that go on."""
    running = case.clocks.filter(stopped_at=None, is_void=False)
    duties = running.exclude(code__in=clocks.RIGHTS)
    if case.pauses.filter(resumed_on=None).exists():
        duties = duties.exclude(RESTS)
    earliest = duties.aggregate(earliest=Min("due_at"))["earliest"]
    if case.next_due_at != earliest:
        case.next_due_at = earliest
        case.save(update_fields=["next_due_at"])


@transaction.atomic
def suspend_case(*, case: Case, reason: str, by: User, at: datetime) -> Pause:
    """Pause a case while it waits for something outside of the house; suspended twice is once.

    :raises CaseError: without a reason, with one that it was paused for before, or if nothing is
        being done about it now.
    """
    case = locked(case)
    if running := case.pauses.filter(resumed_on=None).first():
        return running
    reason = reason_given(reason, ask=_("Please write what the case waits for."))
    if case.pauses.filter(reason=reason).exists():
        raise CaseError(_("It was paused for this reason already; a new pause needs a new one."))
    before = CaseState(case.state)
    if not case.may_become(CaseState.SUSPENDED):
        check_state(case)
    pause = Pause.objects.create(case=case, reason=reason, paused_on=timezone.localdate(at), by=by)
    case.suspended_from = before
    case.state = CaseState.SUSPENDED
    case.save(update_fields=["state", "suspended_from"])
    record_case_act(
        case, "suspend_case", by=by, at=at, before=before, after=CaseState.SUSPENDED, why=reason
    )
    keep_next_due(case)
    return pause


@transaction.atomic
def resume_case(*, case: Case, by: User, at: datetime, calendar: WorkCalendar) -> Case:
    """Go on with a suspended case where it was; its clocks get the pause's working days back."""
    case = locked(case)
    pause = case.pauses.filter(resumed_on=None).first()
    if pause is None:
        return case
    pause.resumed_on = timezone.localdate(at)
    pause.save(update_fields=["resumed_on"])
    credit = partial(clocks.pause_credit, pause.paused_on, pause.resumed_on, calendar=calendar)
    facts = {}
    for row in case.clocks.filter(RESTS, stopped_at=None, is_void=False):
        row.credit += credit(unit=Unit(row.unit))
        facts[row.code] = work_out(row, calendar)
    was, case.suspended_from = CaseState(case.suspended_from), ""
    before, case.state = CaseState(case.state), was
    case.save(update_fields=["state", "suspended_from"])
    record_case_act(
        case, "resume_case", by=by, at=at, before=before, after=was, facts={"due_on": facts}
    )
    keep_next_due(case)
    return case


def work_out(row: ClockRow, calendar: WorkCalendar) -> str:
    """Work out the day of a clock anew and keep it; return it for the act."""
    clock = row.clock
    row.due_on = clock.due_on(calendar)
    row.due_at = clock.due_at(calendar, timezone.get_default_timezone())
    row.is_provisional = is_provisional(clock, row.due_on, calendar)
    row.save(
        update_fields=[
            "code",
            "length",
            "credit",
            "extension",
            "due_on",
            "due_at",
            "is_provisional",
        ]
    )
    return row.due_on.isoformat()


def _extend(row: ClockRow, by_length: int, calendar: WorkCalendar) -> str:
    """Make a term longer. A day that the channel named is counted on from itself."""
    row.extension += by_length
    if not row.is_given:
        return work_out(row, calendar)
    row.due_on = calendar.add_workdays(row.due_on, by_length)
    row.due_at = clocks.end_of(row.due_on, timezone.get_default_timezone())
    row.save(update_fields=["extension", "due_on", "due_at"])
    return row.due_on.isoformat()


def _tell_complainant(case: Case, more: MoreTime, *, by: User, at: datetime) -> None:
    """Tell whoever complained of a longer term for the answer, and why, as the law asks."""
    if more.clock.code not in clocks.ANSWERS:
        return
    said = _("The answer takes longer, until %(day)s: %(why)s")
    text = said % {"day": more.clock.due_on.isoformat(), "why": more.reason}
    Entry.objects.create(case=case, audience=Audience.PUBLIC, text=text, by=by, at=at)
    facts = {"audience": str(Audience.PUBLIC)}
    record_case_act(case, "write_entry", by=by, at=at, facts=facts)


@transaction.atomic
def convert_to_many(
    *, case: Case, reason: str, by: User, at: datetime, calendar: WorkCalendar
) -> Case:
    """Give the answer the term for several departments, from the day it was received, and the
    unit that has it already its longer part of that.

    :raises CaseError: without a reason, or if the answer's own clock does not run any more.
    """
    case = locked(case)
    running = case.clocks.filter(stopped_at=None, is_void=False)
    if running.filter(code=ClockCode.ANSWER_MANY).exists():
        return case
    why = reason_given(reason, ask=_("Please write which departments have to be asked."))
    row = running.filter(code=ClockCode.ANSWER, family=ClockFamily.STATUTORY).first()
    if row is None:
        raise CaseError(_("The term of the answer does not run any more."))
    check_step(case, Step.MANY)
    longer = clocks.several_departments(row.clock, table=selectors.table_on(row.started_on))
    row.code, row.length = longer.code, longer.length
    due_on = work_out(row, calendar)
    if report := running.filter(code=ClockCode.UNIT_REPORT).first():
        report.length = max(report.length, report_workdays(case, report.started_on, calendar))
        work_out(report, calendar)
    facts = {"due_on": due_on}
    record_case_act(case, "convert_to_many", by=by, at=at, why=why, facts=facts)
    keep_next_due(case)
    return case


@transaction.atomic
def ask_more_time(
    *, clock: ClockRow, by_length: int, reason: str, by: User, at: datetime
) -> MoreTime:
    """Ask for more time on a clock, before its day is over. Nothing moves before the decision.

    :raises CaseError: without a reason, too late, for longer than the term itself, for a term
        that the law does not extend, or if it was extended or asked for before.
    """
    case = locked(clock.case)
    clock = ClockRow.objects.select_for_update().get(pk=clock.pk)
    why = reason_given(reason, ask=_("Please write why more time is needed."))
    if waiting := clock.extensions.filter(is_granted__isnull=True, asked_by=by).first():
        return waiting
    check_step(case, Step.EXTEND)
    _check_extensible(clock, by_length, timezone.localdate(at))
    more = MoreTime.objects.create(
        clock=clock, case=case, by_length=by_length, reason=why, asked_by=by, asked_at=at
    )
    facts = {"clock": clock.code, "by": by_length}
    record_case_act(case, "ask_more_time", by=by, at=at, why=why, facts=facts)
    tell(notices.asked(more, day=timezone.localdate(at)), at=at)
    return more


def _check_extensible(clock: ClockRow, by_length: int, today: date) -> None:
    if clock.stopped_at or clock.is_void or clock.due_on < today:
        raise CaseError(_("More time is asked for before the day is over."))
    if clock.family == ClockFamily.STATUTORY:
        raise CaseError(
            _("The law does not extend this term. Several departments have a longer one.")
        )
    if clock.extensions.exclude(is_granted=False).exists():
        raise CaseError(_("A term is extended once."))
    most = selectors.longest_extension(clock)
    if not 0 < by_length <= most:
        said = _("This term is extended by at most %(n)s %(unit)s.")
        raise CaseError(said % {"n": most, "unit": clock.get_unit_display()})


@transaction.atomic
def decide_more_time(
    *,
    more: MoreTime,
    is_granted: bool,
    answer: str = "",
    by: User,
    at: datetime,
    calendar: WorkCalendar,
) -> MoreTime:
    """Grant or refuse more time; a refusal says why. Decided twice, the first stands.

    :raises CaseError: for one's own request, without a reason for a refusal, or if what would be
        granted more time does not run any more.
    """
    case = locked(more.case)
    more = MoreTime.objects.select_for_update().select_related("clock").get(pk=more.pk)
    if more.is_granted is not None:
        return more
    if more.asked_by_id == by.pk:
        raise CaseError(_("Somebody else decides on an extension."))
    check_step(case, Step.DECIDE)
    if not is_granted:
        answer = reason_given(answer, ask=_("Please write why there is no more time."))
    elif more.clock.stopped_at or more.clock.is_void:
        # What was late when it was done would be in time.
        raise CaseError(_("This term does not run any more: it is not extended."))
    more.is_granted, more.answer, more.decided_by, more.decided_at = is_granted, answer, by, at
    more.save(update_fields=["is_granted", "answer", "decided_by", "decided_at"])
    facts: dict[str, object] = {"clock": more.clock.code, "granted": is_granted}
    if is_granted:
        facts["due_on"] = _extend(more.clock, more.by_length, calendar)
        keep_next_due(case)
        _tell_complainant(case, more, by=by, at=at)
    record_case_act(case, "decide_more_time", by=by, at=at, why=answer, facts=facts)
    return more
