"""Accountability in numbers, the annual register, and what counts: each number opens its rows."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability import figures, wording
from accountability.annual_wording import line, sums
from accountability.figure_words import FIGURES
from accountability.forms.figures import AnnualFilter, PeriodFilter
from accountability.models import CountableEvent, SanctionProposal
from accountability.models.scope import ProposalQuerySet
from accountability.rules.words import LadderCode
from accountability.selectors import annual as selectors
from accountability.selectors.evidence import told_whole
from accountability.selectors.pages import SHOWN
from accountability.views.desk import allowed
from bureau.desk import without_nul
from bureau.figures import Figure
from bureau.models import Institution

MOST = 1_000


def _period(request: HttpRequest) -> PeriodFilter:
    """Read the time that is asked for: in whole months where days would tell too much."""
    by_month = CountableEvent.objects.all().reads_no_days(request.user)
    return PeriodFilter(request.GET.dict(), day=timezone.localdate(), by_month=by_month)


@allowed("view_sanctionproposal")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show every number of a time, with what it says, and by institution."""
    form = _period(request)
    parts = figures.overview(
        SanctionProposal.objects.visible_to(request.user),
        CountableEvent.objects.visible_to(request.user), form.first, form.last,
    )  # fmt: skip
    houses = Institution.objects.in_bulk([pk for pk in parts if pk])
    used = figures.codes_in_use()
    cells = {pk: [_cell(one) for one in of if one.code in used] for pk, of in parts.items()}
    context = {
        "filter": form,
        "is_partial": not SanctionProposal.objects.all().reads_all(request.user),
        "total": cells[None],
        "heads": [word for code, word in FIGURES.items() if code in used],
        "houses": [(houses[pk], of) for pk, of in cells.items() if pk],
    }
    return render(request, "accountability/figures.html", context)


def _cell(one: Figure) -> tuple[Any, Figure, str]:
    return FIGURES[one.code], one, f"{reverse(one.url_name)}?{urlencode(one.filter)}"


@allowed("view_sanctionproposal")
@require_GET
def annual(request: HttpRequest) -> HttpResponse:
    """Show the register of a year as it stood on a day, or the entries that a number counts."""
    asked, today = request.GET.dict(), timezone.localdate()
    seen = SanctionProposal.objects.visible_to(request.user)
    form = AnnualFilter(asked, day=today)
    only, day = asked.get("only", ""), form.day
    if only in figures.READERS:
        period = _period(request)
        day = period.last
        found = _narrowed(selectors.as_of(seen, day), asked)
        keys = figures.counted_proposals(only, seen, period.first, day)
        rows: ProposalQuerySet = found.filter(pk__in=keys)
    else:
        only = ""
        rows = _narrowed(selectors.of_year(seen, form.asked_year, form.asked_ladder, day), asked)
    lines = [line(one, day) for one in selectors.with_all(rows)[: MOST + 1]]
    context = {
        "filter": form, "only": FIGURES.get(only), "day": day, "lines": lines[:MOST],
        "is_cut": len(lines) > MOST, "most": MOST, "sums": sums(lines[:MOST]),
        "bureau": settings.BUREAU_NAME,
        "is_partial": not SanctionProposal.objects.all().reads_all(request.user),
    }  # fmt: skip
    return render(request, "accountability/annual.html", context)


OF_DOUBT = "doubt__item__spot_check__register__institution"


def _narrowed(rows: Any, asked: dict[str, str]) -> Any:
    """Keep one institution's, where a number of one institution led here."""
    code = without_nul(asked.get("of", ""))
    return rows.filter(institution__code=code) if code else rows


@allowed("view_countableevent")
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """List what counted in a time, each matter and person or institution once."""
    asked, form = request.GET.dict(), _period(request)
    seen = CountableEvent.objects.visible_to(request.user)
    rows = _narrowed(selectors.events_as_of(seen, form.first, form.last), asked)
    if asked.get("ladder") in set(LadderCode):
        rows = rows.filter(ladder=asked["ladder"])
    found = rows.select_related("staff", "institution", "case", OF_DOUBT).order_by(
        "-counted_on", "-pk"
    )
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    shown = list(page)
    whole = told_whole(shown, user=request.user)
    context = {
        "filter": form,
        "is_partial": not SanctionProposal.objects.all().reads_all(request.user),
        "rows": [(one, wording.times(one.weight), one.pk in whole) for one in shown],
        "page_obj": page,
    }
    return render(request, "accountability/events.html", context)
