"""The opinions of a month that the lexicon sorts nowhere, and the one step that sorts them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bureau.lexicon_forms import PhraseForm
from followups import selectors
from followups.models import MonthReport
from followups.views.reading import allowed


@allowed("view_monthreport")
@permission_required("bureau.view_lexiconentry", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def unsorted(request, month):
    """List wordings that no phrase sorts; a POST adds one to the lexicon."""
    reports = MonthReport.objects.visible_to(request.user).filter(month=month)
    report = reports.order_by("kind").first()  # the final one before the provisional
    if report is None:
        raise Http404
    form = PhraseForm(request.POST or None)
    if request.method == "POST":
        if not request.user.has_perm("bureau.add_lexiconentry"):
            raise PermissionDenied
        if entry := form.add(by=request.user, at=timezone.now()):
            facts = {"phrase": entry.phrase, "category": entry.category or _("no problem")}
            said = _("“%(phrase)s” is in the lexicon: %(category)s.")
            messages.success(request, said % facts)
            return redirect("followups:unsorted", month)
    context = {
        "month": month,
        "report": report,
        "wordings": selectors.unsorted_wordings(report),
        "single": sum(line["single_opinions"] for line in report.figures["lines"]),
        "form": form,
        "blank": PhraseForm(),
        "table": selectors.table_of(month),
    }
    return render(request, "followups/unsorted.html", context)
