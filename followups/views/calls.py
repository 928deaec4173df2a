"""One drawn person's card: the look at the number, the call, its result."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau.desk import attempt, warn_of_many_looks
from bureau.models import User
from bureau.templatetags.shell import month as in_words
from followups import selectors, services
from followups.choices import DOUBT_STATES
from followups.forms import CallForm, CorrectionForm, correction_of
from followups.models import SpotCheckItem
from followups.models.records import RowColumns
from followups.rules import sampling
from followups.rules.words import CheckState, Verdict
from followups.views.reading import allowed

SEALED = ("patient_name", "phone", "diagnosis", "content", "opinion")


def visible_item(request, pk) -> SpotCheckItem:
    visible = SpotCheckItem.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("spot_check__register__institution", "record"), pk=pk
    )


@allowed("correct_result")
@require_GET
def item(request, pk):
    return _card(request, visible_item(request, pk))


def _card(request, found: SpotCheckItem, *, form=None, correction=None) -> HttpResponse:
    """Show one person; the number only to who looked at it a moment ago."""
    now = timezone.now()
    check = found.spot_check
    calls = list(found.calls.select_related("by"))
    may_correct = not check.is_replaced and selectors.may_correct(check, request.user)
    stands = selectors.last_result(found) if may_correct else None
    is_open = found.is_called_up and not found.verdict and check.state is CheckState.CALLING
    has_looked = is_open and selectors.has_looked(found, by=request.user, at=now)
    table = selectors.table_of(check.register.month)
    counts_from = sampling.next_attempt_at(
        [call.at for call in calls], timezone.get_default_timezone(), table=table
    )
    others = _next_after(found, request.user)
    corrections = list(found.corrections.select_related("by").order_by("number"))
    drawn = selectors.row_as_drawn(found) if found.changed_since_drawn else None
    context = {
        "item": found,
        "record": drawn or found.record,
        "differences": selectors.differences(drawn, found.record) if drawn else [],
        "check": check,
        "calls": calls,
        "corrections": corrections,
        "corrected": {one.attempt for one in corrections},
        "correction": correction or correction_of(stands),
        "attempt": len(calls) + 1,
        "doubt_words": _doubt_words(found, timezone.localdate(now)),
        "figures": selectors.figures_of_checks([check])[check.pk],
        "form": form or CallForm(initial={"attempt": len(calls) + 1}),
        "others": others,
        "is_last_attempt": calls and len(calls) + 1 >= table.attempts_before_replacement,
        "is_open": is_open,
        "has_looked": has_looked,
        "look_seconds": selectors.table_on(timezone.localdate(now)).look_seconds,
        "counts_from": counts_from if counts_from and now < counts_from else None,
    }
    if has_looked:
        context |= in_sight(found, drawn or found.record, by=request.user, now=now)
    response = render(request, "followups/item.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _doubt_words(found: SpotCheckItem, day: date) -> str:
    """Say where it stands that the patient denied the follow-up; nothing where nobody did."""
    if found.verdict != Verdict.NOT_FOLLOWED:
        return ""
    state = selectors.state_of_doubt(found, selectors.doubt_of(found), day)
    return str(DOUBT_STATES[state]) if state else ""


def _next_after(found: SpotCheckItem, user: User) -> SpotCheckItem | None:
    """Return whom to call after somebody: whoever waits on the same list, then on the others."""
    waiting = selectors.items_to_call(user, begun=found.spot_check).exclude(pk=found.pk)
    return waiting.select_related("spot_check__register__institution").first()


def in_sight(found: SpotCheckItem, row: RowColumns, *, by: User, now: datetime) -> dict[str, Any]:
    """Open what somebody looked at, for as many seconds as it still shows.

    `row` is the person's as it was drawn; what stands now is opened where it names another number.
    """
    looked_at = selectors.last_look(found, by=by, at=now)
    table = selectors.table_on(timezone.localdate(now))
    if looked_at is None or not sampling.is_in_sight(looked_at, now, table=table):
        return {}
    until = looked_at + timedelta(seconds=table.look_seconds)
    return {
        "seconds": max(int((until - now).total_seconds()), 1),
        "shown": {name: getattr(row, name).reveal() for name in SEALED},
        "shown_now": {name: getattr(found.record, name).reveal() for name in SEALED},
    }


@allowed("view_number")
@require_http_methods(["GET", "POST"])
def reveal(request, pk):
    """Write down who looks at a person's name and number; the card then shows them for a minute.

    Whoever comes back here by hand is sent to the card: a look is a POST.
    """
    found = visible_item(request, pk)
    if request.method == "POST":
        now = timezone.now()
        if attempt(request, services.reveal_number, item=found, by=request.user, at=now):
            warn_of_many_looks(request, selectors.look_limits(timezone.localdate(now)))
    return redirect("followups:item", pk)


@allowed("record_result")
@require_POST
def result(request, pk):
    found = visible_item(request, pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _card(request, found, form=form)
    has_reserve = found.spot_check.items.filter(is_called_up=False).exists()
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
    if recorded.verdict in sampling.REPLACED and has_reserve:
        messages.info(request, _("Nobody answered, so the next person in reserve was called up."))
    following = _next_after(found, request.user)
    if following is None:
        return redirect("followups:check", found.spot_check_id)
    if following.spot_check_id != found.spot_check_id:
        register = following.spot_check.register
        facts = {"house": register.institution.name, "month": in_words(register.month)}
        facts["draw"] = _("draw %(n)s") % {"n": following.spot_check.number}
        said = _("Now follows another list: %(house)s, %(month)s, %(draw)s.")
        messages.info(request, said % facts)
    return redirect("followups:item", following.pk)


@allowed("correct_result")
@require_POST
def correct(request, pk):
    """Correct what was recorded by mistake; the former result stays beside it."""
    found = visible_item(request, pk)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _card(request, found, correction=form)
    if attempt(request, services.correct_result, item=found, **form.said()):
        messages.success(request, _("The result is corrected. What was recorded first is kept."))
    return redirect("followups:check", found.spot_check_id)
