"""A follow-up that its patient denies: the second call, the explanation, the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.desk import attempt, warn_of_many_looks
from bureau.selectors import work_calendar
from followups import selectors, services
from followups.choices import DOUBT_STATES
from followups.forms import ReasonForm, SecondCallForm
from followups.models import DoubtedFollowUp, SpotCheckItem
from followups.rules import doubts as rules
from followups.rules.words import DoubtState, Verdict
from followups.services.doubt_items import item_of
from followups.views.calls import in_sight, visible_item
from followups.views.reading import allowed, reason_in

ENDED = {DoubtState.CONFIRMED, DoubtState.DISMISSED, DoubtState.NOT_BORNE_OUT}


@allowed("view_doubtedfollowup")
@require_GET
def doubt(request, pk):
    return _page(request, visible_item(request, pk))


def _page(request, found: SpotCheckItem, *, form: SecondCallForm | None = None) -> HttpResponse:
    now = timezone.now()
    standing = selectors.doubt_of(found)
    state = selectors.state_of_doubt(found, standing, timezone.localdate(now))
    of_bureau = request.user.institution_id is None
    context = {
        "item": found,
        "check": found.spot_check,
        "record": selectors.row_as_drawn(found) or found.record,
        "doubt": standing,
        "state": state,
        "state_words": DOUBT_STATES[state] if state else "",
        "calls": found.calls.select_related("by") if of_bureau else [],
        "of_bureau": of_bureau,
        "earlier": found.doubts.exclude(taken_back_at=None).order_by("number"),
        "ledger_item": item_of(standing) if standing and of_bureau else None,
        "form": form or SecondCallForm(),
        "reason": ReasonForm(),
        **_verbs(request, found, standing, state),
    }
    if context["can_call"] and selectors.has_looked(found, by=request.user, at=now):
        context |= {"has_looked": True}
        context |= in_sight(found, context["record"], by=request.user, now=now)
    response = render(request, "followups/doubt.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _verbs(
    request, found: SpotCheckItem, standing: DoubtedFollowUp | None, state: DoubtState | None
) -> dict[str, Any]:
    user = request.user
    callers = selectors.first_callers(found)
    if standing:
        callers.add(standing.called_by_id)
    may_decide = user.has_perm("followups.decide_doubt")
    is_other = rules.may_decide(user.pk, callers)
    is_open = state in {DoubtState.EXPLAINING, DoubtState.TO_DECIDE}
    waits = is_open and standing is not None and standing.explained_at is None
    return {
        "can_call": state is DoubtState.SECOND_CALL
        and user.has_perm("followups.make_second_call")
        and rules.may_call_second(user.pk, callers),
        "can_explain": waits and user.has_perm("followups.explain_doubt"),
        "can_confirm": state is DoubtState.TO_DECIDE and may_decide and is_other,
        "can_dismiss": is_open and may_decide and is_other,
        "can_take_back": state in ENDED and may_decide,
        "made_a_call": is_open and may_decide and not is_other,
    }


@allowed("make_second_call")
@require_POST
def number(request, pk):
    """Write down who looks at the number for the second call; the page shows it for a minute."""
    found = visible_item(request, pk)
    if attempt(request, services.reveal_for_second_call, item=found):
        warn_of_many_looks(request, selectors.look_limits(timezone.localdate()))
    return redirect("followups:doubt", pk)


@allowed("make_second_call")
@require_POST
def second_call(request, pk):
    found = visible_item(request, pk)
    form = SecondCallForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    recorded = attempt(
        request,
        services.record_second_call,
        item=found,
        verdict=Verdict(form.cleaned_data["verdict"]),
        calendar=work_calendar(),
    )
    if recorded:
        messages.success(request, _("The second call is recorded."))
    return redirect("followups:doubt", pk)


@allowed("explain_doubt")
@require_POST
def explain(request, pk):
    said = _("The explanation is with the bureau.")
    return _step(request, pk, services.explain_doubt, "text", said)


@allowed("decide_doubt")
@require_POST
def confirm(request, pk):
    said = _("The follow-up counts no more. The ledger has a draft about it.")
    return _step(request, pk, services.confirm_false_followup, "note", said)


@allowed("decide_doubt")
@require_POST
def dismiss(request, pk):
    said = _("Decided: it is not found to be made up. The follow-up counts.")
    return _step(request, pk, services.dismiss_doubt, "note", said)


@allowed("decide_doubt")
@require_POST
def take_back(request, pk):
    said = _("The decision is taken back. The follow-up counts again.")
    return _step(request, pk, services.take_back_doubt, "reason", said)


def _step(request, pk, service: Callable, field: str, said: str) -> HttpResponse:
    """Hand what was written to a service of the doubt that stands, if one does."""
    standing = selectors.doubt_of(visible_item(request, pk))
    if standing is None:
        messages.error(request, _("Nothing about this follow-up waits any more."))
    elif attempt(request, service, doubt=standing, **{field: reason_in(request)}):
        messages.success(request, said)
    return redirect("followups:doubt", pk)
