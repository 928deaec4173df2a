"""Cases to read: the queue with its saved views, one case with its story, why a day is that day."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureau.choices import ACTS as BUREAU_ACTS
from bureau.choices import AUDIENCES, COUNTINGS
from bureau.models import Act, User
from bureau.selectors import work_calendar
from bureau.timeline import Entry, entries
from complaints import choices, selectors, wording
from complaints.forms.filters import QueueFilter, tab_of
from complaints.models import Case, HotlineOrder, SavedView
from complaints.paper_kinds import letters
from complaints.rules.words import CaseState, Tab
from complaints.selectors.as_of import OF_FILES
from complaints.services.acts import CASE
from complaints.verbs import offered, waits_for
from complaints.views.desk import allowed, visible_case
from complaints.views.lanes import lanes_of, steps_of
from rectification.models import Item

DISPATCHED_FROM = {Tab.TO_ACCEPT, Tab.TO_DISPATCH}
PACKED_FROM = {Tab.TO_CALL_BACK, Tab.CLOSED}
TOLD_TO_UNITS = ("dispatch_case", "return_case", "begin_investigation", "submit_report",
                 "file_statement", "verify_case", "suspend_case", "resume_case",
                 "close_case")  # fmt: skip

TOLD = {**choices.ACTS, **{verb: BUREAU_ACTS[verb] for verb in OF_FILES}}


@allowed("view_case")
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """List one of the saved views, the most pressing first."""
    user, at, calendar = request.user, timezone.now(), work_calendar()
    form, tab = QueueFilter(request.GET.dict(), user=user), tab_of(request.GET.get("tab", ""), user)
    rows = form.narrow(Case.objects.visible_to(user))
    page = selectors.page_of(rows, tab, user=user, after=request.GET.get("after", ""))
    context = {
        "lines": [wording.line(case, user, at, calendar=calendar) for case in page.cases],
        "after": page.after,
        "is_first": not request.GET.get("after"),
        "tab": tab,
        "tabs": [(one, choices.TABS[one.tab]) for one in selectors.tab_counts(rows)],
        "filter": form,
        "asked": {name: form.asked.get(name, "") for name in QueueFilter.base_fields},
        "is_narrowed": bool(form.asked),
        "is_read_in_part": form.is_read_in_part,
        "may_dispatch": tab in DISPATCHED_FROM and user.has_perm("complaints.handle_case"),
        "may_pack": tab in PACKED_FROM and user.has_perm("complaints.handle_case"),
        "views": SavedView.objects.visible_to(user),
        "here": urlencode({"tab": tab.value, **form.asked}),
    }
    return render(request, "complaints/cases.html", context)


@allowed("view_case")
@require_GET
def case(request: HttpRequest, no: str) -> HttpResponse:
    return case_page(request, visible_case(request, no))


def case_page(request: HttpRequest, case: Case, **more: Any) -> HttpResponse:
    """Show a case as this person may see it."""
    user, at, calendar = request.user, timezone.now(), work_calendar()
    verbs = offered(user, case)
    clocks = [
        wording.clock_line(clock, case, at, calendar=calendar)
        for clock in selectors.clocks_of(case)
    ]
    context = {
        "case": case,
        "line": wording.line(case, user, at, calendar=calendar),
        "steps": steps_of(verbs, is_reported=case.state == CaseState.FINDING_SUBMITTED),
        "waits": [] if user.institution_id else _untold(request, waits_for(user, case)),
        "open_now": {verb.step.value for verb in verbs},
        "clocks": clocks,
        "who": wording.who_complained(case, user),
        "told": None if user.institution_id else selectors.told_words(case, user),
        "may_reveal": user.has_perm("complaints.reveal_complainant") and case.handler == user,
        "finding": _found(user, case, case),
        "timeline": story_of(user, case),
        **_what_hangs_on(user, case),
        **more,
    }
    return render(request, "complaints/case.html", context)


def _untold(request: HttpRequest, words: list[str]) -> list[str]:
    """Leave out what the page says already above: the same sentence twice reads like two."""
    told = {str(message) for message in get_messages(request)}
    return [one for one in words if one not in told]


def _what_hangs_on(user: User, case: Case) -> dict[str, Any]:
    alike = [] if user.institution_id else selectors.likely_same_as(case, user=user)
    joined = selectors.cases_of_matter(case.matter, user=user).exclude(pk=case.pk)
    return {
        "allegations": [(one, _found(user, case, one)) for one in case.allegations.all()],
        "people": [
            (one, _found(user, case, one), wording.concern_words(one))
            for one in _seen(user, case, "people")
            .select_related("staff", "institution")
            .prefetch_related("allegations")
        ],
        "void": []
        if user.institution_id
        else [(one, wording.finding_chip(one.finding)) for one in selectors.findings_void(case)],
        "assignments": _seen(user, case, "assignments")
        .select_related("institution", "by")
        .order_by("-is_lead", "pk"),
        "reports": _seen(user, case, "reports").select_related(
            "assignment__institution", "by", "client__institution"
        ),
        "order": HotlineOrder.objects.visible_to(user).filter(case=case).first(),
        "requests": _seen(user, case, "order_requests").select_related("asked_by", "decided_by"),
        "statements": _seen(user, case, "statements").select_related(
            "institution", "person__staff", "by", "client__institution"
        ),
        "mark": None if user.institution_id else selectors.mark_of(case),
        "letters": letters(case, user),
        "is_fabricated": case.pk in selectors.fabricated([case.pk]),
        "unheard": [] if user.institution_id else selectors.unheard(case),
        "replies": _seen(user, case, "replies").select_related("by"),
        "callbacks": _seen(user, case, "callbacks").select_related("by", "reviewed_by"),
        "pauses": case.pauses.select_related("by"),
        "lanes": lanes_of(user, case),
        "given_text": selectors.given_text(case, reader=user),
        "explanation": "" if user.institution_id else case.explanation,
        "alike": alike[:5],
        "joined": joined,
        "matter_due": _matter_due(user, case) if joined else None,
        "items": Item.objects.visible_to(user).filter(source_no=case.no),
    }


def _matter_due(user: User, case: Case) -> wording.Chip | None:
    due_at = selectors.matter_due_at(case.matter, user=user)
    return due_at and wording.until(due_at, timezone.now(), calendar=work_calendar())


def _found(user: User, case: Case, one: Any) -> Any:
    """Show a finding; to a unit only while it holds."""
    is_shown = not user.institution_id or case.verified_at
    return wording.finding_chip(one.finding) if is_shown else None


def _seen(user: User, case: Case, name: str) -> Any:
    return getattr(case, name).all().visible_to(user)


def story_of(user: User, case: Case) -> list[Entry]:
    """Tell a case's acts; to a unit without the reasons, which were written for others."""
    acts = Act.objects.of(CASE, case.no).filter(verb__in=TOLD)
    if user.institution_id:
        acts = acts.filter(verb__in=TOLD_TO_UNITS)
    states = {**AUDIENCES, **choices.STORY}
    told = entries(acts, verbs=TOLD, states=states, details=wording.details)
    return [one._replace(why="") for one in told] if user.institution_id else told


@allowed("view_case")
@require_GET
def why(request: HttpRequest, no: str, pk: int) -> HttpResponse:
    """Explain a clock: from when, how long, each day on the way, and whatever moved it."""
    found = visible_case(request, no)
    clock = get_object_or_404(selectors.clocks_of(found), pk=pk)
    explained = selectors.why(clock, calendar=work_calendar())
    term = explained.term
    context = {
        "case": found,
        "clock": clock,
        "explained": explained,
        "basis": choices.BASES[clock.code],
        "steps": [(step, COUNTINGS[step.counting]) for step in term.steps] if term else [],
        "moved": [choices.UNITS[clock.unit], clock.credit, clock.extension],
    }
    return render(request, "complaints/why.html", context)
