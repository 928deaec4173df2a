"""What the bureau does to a register, each with its reason: it goes back, a row comes out."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bureau.desk import attempt
from followups import selectors, services
from followups.forms import ReasonForm, ReturnForm
from followups.models import FollowUpRecord
from followups.views.reading import allowed, visible_register


@allowed("return_register")
@require_http_methods(["GET", "POST"])
def send_back(request, code, month):
    found = visible_register(request, code, month)
    is_frozen = selectors.is_frozen(month, timezone.now())
    form = ReturnForm(request.POST if request.method == "POST" else None, is_frozen=is_frozen)
    if request.method == "POST" and form.is_valid():
        if attempt(request, services.return_register, register=found, **form.cleaned_data):
            messages.success(request, _("The register is sent back, and its institution is told."))
        return redirect("followups:register", code, month)
    context = {"register": found, "form": form}
    return render(request, "followups/return.html", context)


@allowed("remove_row")
@require_http_methods(["GET", "POST"])
def remove_row(request, pk):
    seen = FollowUpRecord.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("register__institution"), pk=pk)
    register = found.register
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if attempt(request, services.remove_row, record=found, **form.cleaned_data):
            messages.success(request, _("The row is taken out, and its institution is told."))
        return redirect("followups:rows", register.institution.code, register.month)
    context = {"register": register, "row": found, "form": form}
    return render(request, "followups/remove_row.html", context)
