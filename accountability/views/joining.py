"""Two records of one person: the list, the two side by side, the first and the second word."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accountability import services
from accountability.forms.joining import JoinForm
from accountability.joining_verbs import VERBS, why_not
from accountability.models import SamePerson
from accountability.selectors import pages, persons
from accountability.views.desk import allowed
from bureau.desk import attempt
from bureau.models import Staff
from bureau.pagination import paginated


@allowed("view_sameperson")
@require_GET
def joined(request: HttpRequest) -> HttpResponse:
    """List what was said so far, and look up whom it may be said of."""
    rows = SamePerson.objects.visible_to(request.user)
    asked = request.GET.get("q", "").strip()
    may = persons.may_join(request.user)
    context = {
        "page_obj": paginated(request, rows.select_related(*persons.WITH_BOTH)),
        "may_join": may,
        "q": asked,
        "found": persons.looked_up(asked, among=pages.people_for(request.user)) if may else [],
    }
    return render(request, "accountability/joined.html", context)


@allowed("view_sameperson")
@require_http_methods(["GET", "POST"])
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """Show two records side by side; approve that they are one, or part them."""
    seen = SamePerson.objects.visible_to(request.user).select_related(*persons.WITH_BOTH)
    row = get_object_or_404(seen, pk=pk)
    day, asked = timezone.localdate(), request.POST.get("step", "")
    forms = {step: verb.ask(row, user=request.user, day=day) for step, verb in VERBS.items()}
    if request.method == "POST":
        if not persons.may_join(request.user):
            raise PermissionDenied
        verb = next((one for step, one in VERBS.items() if step == asked), None)
        if verb is None:
            raise Http404
        form = verb.ask(row, request.POST, user=request.user, day=day)
        if form.is_valid() and _taken(request, verb, row, form):
            return redirect(row)
        forms[verb.step] = form
    offers = [(verb, forms[step], why_not(request.user, row, verb)) for step, verb in VERBS.items()]
    context = {
        "row": row,
        "sides": [persons.side(one, user=request.user) for one in (row.record, row.counts_as)],
        "offers": offers if persons.may_join(request.user) and not row.undone_at else [],
    }
    return render(request, "accountability/same.html", context)


def _taken(request: HttpRequest, verb: Any, row: SamePerson, form: Any) -> bool:
    def run(by: Any, at: Any) -> Any:
        return verb.run(row, form, by, at)

    done = attempt(request, run)
    if done is not None:
        messages.success(request, verb.told(done))
    return done is not None


@allowed("join_records")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay a record beside another one, and propose that they are one person."""
    if not persons.may_join(request.user):
        raise PermissionDenied
    seen = pages.people_for(request.user).select_related("institution", "department")
    record = get_object_or_404(seen, pk=pk)
    other = _other(request, seen)
    context: dict[str, Any] = {"record": record, "others": persons.of_one_name(record, among=seen)}
    if other is None:
        return render(request, "accountability/join.html", context)
    form = JoinForm(request.POST or None, records=(record, other))
    if form.is_valid() and (row := attempt(request, services.join_records, **form.joining)):
        messages.success(request, persons.WAITS)
        return redirect(row)
    sides = [persons.side(one, user=request.user) for one in (record, other)]
    return render(request, "accountability/join.html", context | {"form": form, "sides": sides})


def _other(request: HttpRequest, seen: Any) -> Staff | None:
    asked = request.GET.get("other", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        raise Http404
    return get_object_or_404(seen, pk=int(asked))
