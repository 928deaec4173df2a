"""The ledger to read: the list with its tabs, one item with its story, the printed sheet."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureau.models import Act, Attachment, User
from bureau.timeline import Entry, entries
from rectification import selectors, wording
from rectification.choices import ledger as choices
from rectification.exports import ledger as exports
from rectification.forms.filters import ACROSS, NAMES, LedgerFilter, tab_of
from rectification.models import Closure, Item
from rectification.paper_kinds import papers_of
from rectification.rules.steps import Step
from rectification.rules.words import ItemState, Tab, Verdict
from rectification.selectors.evidence import rounds_of
from rectification.services.acts import ITEM
from rectification.verbs import offered
from rectification.views.desk import allowed, visible_item

MOST_PRINTED = 1_000
# What the bureau did before the unit saw an item, and what it means to look at, is its own.
OF_THE_BUREAU = ("open_item", "change_item", "dismiss_item", "plan_look_back")


@allowed("view_item")
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """List a tab of the ledger, or across the tabs what one of the overview's numbers counts."""
    day = timezone.localdate()
    form = LedgerFilter(request.GET.dict(), user=request.user)
    seen = Item.objects.visible_to(request.user)
    if named := seen.filter(no=form.asked.get("q", "").upper()).first():
        return redirect(named)
    rows = form.narrow(seen, day)
    tab = None if form.counted in ACROSS else tab_of(request.GET.get("tab", ""))
    page = selectors.page_of(rows, tab, reader=request.user, after=request.GET.get("after", ""))
    soon = selectors.table_on(day).soon_days
    counts = selectors.tab_counts(form.chosen(seen), reader=request.user)
    listed = next((one for one in counts if one.tab is tab), None)
    context = {
        "lines": [wording.line(item, day, soon_days=soon) for item in page.items],
        "after": page.after,
        "is_first": not request.GET.get("after"),
        "tab": tab,
        "tabs": [(one, choices.TABS[one.tab]) for one in counts],
        "listed": listed or selectors.TabCount.of(tab, rows),
        "filter": form,
        "asked": {name: form.asked.get(name, "") for name in NAMES},
        "is_narrowed": bool(form.asked),
        "is_part": not Item.objects.all().sees_whole_county(request.user),
        "may_tick": tab is Tab.TO_TAKE_UP and request.user.has_perm("rectification.issue_item"),
    }
    return render(request, "rectification/items.html", context)


@allowed("view_item")
@require_GET
def printed(request: HttpRequest) -> HttpResponse:
    """The list on paper, A4 across, in the county's seven columns."""
    day = timezone.localdate()
    found = exports.asked_for(request.user, request.GET.dict(), day)
    rows = list(exports.with_everything(found, reader=request.user)[: MOST_PRINTED + 1])
    context = {
        "bureau": settings.BUREAU_NAME,
        "day": day,
        "is_cut": len(rows) > MOST_PRINTED,
        "most": MOST_PRINTED,
        "rows": [exports.printed_row(n, item) for n, item in enumerate(rows[:MOST_PRINTED], 1)],
    }
    return render(request, "rectification/printed.html", context)


@allowed("view_item")
@require_GET
def item(request: HttpRequest, no: str) -> HttpResponse:
    found, day = visible_item(request, no), timezone.localdate()
    offer = offered(request.user, found, day)
    main = next((verb for verb in offer.verbs if verb.step in MAIN), None)
    context = {
        "item": found,
        "line": wording.line(found, day, soon_days=selectors.table_on(day).soon_days),
        "severity": wording.SEVERITY_TONES[found.severity],
        "is_plan_overdue": found.is_plan_overdue(day),
        "returned": _returned(found),
        "main": main,
        "verbs": [verb for verb in offer.verbs if verb is not main and verb.step not in RARE],
        "rare": [verb for verb in offer.verbs if verb.step in RARE],
        "bars": offer.bars,
        "rounds": rounds_of(found, _files(request.user, found)),
        "papers": papers_of(found, request.user),
        "timeline": _story(request.user, found),
        **_what_hangs_on(request.user, found, day),
    }
    return render(request, "rectification/item.html", context)


MAIN = (Step.DONE, Step.ISSUE, Step.ACCEPT, Step.STRIKE_OFF, Step.LOOK_BACK)
RARE = (Step.REOPEN, Step.CHANGE, Step.CORRECT, Step.WITHDRAW)
"""They put right what went wrong: folded, so that what comes next stands alone."""


def _files(user: User, item: Item) -> Any:
    return Attachment.objects.hanging_on_seen(user).of(ITEM, item.no)


def _returned(item: Item) -> Closure | None:
    """Return the application that was sent back, until the unit applies anew."""
    if not item.is_with_the_unit:
        return None
    sent = item.closures.standing().filter(round=item.round)
    newest = sent.select_related("verified_by").first()
    return newest if newest and newest.verdict == Verdict.RETURNED else None


def _what_hangs_on(user: User, item: Item, day: date) -> dict[str, Any]:
    similar = selectors.recurrences(item).visible_to(user)
    relapses = item.relapses.select_related("by", "draft", "was_closure")
    return {
        "sections": [one.section for one in item.itemsection_set.select_related("section")],
        "measures": item.measures.all(),
        "progress": item.progress.select_related("by").order_by("-on", "-pk"),
        "closures": item.closures.select_related("requested_by", "verified_by"),
        "extensions": item.extensions.select_related("asked_by", "decided_by"),
        "look_backs": item.look_backs.visible_to(user).select_related("by", "draw"),
        "relapses": relapses,
        "relapse_notes": [one.note for one in relapses],
        "anew": selectors.entered_anew(item).visible_to(user),
        "similar": similar[:10],
        "old": _reopened_instead(user, item),
    }


def _reopened_instead(user: User, item: Item) -> Item | None:
    """Return the old item that a draft was laid aside for."""
    if item.state != ItemState.DISMISSED:
        return None
    return Item.objects.visible_to(user).filter(relapses__draft=item).first()


def _story(user: User, item: Item) -> list[Entry]:
    acts = Act.objects.of(ITEM, item.no).filter(verb__in=choices.ACTS)
    if user.institution_id:
        # A file that is not shown to the unit was, for it, never hung there.
        shown = [str(file.pk) for file in _files(user, item)]
        hung = Q(verb="add_evidence")
        acts = acts.exclude(verb__in=OF_THE_BUREAU)
        acts = acts.filter(~hung | Q(facts__attachment__in=shown))
    return entries(
        acts, verbs=choices.ACTS, states=choices.STORY, details=wording.details,
        why_labels=choices.WHY,
    )  # fmt: skip
