"""The pages of the rules: what holds, what is drafted, what a version changes, and its approval."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau import services
from bureau.choices import ACTS, VERSION_STATES
from bureau.models import Act, RuleVersion
from bureau.rule_tables import RuleKind, VersionState
from bureau.templatetags.shell import month as month_words
from bureau.timeline import Entry, entries
from config.rule_versions import reading
from config.rule_versions.forms import ReasonForm
from config.rule_versions.kinds import KINDS, has_say


def allowed(verb: str) -> Callable:
    return permission_required(f"bureau.{verb}_ruleversion", raise_exception=True)


def _kind(code: str) -> RuleKind[Any]:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _versions(request: HttpRequest, kind: RuleKind[Any]) -> list[RuleVersion]:
    visible = RuleVersion.objects.visible_to(request.user).of_kind(kind.code)
    return list(visible.select_related("drafted_by", "approved_by"))


def _visible_version(request: HttpRequest, kind: RuleKind[Any], number: int) -> RuleVersion:
    visible = RuleVersion.objects.visible_to(request.user).of_kind(kind.code)
    return get_object_or_404(visible.select_related("drafted_by", "approved_by"), number=number)


@allowed("view")
@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    visible = RuleVersion.objects.visible_to(request.user).filter(kind__in=KINDS)
    by_kind: dict[str, list[RuleVersion]] = {code: [] for code in KINDS}
    for version in visible.exclude(state=VersionState.WITHDRAWN):
        by_kind[version.kind].append(version)
    found = []
    for code, versions in by_kind.items():
        coming = [
            one for one in versions if one.valid_from > today or one.state == VersionState.DRAFT
        ]
        coming.sort(key=lambda one: one.valid_from)
        found.append((KINDS[code], reading.in_force(versions, today), coming))
    return render(request, "rules/kinds.html", {"kinds": found})


@allowed("view")
@require_GET
def kind(request: HttpRequest, code: str) -> HttpResponse:
    found, today = _kind(code), timezone.localdate()
    versions = _versions(request, found)
    standing = reading.in_force(versions, today)
    context = {
        "kind": found,
        "standing": standing,
        "lines": reading.lines(found, standing, standing, versions) if standing else [],
        "versions": reading.dated(versions, today),
        "may_draft": request.user.has_perm("bureau.draft_ruleversion"),
        "waiting": next((one for one in versions if one.state == VersionState.DRAFT), None),
    }
    return render(request, "rules/kind.html", context)


@allowed("view")
@require_GET
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _page(request, _kind(code), number)


def _page(
    request: HttpRequest,
    kind: RuleKind[Any],
    number: int,
    template: str = "rules/version.html",
    reason: ReasonForm | None = None,
) -> HttpResponse:
    """Show one version beside what it changes, or beside the version asked for."""
    versions = {one.number: one for one in _versions(request, kind)}
    if number not in versions:
        raise Http404
    shown = versions[number]
    before = _beside(request, versions, shown)
    laid_out = reading.lines(kind, before, shown, versions.values())
    is_waiting = shown.state == VersionState.DRAFT
    can_settle = is_waiting and shown.drafted_by_id != request.user.pk and _may_approve(request)
    context = {
        "kind": kind,
        "version": shown,
        "before": before,
        "others": [one for one in versions.values() if one.number != number],
        "dated": next(
            one
            for one in reading.dated(versions.values(), timezone.localdate())
            if one.version is shown
        ),
        "lines": laid_out,
        "changes": [line for line in laid_out if line.is_change],
        "timeline": _timeline(shown),
        "can_approve": can_settle and has_say(request.user, kind),
        "can_withdraw": is_waiting and _may_settle(request, kind),
        "reason": reason or ReasonForm(),
    }
    return render(request, template, context)


def _beside(
    request: HttpRequest, versions: dict[int, RuleVersion], shown: RuleVersion
) -> RuleVersion:
    asked = request.GET.get("beside", "")
    named = next((version for number, version in versions.items() if str(number) == asked), None)
    if named:
        return named
    return reading.standing_before(versions.values(), shown) or shown


def _timeline(shown: RuleVersion) -> list[Entry]:
    acts = Act.objects.of("rule_version", shown)
    return entries(acts, verbs=ACTS, states=VERSION_STATES, details=lambda act: "")


def _may_approve(request: HttpRequest) -> bool:
    return request.user.has_perm("bureau.approve_ruleversion")


def _may_settle(request: HttpRequest, kind: RuleKind[Any]) -> bool:
    return _may_draft(request) or (_may_approve(request) and has_say(request.user, kind))


def _may_draft(request: HttpRequest) -> bool:
    return request.user.has_perm("bureau.draft_ruleversion")


@allowed("draft")
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Fill in a new version, beginning with the values of the last approved one."""
    found = _kind(code)
    last = reading.to_build_on(_versions(request, found))
    form = found.form(request.POST or None, kind=found, initial=last and found.filled(last.values))
    if form.is_valid():
        made = _attempt(
            request,
            services.draft_rule_version,
            kind=found,
            draft=form.draft,
            by=request.user,
            at=timezone.now(),
        )
        if made:
            messages.success(request, _("The draft waits for a second person's approval."))
            if found.by_month and made.valid_from.day > 1:
                first = month_words((made.valid_from + timedelta(days=31)).replace(day=1))
                said = _("It holds for whole months: for those from %(month)s on.")
                messages.info(request, said % {"month": first})
            return redirect("rules:version", code, made.number)
    return render(request, "rules/draft.html", {"kind": found, "form": form})


@allowed("approve")
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show once more what changes, then approve."""
    found = _kind(code)
    if request.method == "GET":
        return _page(request, found, number, "rules/approve.html")
    done = _attempt(
        request,
        services.approve_rule_version,
        kind=found,
        version=_visible_version(request, found, number),
        by=request.user,
        at=timezone.now(),
    )
    if done:
        messages.success(request, _("Version %(n)s is approved.") % {"n": done.number})
    return redirect("rules:version", code, number)


@require_POST
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found = _kind(code)
    if not _may_settle(request, found):
        raise PermissionDenied
    shown = _visible_version(request, found, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, number, reason=form)
    done = _attempt(
        request,
        services.withdraw_draft,
        version=shown,
        why=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )
    if done:
        messages.success(request, _("The draft is withdrawn."))
    return redirect("rules:version", code, number)


def _attempt(request: HttpRequest, service: Callable, **arguments: Any) -> RuleVersion | None:
    """Call a service; what it refuses becomes a message, and the answer is None."""
    try:
        return service(**arguments)
    except services.RuleError as error:
        messages.error(request, str(error))
        return None
