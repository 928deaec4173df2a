"""A visit on a phone: one item after the other, each saved by the button that answers it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau.desk import attempt, send_attachment
from bureau.models import Attachment
from bureau.services import BureauError
from rectification.choices import visits as words
from rectification.forms.visits import CorrectionForm, FindingForm
from rectification.models import ChecklistItem, Visit, VisitResult
from rectification.models.visits import FINDING
from rectification.rules.inspections import Finding, VisitState
from rectification.selectors import visits as selectors
from rectification.services import visits as services
from rectification.services.corrections import correct_finding
from rectification.views.desk import allowed, say_errors
from rectification.views.visits import reads_findings, visible_visit


def _line(request, no: str, code: str) -> tuple[Visit, ChecklistItem, VisitResult | None]:
    visit = visible_visit(request, no)
    if not reads_findings(request.user, visit):
        raise Http404
    item = get_object_or_404(visit.checklist.items, code=code)
    found = visit.results.select_related("item", "ledger_item").filter(item=item).first()
    if found:
        found.visit = visit
    return visit, item, found


@allowed("inspect_visit")
@require_http_methods(["GET", "POST"])
def finding(request, no, code):
    """Show one item, or save its answer: what is met leads on, a fault stays for its draft."""
    visit, item, found = _line(request, no, code)
    if request.method == "POST":
        return _save(request, visit, item)
    return _page(request, visit, item, found)


def _page(request, visit, item, found, correction: CorrectionForm | None = None):
    lines = selectors.lines_of(visit)
    codes = [line.item.code for line in lines]
    place = codes.index(item.code)
    inspects = visit.inspectors.filter(pk=request.user.pk).exists()
    if correction is None and found and inspects and visit.state == VisitState.DONE:
        correction = CorrectionForm(initial={"finding": found.finding, "note": found.note})
    open_ones = [line.item.code for line in lines if line.result is None]
    context = {
        "visit": visit,
        "item": item,
        "result": found,
        "number": place + 1,
        "total": len(codes),
        "answered": len(codes) - len(open_ones),
        "before": codes[place - 1] if place else "",
        "after": next(iter(codes[place + 1 : place + 2]), ""),
        "form": FindingForm(initial=_said(found)),
        "findings": [(one, label, words.TONES[one]) for one, label in words.FINDINGS.items()],
        "can_answer": visit.is_open and inspects,
        "correction": correction,
        "photos": _photos(request, found) if found else [],
    }
    return render(request, "rectification/finding.html", context)


def _said(found: VisitResult | None) -> dict[str, str]:
    return {"note": found.note, "severity": found.severity} if found else {}


def _photos(request, found: VisitResult):
    hanging = Attachment.objects.visible_to(request.user).of(FINDING, found.key)
    return hanging.select_related("file", "by")


def _save(request, visit: Visit, item: ChecklistItem):
    form = FindingForm(request.POST, request.FILES)
    result = _keep(request, visit, item, form)
    if result is None or result.is_fault or form.cleaned_data["photo"]:
        return redirect("rectification:finding", visit.no, item.code)
    return _next(visit, item)


def _keep(request, visit: Visit, item: ChecklistItem, form: FindingForm) -> VisitResult | None:
    """Save an answer with its note and photo; what is refused becomes a message."""
    if not form.is_valid():
        say_errors(request, form)
        return None
    said = form.cleaned_data
    chosen = Finding(said["finding"])
    result = attempt(
        request, services.record_finding, visit=visit, item=item, finding=chosen,
        note=said["note"], severity=form.severity_said,
    )  # fmt: skip
    photo = said["photo"]
    if result and photo:
        attempt(
            request, services.add_finding_photo, result=result, name=photo.name,
            content=photo.read(),
        )  # fmt: skip
    return result


def _next(visit: Visit, item: ChecklistItem):
    """Lead to the next item without an answer: first those after this one, then the others."""
    left = selectors.codes_left(visit)
    if not left:
        return redirect("rectification:visit", visit.no)
    later = visit.checklist.items.filter(position__gt=item.position, code__in=left)
    following = later.order_by("position").values_list("code", flat=True).first()
    return redirect("rectification:finding", visit.no, following or left[0])


@allowed("inspect_visit")
@require_POST
def correct(request, no, code):
    """Put an answer of a visit that is done right. What is refused says why and keeps the words."""
    visit, item, found = _line(request, no, code)
    if found is None:
        raise Http404
    form = CorrectionForm(request.POST)
    if form.is_valid() and _put_right(request, found, form):
        messages.success(request, _("The answer is put right. The institution is told."))
        return redirect("rectification:finding", no, code)
    return _page(request, visit, item, found, form)


def _put_right(request, found: VisitResult, form: CorrectionForm) -> VisitResult | None:
    said = {**form.cleaned_data, "finding": Finding(form.cleaned_data["finding"])}
    try:
        return correct_finding(result=found, by=request.user, at=timezone.now(), **said)
    except BureauError as error:
        form.add_error(None, str(error))
        return None


@allowed("inspect_visit")
@require_POST
def draft(request, no, code):
    """Enter the finding in the ledger, with what was just typed, and go on to the next item."""
    visit, item, found = _line(request, no, code)
    if found is None:
        raise Http404
    if visit.is_open and "note" in request.POST:
        typed = {
            "finding": found.finding,
            "note": request.POST["note"],
            "severity": request.POST.get("severity", ""),
        }
        found = _keep(request, visit, item, FindingForm(typed, request.FILES))
        if found is None:
            return redirect("rectification:finding", no, code)
    entered = attempt(request, services.draft_from_finding, result=found)
    if entered:
        said = _("%(code)s stands in the ledger as %(no)s.")
        messages.success(request, said % {"code": code, "no": entered.no})
    if entered is None or not visit.is_open:
        return redirect("rectification:visit", no)
    return _next(visit, item)


@allowed("view_visit")
@require_GET
def photo(request, no, code, pk):
    _visit, _item, found = _line(request, no, code)
    if found is None:
        raise Http404
    return send_attachment(request, FINDING, found.key, pk)
