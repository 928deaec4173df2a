"""Keys of hospital systems, for the system administrator. A key is shown once, on its own page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bureau import services
from bureau.access_keys import USABLE
from bureau.api.forms import IssueForm, RevokeForm, RotateForm
from bureau.choices import API_SCOPES, KEY_STATES
from bureau.models import ApiKey
from bureau.pagination import paginated
from bureau.templatetags.shell import listed


def allowed(verb: str) -> Callable:
    return permission_required(f"bureau.{verb}_apikey", raise_exception=True)


@allowed("view")
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    found = ApiKey.objects.visible_to(request.user).select_related("client__institution")
    page = paginated(request, found)
    today = timezone.localdate()
    lines = [_line(key, today) for key in page]
    return render(request, "api/keys.html", {"page_obj": page, "lines": lines})


def _line(key: ApiKey, today: Any) -> dict[str, Any]:
    state = key.state(today)
    return {
        "key": key,
        "state": state,
        "state_label": KEY_STATES[state],
        "scopes": listed(str(API_SCOPES.get(scope, scope)) for scope in key.scopes),
        "can_rotate": not key.rotated_at and not key.revoked_at,
        "can_revoke": state in USABLE,
    }


@allowed("issue")
@never_cache
def issue(request: HttpRequest) -> HttpResponse:
    form = IssueForm(request.POST or None, user=request.user)
    if form.is_valid():
        issued = _attempt(
            form, services.issue_api_key, **form.cleaned_data, by=request.user, at=timezone.now()
        )
        if issued:
            return render(request, "api/key_shown.html", {"issued": issued})
    return render(request, "api/key_issue.html", {"form": form})


@allowed("issue")
@never_cache
def rotate(request: HttpRequest, prefix: str) -> HttpResponse:
    key = _visible(request, prefix)
    form = RotateForm(request.POST or None)
    if form.is_valid():
        issued = _attempt(
            form,
            services.rotate_api_key,
            key=key,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )
        if issued:
            return render(request, "api/key_shown.html", {"issued": issued})
    return render(request, "api/key_rotate.html", {"form": form, "key": key})


@allowed("issue")
@never_cache
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    key = _visible(request, prefix)
    form = RevokeForm(request.POST or None)
    if form.is_valid():
        services.revoke_api_key(key=key, **form.cleaned_data, by=request.user, at=timezone.now())
        said = _("Key %(key)s is revoked; from now on it opens nothing.")
        messages.success(request, said % {"key": key.prefix})
        return redirect("api:keys")
    return render(request, "api/key_revoke.html", {"form": form, "key": key})


def _visible(request: HttpRequest, prefix: str) -> ApiKey:
    found = ApiKey.objects.visible_to(request.user).select_related("client__institution")
    return get_object_or_404(found, prefix=prefix)


def _attempt(form: Any, service: Callable, **arguments: Any) -> Any:
    """Call a service; what it refuses stands above the form."""
    try:
        return service(**arguments)
    except services.ApiKeyError as error:
        form.add_error(None, str(error))
        return None
