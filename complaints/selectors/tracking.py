"""What somebody who complained may know. Their right is the form they sent, or number and code.

So nothing here asks for `visible_to`: who calls this has a case that was found by one of the two.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from bureau.models import Act, Attachment
from bureau.sealing import keyed_hash
from complaints.models import Case, ClockRow, Reply
from complaints.rules import doors, tracking, workflow
from complaints.rules.clocks import ANSWERS
from complaints.rules.words import Audience, CaseState, Channel, ClockCode, PublicState
from complaints.selectors.cases import clocks_of
from complaints.selectors.rounds import callbacks_of_round

KIND = "case"


@dataclass(frozen=True, slots=True)
class Progress:
    """A case as its complainant sees it: no name, no phone, nothing internal."""

    case: Case
    state: PublicState
    course: list[tracking.Step]
    unit: str
    due_on: date | None
    is_provisional: bool
    days_over: int
    pause: str
    replies: list[Reply]
    notes: list[str]
    files: list[Attachment]
    added_at: list[datetime]
    may_add: bool
    graded: int
    may_grade: bool


def sent_with(form_no: str) -> Case | None:
    """Return the case that a form was sent with, if it was."""
    return Case.objects.filter(channel=Channel.QR_FORM, external_no=form_no).first()


def same_just_sent(*, phone: str, words: str, institution: int | None, at: datetime) -> Case | None:
    """Return what somebody with the same phone sent in the same words a few minutes ago."""
    if not phone:
        return None
    since = at - timedelta(minutes=doors.MINUTES_SAME)
    number = keyed_hash(phone, purpose="phone")
    recent = Case.objects.filter(phone_hash=number, received_at__gte=since, institution=institution)
    same = (case for case in recent.order_by("pk")[:20] if case.words.reveal() == words.strip())
    return next(same, None)


def promised(case: Case) -> dict[str, date]:
    """Name the days by which it is taken up and answered, as its clocks say."""
    days = {clock.code: clock.due_on for clock in clocks_of(case).filter(stopped_at=None)}
    answers = [days[code] for code in ANSWERS if code in days]
    promised = {"taken_up": days.get(ClockCode.TRIAGE), "answered": min(answers, default=None)}
    return {what: day for what, day in promised.items() if day}


def progress_of(case: Case, *, day: date) -> Progress:
    state = CaseState(case.state)
    word = workflow.PUBLIC[state]
    due = _answer_due(case) if word not in {PublicState.ANSWERED, PublicState.WITHDRAWN} else None
    entries = list(case.entries.order_by("at", "pk"))
    added_at = [entry.at for entry in entries if entry.by_id is None]
    graded = callbacks_of_round(case).filter(by=None).count()
    return Progress(
        case=case,
        state=word,
        course=tracking.course(state, came_on=_came_on(case)),
        unit=_unit_of(case),
        due_on=due.due_on if due else None,
        is_provisional=bool(due and due.is_provisional),
        days_over=max((day - due.due_on).days, 0) if due else 0,
        pause=_pause_of(case),
        replies=list(case.replies.order_by("at", "pk")),
        notes=[one.text for one in entries if one.by_id and one.audience == Audience.PUBLIC],
        files=released_to_all(case),
        added_at=added_at,
        may_add=tracking.may_add(state, added=len(added_at)),
        graded=graded,
        may_grade=tracking.may_grade(state, graded=graded),
    )


def released_to_all(case: Case) -> list[Attachment]:
    """List the files that whoever complained may open: those that a person released to the public.

    What they sent themselves stays with the bureau unless somebody releases it.
    """
    files = Attachment.objects.of(KIND, case.no).filter(audience=Audience.PUBLIC)
    return list(files.select_related("file"))


def photos_of_public(case: Case) -> int:
    """Count what the public hung on a case, taken off or not: a place is not given out twice."""
    kept = Attachment.objects.filter(object_kind=KIND, object_no=case.no)
    return kept.filter(by=None, client=None).count()


def _answer_due(case: Case) -> ClockRow | None:
    running = clocks_of(case).filter(stopped_at=None, code__in=ANSWERS)
    return running.first()


def _came_on(case: Case) -> dict[PublicState, date]:
    came = {PublicState.SUBMITTED: timezone.localdate(case.received_at)}
    acts = Act.objects.of(KIND, case.no).filter(verb__in=sorted(tracking.CAME_AT))
    for verb, at in acts.values_list("verb", "at"):
        came.setdefault(tracking.CAME_AT[verb], timezone.localdate(at))
    return came


def _unit_of(case: Case) -> str:
    """Name the unit that works on it. An accusation the bureau itself looks into."""
    if case.is_accusation or case.state not in workflow.WITH_THE_UNIT:
        return ""
    leading = case.assignments.filter(returned_at=None).order_by("-is_lead", "pk")
    given = leading.select_related("institution").first()
    return given.institution.name if given else ""


def _pause_of(case: Case) -> str:
    pause = case.pauses.filter(resumed_on=None).first()
    return pause.reason if pause else ""
