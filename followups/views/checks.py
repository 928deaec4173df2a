"""Spot-checks: the lists, one list with its people, and the redraw over two desks."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.desk import attempt, hand_out
from bureau.models import Act
from bureau.pagination import paginated
from bureau.timeline import Entry, entries
from followups import choices, exports, selectors, services
from followups.forms import ReasonForm
from followups.models import SpotCheck
from followups.rules.words import CheckState
from followups.views.reading import allowed, reason_in


@allowed("view_spotcheck")
@require_GET
def checks(request):
    found, form = exports.checks_asked_for(request.user, request.GET)
    page = paginated(request, found)
    figures = selectors.figures_of_checks(page.object_list)
    context = {
        "page_obj": page,
        "lines": [(check, figures[check.pk]) for check in page],
        "filter": form,
        "is_narrowed": any(form.cleaned_data.values()),
        "my_first": selectors.items_to_call(request.user).first(),
    }
    return render(request, "followups/checks.html", context)


@allowed("view_spotcheck")
@require_POST
def export(request):
    """The spot-checks that the page shows, all pages of them, as a workbook."""
    return hand_out(request, exports.CHECKS, request.GET.dict())


def _visible_check(request, pk) -> SpotCheck:
    visible = SpotCheck.objects.visible_to(request.user)
    people = ("asked_by", "approved_by", "laid_aside_by")
    return get_object_or_404(visible.select_related("register__institution", *people), pk=pk)


@allowed("view_spotcheck")
@require_GET
def check(request, pk):
    found = _visible_check(request, pk)
    waiting = selectors.items_to_call(request.user).filter(spot_check=found)
    may_call = request.user.has_perm("followups.record_result")
    context = {
        "check": found,
        "table": selectors.table_of(found.register.month),
        "figures": selectors.figures_of_checks([found])[found.pk],
        "people": selectors.people_of(found),
        "spare": found.items.filter(is_called_up=False).count(),
        "may_open": request.user.has_perm("followups.correct_result"),
        "next_item": waiting.first() if may_call else None,
        "redraw": _waiting_redraw(request.user, found),
        **_beside(request.user, found),
        "form": ReasonForm(),
        "timeline": _story(found) if request.user.institution_id is None else [],
        **_verbs(request.user, found),
    }
    return render(request, "followups/check.html", context)


def _waiting_redraw(user, found: SpotCheck) -> SpotCheck | None:
    return SpotCheck.objects.visible_to(user).waiting().filter(register=found.register_id).first()


def _beside(user, found: SpotCheck) -> dict[str, Any]:
    """The list whose place this one takes, with its figures, and the one that took its place."""
    before = selectors.list_before(found, user) if found.asked_by_id else None
    figures = selectors.figures_of_checks([before])[before.pk] if before else None
    after = selectors.list_after(found, user) if found.is_replaced else None
    return {"before": before, "before_figures": figures, "after": after}


def _story(found: SpotCheck) -> list[Entry]:
    """What the bureau did with a list; whom it asked about when is not for the hospital."""
    acts = Act.objects.of("spot_check", found.pk)
    return entries(acts, verbs=choices.ACTS, states=choices.CHECK_STORY, details=_details)


def _details(act: Act) -> str:
    position = act.facts.get("position")
    said = _("no. %(position)s on the list") % {"position": position} if position else ""
    if act.verb != "correct_result":
        return said
    before = choices.VERDICTS[act.before]
    return _("%(said)s, recorded before: %(before)s") % {"said": said, "before": before}


def _verbs(user, found: SpotCheck) -> dict[str, Any]:
    is_own = found.asked_by_id == user.pk
    is_waiting = found.state is CheckState.WAITING
    return {
        "is_waiting": is_waiting,
        "can_ask": user.has_perm("followups.ask_redraw"),
        "can_decide": is_waiting and not is_own and user.has_perm("followups.approve_redraw"),
        "can_withdraw": is_waiting and is_own and user.has_perm("followups.ask_redraw"),
    }


@allowed("view_spotcheck")
@require_POST
def check_export(request, pk):
    """The people of one list as on its page: names masked, no number."""
    return hand_out(request, exports.PEOPLE, {"check": str(pk)})


@allowed("ask_redraw")
@require_POST
def redraw(request, pk):
    found = _visible_check(request, pk)
    said = {"check": found, "reason": reason_in(request), "by": request.user}
    asked = attempt(request, services.ask_redraw, **said, at=timezone.now())
    if asked:
        messages.success(request, _("Asked for a redraw. A second person has to agree."))
    return redirect("followups:check", (asked or found).pk)


@allowed("approve_redraw")
@require_POST
def approve(request, pk):
    found = _visible_check(request, pk)
    if attempt(request, services.approve_redraw, check=found, by=request.user, at=timezone.now()):
        messages.success(request, _("A new list is drawn. The first one is kept."))
    return redirect("followups:check", found.pk)


@allowed("approve_redraw")
@require_POST
def refuse(request, pk):
    said = _("The redraw is refused. The list in force stays.")
    return _lay_aside(request, pk, services.refuse_redraw, said)


@allowed("ask_redraw")
@require_POST
def withdraw(request, pk):
    said = _("The redraw is withdrawn. The list in force stays.")
    return _lay_aside(request, pk, services.withdraw_redraw, said)


def _lay_aside(request, pk, service, said: str):
    found = _visible_check(request, pk)
    reason = reason_in(request)
    if attempt(request, service, check=found, reason=reason, by=request.user, at=timezone.now()):
        messages.success(request, said)
    return redirect("followups:check", found.pk)
