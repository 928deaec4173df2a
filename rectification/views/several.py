"""Drafts that are ticked in the list and taken up, or laid aside, together."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bureau.models import User
from bureau.selectors import work_calendar
from bureau.sentences import labelled
from bureau.services import BureauError
from bureau.signs import without_nul
from bureau.verbs import StepForm, Verb
from rectification import selectors
from rectification.forms.several import IssueSeveralForm
from rectification.models import Item
from rectification.rules.steps import Step
from rectification.rules.words import ItemState, Tab
from rectification.verbs import VERBS
from rectification.views.desk import allowed


@allowed("issue_item")
@require_http_methods(["GET", "POST"])
def several(request: HttpRequest, step: Step) -> HttpResponse:
    """Ask once what a step takes and take it for each of the ticked items.

    What is refused stays on the page with its reason, and every word.
    """
    verb, given = VERBS[step], request.POST if request.method == "POST" else request.GET
    items = _ticked(request, given.getlist("no"))
    if not items:
        messages.warning(request, _("Nothing is ticked: tick what you mean, then go on."))
        return redirect(_list())
    form = _form(verb, items, request.user, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        refused = _take_each(request, items, verb, form)
        if not refused:
            return redirect(_list())
        items = list(refused)
        form = _form(verb, items, request.user, request.POST)
        form.errors[NON_FIELD_ERRORS] = form.error_class(
            labelled(item, why) for item, why in refused.items()
        )
    context = {"verb": verb, "items": items, "form": form, "list_url": _list()}
    return render(request, "rectification/several.html", context)


def _list() -> str:
    return reverse("rectification:items", query={"tab": Tab.TO_TAKE_UP})


def _ticked(request: HttpRequest, numbers: Sequence[str]) -> list[Item]:
    """Find what a person ticked and may see: at most what one page of the list shows."""
    seen = Item.objects.visible_to(request.user).select_related("institution")
    named = [without_nul(no) for no in numbers[: selectors.PER_PAGE]]
    return list(seen.filter(no__in=named).order_by("pk"))


def _form(verb: Verb, items: Sequence[Item], user: User, *given: Any) -> StepForm:
    day = timezone.localdate()
    if verb.step is not Step.ISSUE:
        return verb.ask(items[0], *given, user=user, day=day)
    return IssueSeveralForm(*given, items=items, user=user, day=day, calendar=work_calendar())


def _take_each(
    request: HttpRequest, items: Sequence[Item], verb: Verb, form: StepForm
) -> dict[Item, BureauError]:
    """Take a step for each item, each with its act; return those that were refused, and why."""
    refused: dict[Item, BureauError] = {}
    before = [item for item in items if item.state != ItemState.DRAFT]
    for item in items:
        try:
            verb.run(item, form, request.user, timezone.now())
        except BureauError as error:
            refused[item] = error
    told = [item for item in before if item not in refused]
    _tell(request, verb, taken=len(items) - len(refused) - len(told), told=len(told))
    return refused


def _tell(request: HttpRequest, verb: Verb, *, taken: int, told: int) -> None:
    """Say how many were taken now, and of how many the same was said before."""
    if taken:
        said = ngettext("%(said)s (%(n)s problem)", "%(said)s (%(n)s problems)", taken)
        messages.success(request, said % {"said": verb.said, "n": taken})
    if told:
        said = ngettext(
            "%(n)s problem was decided on before; nothing was changed.",
            "%(n)s problems were decided on before; nothing was changed.",
            told,
        )
        messages.info(request, said % {"n": told})
