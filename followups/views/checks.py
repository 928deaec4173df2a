"""Spot-checks: the lists, one list, one person's card with call and result."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.pagination import paginated
from followups import selectors, services
from followups.forms import CallForm, ReasonForm
from followups.models import SpotCheck, SpotCheckItem
from followups.rules.words import Verdict
from followups.views.reading import allowed, attempt, reason_in


@allowed("view_spotcheck")
@require_GET
def checks(request):
    visible = SpotCheck.objects.visible_to(request.user).select_related("register__institution")
    page = paginated(request, visible.order_by("-register__month", "register__institution__code"))
    figures = selectors.figures_of_checks(page.object_list)
    context = {
        "page_obj": page,
        "lines": [(check, figures[check.pk]) for check in page],
        "my_first": selectors.items_to_call(request.user).first(),
    }
    return render(request, "followups/checks.html", context)


def _visible_check(request, pk) -> SpotCheck:
    visible = SpotCheck.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("register__institution", "asked_by", "approved_by"), pk=pk
    )


def _visible_item(request, pk) -> SpotCheckItem:
    visible = SpotCheckItem.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("spot_check__register__institution", "record"), pk=pk
    )


@allowed("view_spotcheck")
@require_GET
def check(request, pk):
    found = _visible_check(request, pk)
    people = found.items.filter(is_called_up=True).select_related("record")
    waiting = selectors.items_to_call(request.user).filter(spot_check=found)
    may_call = request.user.has_perm("followups.record_result")
    context = {
        "check": found,
        "figures": selectors.figures_of_checks([found])[found.pk],
        "people": people.prefetch_related("calls"),
        "spare": found.items.filter(is_called_up=False).count(),
        "may_call": may_call,
        "next_item": waiting.first() if may_call else None,
        "is_redraw_waiting": found.register.checks.filter(drawn_at__isnull=True).exists(),
        "form": ReasonForm(),
        "can_ask": request.user.has_perm("followups.ask_redraw"),
        "can_approve": request.user.has_perm("followups.approve_redraw")
        and found.asked_by_id != request.user.pk,
    }
    return render(request, "followups/check.html", context)


@allowed("record_result")
@require_GET
def item(request, pk):
    return _card(request, _visible_item(request, pk))


def _card(request, found: SpotCheckItem, *, form=None, is_revealed=False):
    calls = list(found.calls.select_related("by"))
    figures = selectors.figures_of_checks([found.spot_check])[found.spot_check_id]
    context = {
        "item": found,
        "record": found.record,
        "check": found.spot_check,
        "calls": calls,
        "attempt": len(calls) + 1,
        "figures": figures,
        "form": form or CallForm(initial={"attempt": len(calls) + 1}),
        "others": selectors.items_to_call(request.user).exclude(pk=found.pk).first(),
        "is_revealed": is_revealed,
        "is_open": not found.verdict and not found.spot_check.is_replaced,
    }
    if is_revealed:
        for name in ("patient_name", "phone", "diagnosis", "content", "opinion"):
            context[name] = getattr(found.record, name).reveal()
    return render(request, "followups/item.html", context)


@allowed("view_number")
@require_POST
def reveal(request, pk):
    """Show one drawn person's name and number, once it is written down who looks."""
    found = _visible_item(request, pk)
    if not attempt(request, services.reveal_number, item=found, by=request.user, at=timezone.now()):
        return redirect("followups:item", pk)
    response = _card(request, found, is_revealed=True)
    response["Cache-Control"] = "no-store"
    return response


@allowed("record_result")
@require_POST
def result(request, pk):
    found = _visible_item(request, pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _card(request, found, form=form)
    recorded = attempt(
        request,
        services.record_call,
        item=found,
        attempt=form.cleaned_data["attempt"],
        verdict=Verdict(form.cleaned_data["verdict"]),
        grade=form.cleaned_data["grade"],
        note=form.cleaned_data["note"],
        by=request.user,
        at=timezone.now(),
    )
    if recorded is None:
        return redirect("followups:item", pk)
    messages.success(request, _("The result is recorded."))
    following = selectors.items_to_call(request.user).first()
    if following:
        return redirect("followups:item", following.pk)
    return redirect("followups:check", found.spot_check_id)


@allowed("ask_redraw")
@require_POST
def redraw(request, pk):
    found = _visible_check(request, pk)
    asked = attempt(
        request, services.ask_redraw, check=found, reason=reason_in(request), by=request.user
    )
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
