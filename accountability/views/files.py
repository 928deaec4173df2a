"""Who has something counted in a year, and the file of one person or institution."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability import choices, effect_wording, pending_wording, wording
from accountability.forms.eligibility import DayForm
from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.effects import holding
from accountability.rules.fairness import per_visits
from accountability.rules.words import LadderCode
from accountability.selectors import employers, evidence, pages
from accountability.selectors.effects import imposed_on
from accountability.selectors.ladders import Ladders
from accountability.selectors.persons import counts_as, joining_of, may_join, others_of
from accountability.views.desk import allowed
from bureau.models import Institution, User


class Year(NamedTuple):
    """One year of a file."""

    label: str
    total: str
    rows: list[wording.Row]
    tiers: list[wording.Tier]


@allowed("view_countableevent")
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """List who has something counted in a year, by ladder, the most first."""
    events = CountableEvent.objects.visible_to(request.user)
    years = pages.years_of(events) or [timezone.localdate().year]
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), years[0])
    named = request.GET.get("ladder", "")
    ladder = LadderCode(named) if named in set(LadderCode) else LadderCode.INSTITUTION
    found = pages.sums(events, ladder=ladder, year=year)
    page = Paginator(found, pages.SHOWN).get_page(request.GET.get("page"))
    context = {
        "ladders": [(one.value, choices.LADDERS[one]) for one in LadderCode],
        "ladder": ladder.value,
        "is_of_people": ladder.is_of_people,
        "years": years,
        "year": year,
        "rows": _beside_visits(page, pages.visits_in(year, ladder)),
        "page_obj": page,
    }
    return render(request, "accountability/register.html", context)


def _beside_visits(
    rows: Iterable[dict[str, Any]], visits: Mapping[str, int]
) -> list[tuple[Any, str, Decimal | None]]:
    """Lay beside each count how it stands to the visits of its institution; of people, nothing."""
    return [
        (one, wording.times(one["total"]),
         per_visits(one["total"], visits.get(one.get("institution__code", ""))))
        for one in rows
    ]  # fmt: skip


@allowed("view_countableevent")
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    seen = pages.people_for(request.user).select_related("institution", "department")
    found = get_object_or_404(seen, pk=pk)
    if (whole := counts_as(found.pk)) != found.pk and seen.filter(pk=whole).exists():
        named = reverse("accountability:person", args=[whole])
        return redirect(f"{named}?{request.GET.urlencode()}" if request.GET else named)
    ladder, beside = _which(request, LadderCode.STAFF)
    context = {
        "person": found,
        "others": others_of(found.pk),
        "joining": joining_of(found.pk, user=request.user),
        "may_join": may_join(request.user),
        "letters": employers.letters(found.pk, user=request.user),
        **beside,
        **_file(ladder, found.pk, request),
    }
    return render(request, "accountability/person.html", context)


def _which(request: HttpRequest, usual: LadderCode) -> tuple[LadderCode, dict[str, Any]]:
    """Tell which ladder of people, or of institutions, is asked for; what the page says of it."""
    alike = [one for one in LadderCode if one.is_of_people == usual.is_of_people]
    asked = request.GET.get("ladder", "")
    ladder = LadderCode(asked) if asked in alike else usual
    table = Ladders().table_on(ladder, timezone.localdate())
    return ladder, {
        "ladder": ladder.value,
        "ladder_label": choices.LADDERS[ladder],
        "ladders": [(one.value, choices.LADDERS[one]) for one in alike],
        "is_off": ladder is not usual and not (table and table.is_on),
    }


@allowed("view_countableevent")
@require_GET
def house(request: HttpRequest, code: str) -> HttpResponse:
    seen = pages.houses_for(request.user)
    found = get_object_or_404(seen.select_related("parent"), code=code)
    people = pages.pending_at(found, user=request.user)
    ladder, beside = _which(request, LadderCode.INSTITUTION)
    context = {
        "house": found,
        "pending": pending_wording.lines(people, timezone.localdate()),
        "branches": _at_branches(found, ladder, request.user),
        "counts_to_parent": Ladders().count_branches,
        **beside,
        **_file(ladder, found.pk, request),
    }
    return render(request, "accountability/house.html", context)


def _at_branches(house: Institution, ladder: LadderCode, user: User) -> list[wording.Row]:
    """Tell what was found at the branches of a house: shown in its file, not counted to it."""
    # Where the rules count them for the house they stand among its own evidence, with why not.
    if ladder is not LadderCode.INSTITUTION or Ladders().count_branches:
        return []
    branches = pages.houses_for(user).filter(parent=house).order_by()
    own = set(branches.values_list("pk", flat=True))
    lines = evidence.found_at_branches(own, user=user) if own else []
    return [wording.row(one) for one in lines]


def _file(ladder: LadderCode, subject: int, request: HttpRequest) -> dict[str, Any]:
    """Put together what holds on a day, today if none is asked for, and the years."""
    form = DayForm(request.GET if "on" in request.GET else None)
    day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    among = SanctionProposal.objects.visible_to(request.user)
    imposed = imposed_on(ladder, [subject], among=among).get(subject, [])
    return {
        "form": form,
        "day": day,
        "holding": [effect_wording.line(one) for one in holding(imposed, day)],
        "years": _years(ladder, subject, request.user),
    }


def _years(ladder: LadderCode, subject: int, user: User) -> list[Year]:
    """Put a file together, year by year, the newest first."""
    lines = evidence.evidence(ladder, subject, user=user)
    proposals = list(pages.proposals_of(ladder, subject, user=user))
    day = timezone.localdate()
    firsts = {one.year_from for one in lines} | {one.window_from for one in proposals}
    return [_year(first, lines, proposals, day) for first in sorted(firsts, reverse=True)]


def _year(
    first: date, lines: Iterable[evidence.Line], proposals: Iterable[SanctionProposal], day: date
) -> Year:
    rows = [wording.row(one) for one in evidence.in_year(lines, first)]
    tiers = [wording.tier(one, day=day) for one in proposals if one.window_from == first]
    total = wording.times(sum(one.line.weight for one in rows))
    return Year(wording.year(first), total, rows, tiers)
