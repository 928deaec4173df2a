"""Back to whoever complained: the answer, the call-back, the end."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import Institution, User
from bureau.services import Doer, tell, user_of
from complaints import notices, selectors
from complaints.models import Callback, Case, Reply
from complaints.rules import findings, workflow
from complaints.rules.clocks import ANSWERS, Clock
from complaints.rules.steps import Step
from complaints.rules.words import (
    CaseState,
    ClockCode,
    ClockFamily,
    Finding,
    Grade,
    ReplyWay,
    Unit,
)
from complaints.services.acts import check_state, check_step, locked, move, record_case_act
from complaints.services.clocks import start_clocks, stop_clocks, void_clocks
from complaints.services.errors import CaseError, lacking_nothing, reason_given, words_given
from complaints.services.reopening import reopen_case
from rectification.models import Item
from rectification.rules.words import SourceKind
from rectification.services import open_item


@transaction.atomic
def reply_case(
    *,
    case: Case,
    way: ReplyWay,
    text: str,
    by: User,
    at: datetime,
    calendar: WorkCalendar,
) -> Reply:
    """Answer a complainant. Each case of a matter is answered by itself; the same twice is once.

    What is taken up again is answered again, if need be in the same words.

    :raises CaseError: without a text, or before the findings are made that it needs.
    """
    case = locked(case)
    text = words_given(text, ask=_("Please write the answer."))
    is_to_come = workflow.can_move(CaseState(case.state), CaseState.REPLIED)
    if is_to_come:
        lacking_nothing(selectors.lacks_to_reply(case))
    same = selectors.replies_of_round(case).filter(way=way, text=text)
    if not is_to_come and (standing := same.first()):
        return standing
    if case.state != CaseState.REPLIED:
        move(case, CaseState.REPLIED, "reply_case", by=by, at=at, facts={"way": str(way)})
        stop_clocks(case, *ANSWERS, ClockCode.FIRST_ACTION, at=at)
        _start_callback_clock(case, at, calendar)
    else:
        record_case_act(case, "reply_case", by=by, at=at, facts={"way": str(way)})
    return Reply.objects.create(case=case, way=way, text=text, by=by, at=at)


def _start_callback_clock(case: Case, at: datetime, calendar: WorkCalendar) -> None:
    if not case.wants_reply:
        return
    day = timezone.localdate(at)
    length = selectors.table_on(day).callback_days
    clock = Clock(ClockCode.CALLBACK, ClockFamily.INTERNAL, Unit.DAYS, length, day)
    start_clocks(case, [clock], calendar=calendar)


@transaction.atomic
def record_callback(
    *,
    case: Case,
    grade: Grade,
    note: str = "",
    is_solved: bool | None = None,
    by: Doer | None,
    at: datetime,
    calendar: WorkCalendar,
) -> Callback:
    """Write down what a complainant says of the answer. A bad grade is reviewed by the bureau.

    Where no account does it the complainant graded it on the query page: once, and once more
    later (追评), which stands beside the first.

    :raises CaseError: before there is an answer, or for a bad grade without a word of why.
    """
    case = locked(case)
    check_state(case, CaseState.REPLIED, CaseState.CALLBACK, CaseState.CLOSED)
    is_bad = grade in findings.BAD
    caller = user_of(by)
    if is_bad and caller is not None:
        note = reason_given(note, ask=_("Please write what the complainant is dissatisfied with."))
    if standing := _same_call(case, grade, note.strip(), caller, at):
        return standing
    callback = Callback.objects.create(
        case=case,
        grade=grade,
        note=note.strip(),
        is_solved=is_solved,
        by=caller,
        at=at,
        needs_review=is_bad,
    )
    facts = {"grade": str(grade)}
    if case.state == CaseState.REPLIED and grade != Grade.NOT_REACHED:
        move(case, CaseState.CALLBACK, "record_callback", by=by, at=at, facts=facts)
        stop_clocks(case, ClockCode.CALLBACK, at=at)
    else:
        record_case_act(case, "record_callback", by=by, at=at, facts=facts)
    if is_bad:
        _ask_for_review(callback, case, at, calendar)
    return callback


def _ask_for_review(callback: Callback, case: Case, at: datetime, calendar: WorkCalendar) -> None:
    day = timezone.localdate(at)
    tell(notices.graded_badly(callback, day=day), at=at)
    waits = case.clocks.filter(code=ClockCode.REVIEW, stopped_at=None, is_void=False)
    if not waits.exists():
        length = selectors.table_on(day).review_workdays
        clock = Clock(ClockCode.REVIEW, ClockFamily.INTERNAL, Unit.WORKDAYS, length, day)
        start_clocks(case, [clock], calendar=calendar)


def _same_call(
    case: Case, grade: Grade, note: str, caller: User | None, at: datetime
) -> Callback | None:
    """Return the same call of this round; one that reached nobody is tried again on another day."""
    same = selectors.callbacks_of_round(case).filter(grade=grade, note=note, by=caller)
    if grade == Grade.NOT_REACHED:
        same = same.filter(at__date=timezone.localdate(at))
    elif case.state == CaseState.REPLIED:
        return None
    return same.first()


@transaction.atomic
def review_callback(
    *,
    callback: Callback,
    is_subjective: bool,
    review: str,
    by: User,
    at: datetime,
    calendar: WorkCalendar,
) -> Callback:
    """Say whether a bad grade has a cause in how the case was handled; then it is reopened.

    :raises CaseError: without words, or if nothing is to be reviewed.
    """
    case = locked(callback.case)
    callback = Callback.objects.select_for_update().get(pk=callback.pk)
    if callback.reviewed_at:
        return callback
    if not callback.needs_review:
        raise CaseError(_("There is nothing to review."))
    check_step(case, Step.REVIEW)
    words = reason_given(review, ask=_("Please write what the review came to."))
    callback.is_subjective, callback.review = is_subjective, words
    callback.reviewed_by, callback.reviewed_at = by, at
    callback.save(update_fields=["is_subjective", "review", "reviewed_by", "reviewed_at"])
    if not case.callbacks.filter(needs_review=True, reviewed_at=None).exists():
        stop_clocks(case, ClockCode.REVIEW, at=at)
    facts = {"subjective": is_subjective}
    record_case_act(case, "review_callback", by=by, at=at, why=words, facts=facts)
    if is_subjective:
        reopen_case(case=case, why=words, by=by, at=at, calendar=calendar)
    return callback


@transaction.atomic
def open_rectification(*, case: Case, by: User, at: datetime) -> Item:
    """Open the ledger item of a substantiated case, filled in from it; opened twice it is one.

    A case that was taken up again gets another one, and so does one whose item was not taken up.

    :raises CaseError: if nothing was substantiated, or no institution is named.
    """
    case = locked(case)
    if standing := selectors.items_of_round(case).first():
        return standing
    check_step(case, Step.RECTIFY)
    lacking_nothing(selectors.lacks_to_rectify(case))
    return open_item(
        institution=cast(Institution, case.institution),
        problem=_problem_of(case),
        found_on=timezone.localdate(case.verified_at or at),
        source=_source_of(case),
        source_no=case.no,
        part=_next_part(case),
        category=case.category,
        by=by,
        at=at,
    )


def _source_of(case: Case) -> SourceKind:
    if case.is_petition:
        return SourceKind.PETITION
    return SourceKind.HOTLINE if case.is_hotline else SourceKind.COMPLAINT


def _next_part(case: Case) -> int:
    last = Item.objects.filter(source_no=case.no).aggregate(last=Max("source_part"))["last"]
    return (last or 0) + 1


def _problem_of(case: Case) -> str:
    """Word the problem for the ledger, which the unit reads: of an accusation only its kind."""
    if case.is_accusation:
        if case.category is None:
            return _("Found substantiated by the bureau itself.")
        words = _("Found substantiated by the bureau itself: a problem of “%(category)s”.")
        return words % {"category": case.category.name}
    first = case.allegations.order_by("position").first()
    return case.dispatch_text or (first.text if first else "")


@transaction.atomic
def close_case(*, case: Case, no_rectification: str = "", by: User, at: datetime) -> Case:
    """Close a case. What was substantiated needs its ledger item, ordered from the institution
    that it is about, or a written reason for none.

    Taken up again it needs a new answer, and a new item or reason.

    :raises CaseError: before the findings that it needs, without an answer where one is wanted,
        while a bad grade waits for its review, or without an ordered ledger item and a reason.
    """
    case = locked(case)
    if case.state in {CaseState.CLOSED, CaseState.ARCHIVED}:
        return case
    lacking_nothing(selectors.lacks_to_close(case))
    case.no_rectification = _rectification_settled(case, no_rectification)
    case.closed_at = at
    move(
        case, CaseState.CLOSED, "close_case", by=by, at=at,
        saving=("closed_at", "no_rectification"), why=case.no_rectification,
    )  # fmt: skip
    void_clocks(case)
    return case


def _rectification_settled(case: Case, reason: str) -> str:
    """Return why nothing is rectified; empty where nothing has to be, or the ledger has it."""
    finding = Finding(case.finding) if case.finding else None
    if not findings.needs_rectification(finding):
        return ""
    if selectors.ordered_items_of_round(case).exists():
        return ""
    ask = _("Open a ledger item, or write why nothing is to be rectified.")
    if standing := selectors.items_of_round(case).first():
        ask = _("Ledger item %(no)s is not ordered yet: order it, or write why nothing is to be"
                " rectified.") % {"no": standing.no}  # fmt: skip
    return reason_given(reason, ask=ask)


@transaction.atomic
def archive_case(*, case: Case, by: User | None, at: datetime) -> Case:
    """Lay a case that has ended into the archive.

    :raises CaseError: while a bad grade that came after the end waits for its review.
    """
    case = locked(case)
    if case.state == CaseState.ARCHIVED:
        return case
    if case.state == CaseState.CLOSED:  # what ended without an answer has nothing to review
        lacking_nothing(selectors.lacks_review(case))
    saving: tuple[str, ...] = ()
    if case.closed_at is None:
        case.closed_at, saving = at, ("closed_at",)
    move(case, CaseState.ARCHIVED, "archive_case", by=by, at=at, saving=saving)
    return case
