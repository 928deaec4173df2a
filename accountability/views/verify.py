"""The public page on which whoever holds the paper of a check finds it confirmed.

It tells the number, the day and how many names there are; of a name only what is asked of it.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability import check_wording, services
from accountability.forms.eligibility import VerifyForm
from accountability.models import EligibilityCheck
from accountability.selectors.eligibility import plain
from bureau.doors import Limit
from bureau.public_pages import public, too_often, visitor_of
from bureau.services import DoorShut, knock

LOOKS = Limit(60, timedelta(minutes=10))
"""Papers looked up from one address."""
WRONG_CODES = Limit(5, timedelta(minutes=15), begins_anew=True)
"""Of one number, whoever tries and whether or not there is such a number."""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" or (request.only_shows and "asked" not in request.POST):
        said = request.POST.dict() if request.method == "POST" else {
            "no": request.GET.get("no", "")[:40]
        }  # fmt: skip
        return _page(request, VerifyForm(initial=said))
    form, at = VerifyForm(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, form)
    try:
        found = _found(request, form, at)
    except DoorShut as shut:
        form.add_error(None, too_often(shut, at=at))
        return _page(request, form, status=429)
    if found is None:
        form.add_error(None, _("Number and code belong to no paper of ours. Look at both again."))
        return _page(request, form)
    return _page(request, form, found=found)


def _found(request: HttpRequest, form: VerifyForm, at: datetime) -> EligibilityCheck | None:
    knock(door="verify", key=visitor_of(request, at=at), limit=LOOKS, at=at)
    said = form.cleaned_data
    return services.confirm_check(no=said["no"], code=said["code"], wrong=WRONG_CODES, at=at)


def _page(
    request: HttpRequest,
    form: VerifyForm,
    *,
    found: EligibilityCheck | None = None,
    status: int = 200,
) -> HttpResponse:
    name = plain(form.cleaned_data.get("name", "")) if found else ""
    context = {
        "form": form,
        "found": found,
        "purpose": check_wording.purpose(found) if found else "",
        "asked_of": form.cleaned_data["name"] if name else "",
        "of_name": [one for one in check_wording.lines(found) if plain(one.name) == name]
        if found and name
        else [],
    }
    return render(request, "accountability/verify.html", context, status=status)
