"""Checks of eligibility: asked for on one page, kept, taken along as a workbook or a paper."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accountability import check_wording, services
from accountability.forms.eligibility import CheckForm
from accountability.models import EligibilityCheck
from accountability.rules.eligibility_code import in_parts
from accountability.selectors.eligibility import may_check
from accountability.views.desk import allowed
from bureau.downloads import PDF, XLSX, download
from bureau.pagination import paginated
from bureau.papers import write_pdf


@allowed("view_eligibilitycheck")
@require_http_methods(["GET", "POST"])
def checks(request: HttpRequest) -> HttpResponse:
    """List what was checked, and take the next: one person or a list."""
    may = request.user.has_perm("accountability.check_eligibility") and may_check(request.user)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = CheckForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = _check(request, form)
        if made:
            return redirect(made)
    seen = EligibilityCheck.objects.visible_to(request.user)
    context = {
        "form": form,
        "may_check": may,
        "page_obj": paginated(request, seen),
    }
    return render(request, "accountability/checks.html", context)


def _check(request: HttpRequest, form: CheckForm) -> EligibilityCheck | None:
    try:
        return services.check_eligibility(
            asked=form.asked, wanted=form.cleaned_data["wanted"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except services.EligibilityError as refused:
        form.add_error(None, str(refused))
        return None


@allowed("view_eligibilitycheck")
@require_GET
def check(request: HttpRequest, no: str) -> HttpResponse:
    found = _visible(request, no)
    context = {
        "check": found,
        "code": in_parts(found.code),
        "purpose": check_wording.purpose(found),
        "lines": check_wording.lines(found),
        "left_out": check_wording.left_out(found),
    }
    return render(request, "accountability/check.html", context)


@allowed("view_eligibilitycheck")
@require_GET
def check_file(request: HttpRequest, no: str, form: str) -> HttpResponse:
    """Hand over the answer as a workbook or as a paper; who took it along is written down."""
    found = _visible(request, no)
    if form not in {"xlsx", "pdf"}:
        raise Http404
    is_paper = form == "pdf"
    content = (
        write_pdf(check_wording.paper(found), at=found.at)
        if is_paper
        else check_wording.workbook(found)
    )
    services.record_check_act(found, "download_paper", by=request.user, at=timezone.now())
    name = f"资格核查结果-{found.no}.{form}"
    return download(content, name=name, media_type=PDF if is_paper else XLSX)


def _visible(request: HttpRequest, no: str) -> EligibilityCheck:
    seen = EligibilityCheck.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("institution"), no=no)
