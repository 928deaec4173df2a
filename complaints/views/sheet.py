"""The whole of a case on one sheet of paper, for who may see the case."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_GET

from bureau.downloads import PDF, download
from bureau.models import User
from bureau.papers import write_pdf
from bureau.selectors import work_calendar
from complaints import choices, selectors, wording
from complaints.models import Case
from complaints.papers.sheet import Sheet, case_sheet
from complaints.rules import workflow
from complaints.rules.secrecy import without_identity
from complaints.rules.words import Channel
from complaints.services.acts import record_case_act
from complaints.views.cases import story_of
from complaints.views.desk import allowed, visible_case
from rectification.models import Item

HIDDEN = "不向机构提供"
SELF_WRITTEN = "投诉人扫码填报"


@allowed("view_case")
@require_GET
def sheet(request: HttpRequest, no: str) -> HttpResponse:
    """Make the sheet now. While the case is open it says on every page that it is a draft."""
    case, at = visible_case(request, no), timezone.now()
    with override("zh-hans"):
        paper = case_sheet(told(case, request.user), bureau=settings.BUREAU_NAME)
    content = write_pdf(paper, at=at, draft=case.state not in workflow.ENDED)
    record_case_act(case, "download_paper", by=request.user, at=at)
    return download(content, name=f"投诉处理单-{case.no}.pdf", media_type=PDF)


def told(case: Case, user: User) -> Sheet:
    """Tell a case as its reader may know it: what a page keeps from them stands on no paper."""
    return Sheet(
        no=case.no,
        received=_minute(case.received_at),
        channel=str(choices.CHANNELS[case.channel]),
        kind=str(choices.TYPES[case.type]),
        institution=case.institution.name if case.institution else "",
        category=case.category.name if case.category else "",
        first_receiver=case.first_receiver or _nobody(case),
        handler=case.handler.name if case.handler else "",
        complainant=_who(case, user),
        state=str(choices.STATES[case.state]),
        due=_due(case),
        rectification=[
            f"{item.no}（{item.get_state_display()}）"
            for item in Item.objects.visible_to(user).filter(source_no=case.no)
        ],
        course=_course(case, user),
        **_words(case, user),
        **_said(case, user),
    )


def _nobody(case: Case) -> str:
    """Say why nobody received a complaint: it was written on the public's own page."""
    return SELF_WRITTEN if case.channel == Channel.QR_FORM else ""


def _due(case: Case) -> list[str]:
    """Say of each clock its day and how it stands: of two rounds each has its own."""
    at, calendar = timezone.now(), work_calendar()
    lines = (
        wording.clock_line(clock, case, at, calendar=calendar)
        for clock in selectors.clocks_of(case)
    )
    return [f"{choices.CLOCKS[line.clock.code]}：{line.due}（{line.chip.label}）" for line in lines]


def _words(case: Case, user: User) -> dict[str, str]:
    """Give what was said without what tells who said it; to a unit, what it was given to read."""
    if user.institution_id:
        return {"words": selectors.given_text(case, reader=user), "demand": ""}
    names = [one.reveal() for one in (case.complainant, case.patient) if one]
    plain = {"words": case.words.reveal(), "demand": case.demand.reveal() if case.demand else ""}
    return {name: without_identity(text, names=names) for name, text in plain.items()}


def _who(case: Case, user: User) -> str:
    how = str(choices.CONFIDENTIALITIES[case.confidentiality])
    who = wording.who_complained(case, user)
    if who is None:
        return f"{HIDDEN}（{how}）" if user.institution_id else how
    parts = filter(None, (who.name, who.phone, who.relation))
    return f"{'，'.join(parts)}（{how}）"


def _said(case: Case, user: User) -> dict[str, list[str]]:
    """Gather what each side said, in its order, of each only what this reader may read."""

    def seen(name: str, *people: str) -> Any:
        return getattr(case, name).all().visible_to(user).select_related(*people)

    answers = [f"{_day(one)} {one.get_way_display()}：{one.text}" for one in seen("replies")]
    explained = [case.explanation] if case.explanation and not user.institution_id else []
    return {
        "dispatched": [
            f"{_day(one)} {one.institution.name}：{one.text}"
            for one in seen("assignments", "institution")
        ],
        "reports": [
            f"{_day(one)} {one.assignment.institution.name}：{one.text}"
            for one in seen("reports", "assignment__institution")
        ],
        "statements": [
            f"{_day(one)} {one.institution.name}{_person(one)}：{one.text}"
            for one in seen("statements", "institution", "person__staff")
        ],
        "findings": _findings(case, user),
        "answers": explained + answers,
        "callbacks": [
            f"{_day(one)} {one.get_grade_display()} {one.note}".strip() for one in seen("callbacks")
        ],
    }


def _findings(case: Case, user: User) -> list[str]:
    """Say what was found; to a unit only once it holds."""
    if user.institution_id and not case.verified_at:
        return []
    people = case.people.visible_to(user).select_related("staff")
    about = [
        *((one.text, one) for one in case.allegations.all()),
        *((one.staff.name if one.staff else str(one.said_as), one) for one in people),
    ]
    return [
        f"{label}：{choices.FINDINGS[one.finding]}（{one.basis}）"
        for label, one in about
        if one.finding
    ]


def _person(one: Any) -> str:
    if one.person is None:
        return ""
    return f"（{one.person.staff.name if one.person.staff else one.person.said_as}）"


def _course(case: Case, user: User) -> list[tuple[str, str]]:
    return [
        (
            _minute(entry.at),
            "，".join(str(part) for part in (entry.label, entry.who, entry.state) if part),
        )
        for entry in story_of(user, case)
    ]


def _day(one: Any) -> str:
    return f"{timezone.localtime(one.at):%Y-%m-%d}"


def _minute(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
