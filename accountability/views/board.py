"""The board: what the rules propose, what is under way, what is in effect."""

from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accountability import (
    carrying_wording,
    choices,
    pending_wording,
    road_wording,
    services,
    verbs,
    wording,
)
from accountability.award_wording import late_note
from accountability.models import SanctionProposal
from accountability.rules.words import Column, LadderCode
from accountability.selectors import bans, evidence, pages, pending
from accountability.selectors.whole import read_whole
from accountability.views.desk import allowed
from bureau.models import Act, User
from bureau.timeline import entries

ACTS = "sanction_proposal"


class Shown(NamedTuple):
    """One column of the board."""

    label: str
    name: str
    page: Page
    cards: list[wording.Card]


@allowed("view_sanctionproposal")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the columns, or with `column` one of them in pages."""
    day, asked = timezone.localdate(), request.GET.get("column", "")
    wanted = [one for one in Column if one == asked] or list(Column)
    number = request.GET.get("page") if len(wanted) == 1 else 1
    columns = [_column(request.user, one, number, day) for one in wanted]
    context = {
        "columns": columns,
        "is_one": len(wanted) == 1,
        "is_partial": not SanctionProposal.objects.all().reads_all(request.user),
        "is_empty": not any(one.cards for one in columns),
        "page_obj": columns[0].page,
    }
    return render(request, "accountability/board.html", context)


def _column(user: User, column: Column, number: str | int | None, day: date) -> Shown:
    page = Paginator(pages.in_column(user, column), pages.SHOWN).get_page(number)
    is_mixed = column is Column.UNDER_WAY
    counts = pages.counts_today(page.object_list, user=user)
    cards = wording.cards(page.object_list, counts, day=day, says_state=is_mixed)
    return Shown(str(choices.COLUMNS[column]), column.value, page, cards)


@allowed("view_sanctionproposal")
@require_GET
def proposal(request: HttpRequest, no: str) -> HttpResponse:
    """Show the evidence beside the rule: what counts, what does not, and why."""
    seen = SanctionProposal.objects.visible_to(request.user)
    found = read_whole(get_object_or_404(seen.select_related(*pages.WITH_SUBJECT), no=no))
    ladder = LadderCode(found.ladder)
    lines = evidence.evidence(ladder, found.subject_id, user=request.user)
    of_year = [wording.row(one) for one in evidence.in_year(lines, found.window_from)]
    acts = Act.objects.filter(object_kind=ACTS, object_no=found.no).order_by("pk")
    context = {
        "proposal": found,
        "tier": wording.tier(found, day=timezone.localdate()),
        "adds_up": bans.added_up(found),
        "late_note": late_note(found, day=timezone.localdate()),
        "year": wording.year(found.window_from),
        "file_url": wording.file_url(found),
        "times": wording.times(found.total),
        "counting": [one for one in of_year if one.line.why_not is None],
        "not_counting": [one for one in of_year if one.line.why_not],
        "total": wording.times(sum(one.line.weight for one in of_year)),
        "road": road_wording.road_of(found, request.user),
        "carried": carrying_wording.carried(found, request.user, timezone.localdate()),
        "pends": pending.holds_beside(found, timezone.localdate()),
        "ending": pending_wording.shown(found, timezone.localdate()),
        "filed": pending_wording.filed_of(found, request.user),
        "offer": verbs.offered(request.user, found, timezone.localdate()),
        "taken_back": found.taken_back_by.visible_to(request.user).there(),
        "timeline": entries(
            acts, verbs=choices.ACTS, states=choices.STORY, details=wording.details
        ),
    }
    return render(request, "accountability/proposal.html", context)


@allowed("reconcile_counts")
@require_POST
def reconcile(request: HttpRequest) -> HttpResponse:
    """Bring counts and proposals in step at once; the job does the same each minute."""
    done = services.reconcile(at=timezone.now(), by=request.user)
    said = ngettext(
        "Brought %(n)s person or institution in step with the findings.",
        "Brought %(n)s people and institutions in step with the findings.",
        done,
    )
    none = _("Everything is in step with the findings already.")
    messages.success(request, said % {"n": done} if done else none)
    return redirect("accountability:board")
