"""Several cases dispatched at once: looked over on one page, each taken by itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bureau.desk import without_nul
from bureau.models import User
from bureau.selectors import work_calendar
from bureau.sentences import labelled
from bureau.services import BureauError
from bureau.templatetags.shell import listed
from bureau.verbs import Verb
from complaints.forms.dispatching import Row, rows_of
from complaints.models import Case
from complaints.rules.steps import Step
from complaints.verbs import VERBS, why_not
from complaints.views.desk import allowed

MOST_AT_ONCE = 20


@allowed("handle_case")
@require_http_methods(["GET", "POST"])
def dispatch(request: HttpRequest) -> HttpResponse:
    """Show the cases that were ticked, and dispatch each; what is refused stays, with why."""
    given = request.POST if request.method == "POST" else request.GET
    cases, gone = _ticked(request, list(dict.fromkeys(given.getlist("no"))))
    for words in gone:
        messages.error(request, words)
    if not cases and request.method == "POST":
        return redirect("complaints:cases")
    fixed = {"user": request.user, "day": timezone.localdate(), "calendar": work_calendar()}
    rows = rows_of(cases, given=request.POST if request.method == "POST" else None, **fixed)
    if request.method == "POST":
        rows = _dispatched(request, rows)
        if not rows:
            return redirect("complaints:cases")
    return render(request, "complaints/batch.html", {"rows": rows})


def _ticked(request: HttpRequest, numbers: list[str]) -> tuple[list[Case], list[str]]:
    """Find what can be dispatched of the cases ticked, and say of each other one why not."""
    said = [_("At most %(n)s cases at a time.") % {"n": MOST_AT_ONCE}]
    gone = said if len(numbers) > MOST_AT_ONCE else []
    numbers = [without_nul(no) for no in numbers[:MOST_AT_ONCE]]
    seen = Case.objects.visible_to(request.user).filter(no__in=numbers)
    whole = seen.select_related("institution", "category").prefetch_related("assignments")
    found = {case.no: case for case in whole}
    cases = []
    for no in numbers:
        if no not in found:
            gone.append(_("There is no case %(no)s.") % {"no": no})
        elif _verb_for(request.user, found[no]) is None:
            why = why_not(request.user, found[no], VERBS[Step.DISPATCH])
            gone.append(labelled(no, why))
        else:
            cases.append(found[no])
    return cases, gone


def _verb_for(user: User, case: Case) -> Verb | None:
    """Return the step by which a case is dispatched now: taken up with it, or taken up already."""
    steps = (Step.ACCEPT_DISPATCH, Step.DISPATCH)
    return next((VERBS[step] for step in steps if not why_not(user, case, VERBS[step])), None)


def _dispatched(request: HttpRequest, rows: list[Row]) -> list[Row]:
    """Dispatch each case by itself, say which, and return those that are left."""
    left = [row for row in rows if not _is_dispatched(request, row)]
    done = [row.case.no for row in rows if row not in left]
    if done:
        words = _("Dispatched: %(cases)s") % {"cases": listed(done)}
        messages.success(request, words)
    return left


def _is_dispatched(request: HttpRequest, row: Row) -> bool:
    if not row.form.is_valid():
        return False
    verb = _verb_for(request.user, row.case) or VERBS[Step.DISPATCH]
    try:
        verb.run(row.case, row.form, request.user, timezone.now())
    except BureauError as error:
        row.form.add_error(None, str(error))
        return False
    return True
