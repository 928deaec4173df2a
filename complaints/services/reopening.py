"""A case taken up again: what was found is open, its terms run anew."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import User
from bureau.services import tell
from complaints import notices, selectors
from complaints.models import Case, HotlineOrder
from complaints.rules import clocks, workflow
from complaints.rules.clocks import Clock
from complaints.rules.words import CaseState, CaseType, Channel, ClockCode
from complaints.services.acts import locked, move
from complaints.services.clocks import start_clocks, void_clocks
from complaints.services.errors import lacking_nothing, reason_given
from complaints.services.fabricating import take_back_mark
from complaints.services.finding import open_findings
from complaints.services.pressing import tell_pressing


@transaction.atomic
def reopen_case(*, case: Case, why: str, by: User, at: datetime, calendar: WorkCalendar) -> Case:
    """Take a case up again, on new facts or after a call-back that was bad for a good reason.

    Its findings are open again and are made anew; what held stands beside them as void, and a mark
    that it was made up is taken back. Why it
    was not handled or went elsewhere holds no longer: the acts tell of it. What nobody accepted
    goes the whole way, from being registered on. Its terms run anew from this day, and where it
    presses for safety the hours for a first action from this hour. Out of the archive whoever
    found anything hears of it as well.

    :raises CaseError: without the new facts, if it has not ended, or for an archived case by
        anybody but the head of a section.
    """
    case = locked(case)
    if _is_taken_up_again(case):
        return case
    why = reason_given(why, ask=_("Please write what is new."))
    lacking_nothing(selectors.lacks_to_reopen(case, by=by))
    was_accepted = selectors.was_accepted(case)
    finders = selectors.made_to_hold_by(case) if case.state == CaseState.ARCHIVED else []
    take_back_mark(case, why, by=by, at=at)
    open_findings(case, at)
    _settle_grades(case)
    case.closed_at = None
    case.ground = case.handed_to = case.explanation = ""
    saving = ("closed_at", "finding", "verified_by", "verified_at", "ground", "handed_to",
              "explanation")  # fmt: skip
    to = workflow.reopened_to(was_accepted=was_accepted)
    move(case, to, "reopen_case", by=by, at=at, saving=saving, why=why)
    void_clocks(case)
    start_clocks(case, _terms(case, at, was_accepted=was_accepted), calendar=calendar)
    _tell_of_it(case, finders, by, at)
    return case


def _tell_of_it(case: Case, finders: Iterable[User], by: User, at: datetime) -> None:
    tell_pressing(case, at=at)
    count, day = selectors.times(case, "reopen_case"), timezone.localdate(at)
    tell(notices.taken_up_again(case, count=count, finders=finders, by=by, day=day), at=at)


def _settle_grades(case: Case) -> None:
    """Ask for no review any more of what was graded badly: the case is handled anew anyhow."""
    case.callbacks.filter(needs_review=True, reviewed_at=None).update(needs_review=False)


def _is_taken_up_again(case: Case) -> bool:
    if case.state == CaseState.REGISTERED:
        return selectors.was_reopened(case)
    return case.state == CaseState.REOPENED


def _terms(case: Case, at: datetime, *, was_accepted: bool) -> list[Clock]:
    """List the clocks that run anew, without those that go on: an order given back came again."""
    day = timezone.localdate(at)
    kind, channel, table = CaseType(case.type), Channel(case.channel), selectors.table_on(day)
    if was_accepted:
        terms = clocks.answers_again(kind=kind, channel=channel, day=day, table=table)
        if case.safety_urgent:
            terms.append(clocks.first_action(timezone.localtime(at), table=table))
    else:
        terms = clocks.starting(
            kind=kind, channel=channel, received_at=at, zone=timezone.get_default_timezone(),
            safety_urgent=case.safety_urgent, table=table,
        )  # fmt: skip
    on = {ClockCode.HOTLINE_ANSWER} if _ask_again_for_the_hotline(case) else set()
    if HotlineOrder.objects.filter(case=case).exists():
        on.add(ClockCode.HOTLINE_SIGN)
    return [clock for clock in terms if clock.code not in on]


def _ask_again_for_the_hotline(case: Case) -> bool:
    """Let the hotline's own day hold again where the order was not answered yet."""
    unanswered = case.clocks.filter(code=ClockCode.HOTLINE_ANSWER, stopped_at=None)
    return bool(unanswered.update(is_void=False))
