"""A case in the hands of a unit: given, given back, looked into, reported on."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import Institution, User
from bureau.services import Doer, Telling, client_of, tell, user_of
from complaints import notices, selectors
from complaints.models import Case, UnitReport
from complaints.rules import clocks, workflow
from complaints.rules.clocks import Clock
from complaints.rules.words import (
    CaseState,
    ClockCode,
    ClockFamily,
    Finding,
    Unit,
)
from complaints.services.acts import check_state, locked, move, record_case_act
from complaints.services.assigning import assign_units, now_about
from complaints.services.clocks import keep_next_due, start_clocks, stop_clocks
from complaints.services.errors import CaseError, lacking_nothing, reason_given, words_given
from complaints.services.unit_terms import report_workdays


@transaction.atomic
def dispatch_case(
    *,
    case: Case,
    institution: Institution,
    text: str,
    assisting: Sequence[Institution] = (),
    is_about: bool = False,
    by: User,
    at: datetime,
    calendar: WorkCalendar,
) -> Case:
    """Give a case to a unit, with a text written for it; the original words stay in the bureau.

    Given again after a return or a report that was not enough, its days go on as they were. If
    another unit led before, that one has it no longer. Where it is said to be about the unit, it
    counts there from now on.

    :raises CaseError: without a text, for an accusation, or if another unit has it already.
    """
    case = locked(case)
    text = words_given(text, ask=_("Please write the text that the institution gets to read."))
    units = list(dict.fromkeys([institution, *assisting]))
    lacking_nothing(selectors.lacks_to_dispatch(case))
    standing = case.assignments.filter(returned_at=None, is_lead=True).first()
    if standing and case.state == CaseState.ASSIGNED:
        if standing.institution_id == institution.pk:
            return case
        raise CaseError(_("%(house)s has it already.") % {"house": standing.institution})
    case.dispatch_text = text
    facts: dict[str, object] = {"to": [unit.code for unit in units]}
    if is_about:
        facts |= now_about(case, institution)
    move(
        case, CaseState.ASSIGNED, "dispatch_case", by=by, at=at,
        saving=("dispatch_text", "institution", "department"), facts=facts,
    )  # fmt: skip
    assign_units(case, institution, units[1:], by, at)
    _start_unit_clock(case, at, calendar)
    tell(*_tidings(case, units, at), at=at)
    return case


def _tidings(case: Case, units: Sequence[Institution], at: datetime) -> list[Telling]:
    day = timezone.localdate(at)
    count = selectors.times(case, "dispatch_case")
    return [notices.dispatched(case, unit, count=count, day=day) for unit in units]


def _start_unit_clock(case: Case, at: datetime, calendar: WorkCalendar) -> None:
    """Start the unit's term with the first dispatch; another one starts nothing anew, unless the
    case was taken up again in between. Given to a unit, what presses for safety is acted on.
    """
    stop_clocks(case, ClockCode.FIRST_ACTION, at=at)
    standing = case.clocks.filter(code=ClockCode.UNIT_REPORT, is_void=False)
    if latest := standing.filter(started_on__gte=_taken_up_on(case)).last():
        standing.filter(pk=latest.pk).update(stopped_at=None)
        keep_next_due(case)
        return
    day = timezone.localdate(at)
    length = report_workdays(case, day, calendar)
    clock = Clock(ClockCode.UNIT_REPORT, ClockFamily.INTERNAL, Unit.WORKDAYS, length, day)
    start_clocks(case, [clock], calendar=calendar)


@transaction.atomic
def return_case(
    *, case: Case, institution: Institution, reason: str, by: Doer, at: datetime
) -> Case:
    """Give a case back as not one's own. Its days stay where they were.

    :raises CaseError: without a reason, or if this unit does not have it.
    """
    case = locked(case)
    why = reason_given(reason, ask=_("Please write why this is not yours."))
    held = case.assignments.filter(institution=institution, returned_at=None).first()
    if held is None:
        if case.state == CaseState.RETURNED:
            return case
        raise CaseError(_("%(house)s does not have this case.") % {"house": institution})
    held.returned_at, held.return_reason = at, why
    held.returned_by, held.returned_client = user_of(by), client_of(by)
    held.save(update_fields=["returned_at", "returned_by", "returned_client", "return_reason"])
    if held.is_lead:
        move(case, CaseState.RETURNED, "return_case", by=by, at=at, why=why)
    else:
        record_case_act(case, "return_case", by=by, at=at, why=why)
    count = case.assignments.filter(institution=institution).exclude(returned_at=None).count()
    tell(notices.returned(case, institution, count=count, day=timezone.localdate(at)), at=at)
    return case


@transaction.atomic
def begin_investigation(*, case: Case, by: User, at: datetime) -> Case:
    """Say that somebody looks into it: the unit that has it, or the bureau itself."""
    case = locked(case)
    if case.state != CaseState.INVESTIGATING:
        move(case, CaseState.INVESTIGATING, "begin_investigation", by=by, at=at)
        stop_clocks(case, ClockCode.FIRST_ACTION, at=at)
    return case


@transaction.atomic
def submit_report(
    *,
    case: Case,
    institution: Institution,
    text: str,
    opinion: Finding | None = None,
    by: Doer,
    at: datetime,
    calendar: WorkCalendar,
) -> UnitReport:
    """Hand in what a unit found itself. It is a statement: the finding is the bureau's.

    The same twice is once, until the case is given to the unit again.

    :raises CaseError: without a text, or if this unit does not have the case.
    """
    case = locked(case)
    text = words_given(text, ask=_("Please write what you found."))
    held = case.assignments.filter(institution=institution, returned_at=None).first()
    if held is None:
        raise CaseError(_("%(house)s does not have this case.") % {"house": institution})
    is_awaited = held.is_lead and case.state in workflow.WITH_THE_UNIT
    same = selectors.reports_of_round(case).filter(assignment=held, text=text)
    if not is_awaited and (standing := same.first()):
        return standing
    check_state(case, *sorted(workflow.WITH_THE_UNIT), CaseState.FINDING_SUBMITTED)
    report = UnitReport.objects.create(
        case=case, assignment=held, text=text, opinion=opinion or "",
        by=user_of(by), client=client_of(by), at=at,
    )  # fmt: skip
    count = case.reports.filter(assignment__institution=institution).count()
    tell(notices.reported(case, institution, count=count, day=timezone.localdate(at)), at=at)
    facts = {"opinion": str(opinion or "")}
    if not held.is_lead or case.state == CaseState.FINDING_SUBMITTED:
        record_case_act(case, "submit_report", by=by, at=at, facts=facts)
        return report
    move(case, CaseState.FINDING_SUBMITTED, "submit_report", by=by, at=at, facts=facts)
    stop_clocks(case, ClockCode.UNIT_REPORT, at=at)
    _start_bureau_clock(case, at, calendar)
    return report


def _taken_up_on(case: Case) -> date:
    """Return the first day of the answer's term that holds: of receipt, or of reopening."""
    answers = case.clocks.filter(code__in=clocks.ANSWERS, is_void=False)
    return answers.aggregate(latest=Max("started_on"))["latest"] or date.min


def _start_bureau_clock(case: Case, at: datetime, calendar: WorkCalendar) -> None:
    standing = case.clocks.filter(code=ClockCode.BUREAU_FINDING, is_void=False)
    if standing.filter(started_on__gte=_taken_up_on(case)).exists():
        return
    day = timezone.localdate(at)
    length = selectors.table_on(day).bureau_finding_workdays
    clock = Clock(ClockCode.BUREAU_FINDING, ClockFamily.INTERNAL, Unit.WORKDAYS, length, day)
    start_clocks(case, [clock], calendar=calendar)
