"""What was proposed and decided, as it stood at the end of a day: by what was written down then.

What is entered later, with an earlier day too, changes no list of a day that is over.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Case, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accountability.models import Measure, Remedy
from accountability.models.scope import EventQuerySet, ProposalQuerySet
from accountability.rules.effects import TAKEN_AWAY
from accountability.rules.redress import ASKED
from accountability.rules.words import Outcome, ProposalState, RemedyState
from accountability.selectors import bans
from bureau.models import Act

KIND, WITHDRAWN = "sanction_proposal", "withdraw_remedy"


def as_of(rows: ProposalQuerySet, day: date) -> ProposalQuerySet:
    """Keep what was there at the end of a day, each with its state then, as `state_then`.

    What the machine withdrew by then, because its ground fell, came to nothing and is left out.
    """
    acts = Act.objects.filter(object_kind=KIND, object_no=OuterRef("no"), at__date__lte=day)
    last = acts.filter(after__in=list(ProposalState)).order_by("-at", "-pk").values("after")[:1]
    then = Coalesce(Subquery(last), Value(ProposalState.PROPOSED.value))
    there = rows.filter(proposed_at__date__lte=day).annotate(state_then=then)
    return there.exclude(state_then=ProposalState.WITHDRAWN.value)


def events_as_of(rows: EventQuerySet, first: date, last: date) -> EventQuerySet:
    """Keep what counted at the end of a day, of the days from `first` on."""
    standing = Q(voided_at=None) | Q(voided_at__date__gt=last)
    return rows.filter(standing, made_at__date__lte=last, counted_on__range=(first, last))


def of_year(seen: ProposalQuerySet, year: int, ladder: str, day: date) -> ProposalQuerySet:
    """Keep what was there of a year at the end of a day, of one ladder where one is named."""
    rows = as_of(seen.of_year(year), day)
    return rows.filter(ladder=ladder) if ladder else rows


class Entry(NamedTuple):
    """One proposal as a figure needs it; days are None for what was not there yet."""

    pk: int
    house: int
    ladder: str
    tier: int
    state: str
    proposed_on: date
    found_on: date
    decided_on: date | None
    holds: bool
    answered: frozenset[str]
    """What its answers of the time came to."""


def entries(rows: ProposalQuerySet, first: date, last: date) -> list[Entry]:
    """Read every measure that was proposed, as it stood on the last day; four queries."""
    then = as_of(rows.imposing(), last).order_by()
    found = list(
        then.values_list(
            "pk", "institution", "ladder", "tier", "state_then", "proposed_at",
            "reached_by__verified_on", "handling__decided_on", "handling__decided_at",
        )
    )  # fmt: skip
    holding, answered = _holding(last), _answered(first, last)
    return [
        Entry(
            pk, house, ladder, tier, state, timezone.localdate(proposed_at), found_on,
            decided_on if decided_at and timezone.localdate(decided_at) <= last else None,
            pk in holding and state not in TAKEN_AWAY, frozenset(answered.get(pk, ())),
        )
        for pk, house, ladder, tier, state, proposed_at, found_on, decided_on, decided_at in found
    ]  # fmt: skip


def _holding(day: date) -> set[int]:
    """Name the proposals of which a measure holds on a day, unless all of it was taken away."""
    begun = Measure.objects.filter(
        stands=True, starts_on__lte=day, proposal__handling__effect_from__lte=day
    )
    left = begun.filter(Q(ceased_on=None) | Q(ceased_on__gt=day))
    runs = Q(ends_on__gte=day) | Q(ends_on=None) & (Q(done_on=None) | Q(done_on__gt=day))
    # Of what adds up and was made shorter no day that was written down is its last.
    shorter = begun.filter(bans.adding_up(), left_months__gt=0).order_by().values("pk")
    plain = left.filter(runs).exclude(pk__in=shorter).order_by()
    others = begun.filter(Q(ends_on__lt=day) | Q(pk__in=shorter))
    return set(plain.values_list("proposal", flat=True)) | bans.following(others, day)


def _answered(first: date, last: date) -> dict[int, set[str]]:
    """Tell what the reviews and appeals that were answered in a time came to."""
    rows = Remedy.objects.filter(
        kind__in=ASKED, decided_on__range=(first, last), decided_at__date__lte=last
    )
    found: dict[int, set[str]] = {}
    for pk, outcome in rows.order_by().values_list("proposal", "outcome"):
        found.setdefault(pk, set()).add(outcome)
    return found


def is_changed(outcomes: frozenset[str]) -> bool:
    return bool(outcomes - {Outcome.UPHELD.value})


def remedies_with_ends() -> QuerySet[Remedy]:
    """List what was asked for, each with the instant it came to nothing, as `laid_aside_at`.

    It was withdrawn by the next act that says so; it lapsed when another one of its proposal
    took everything back.
    """
    acts = Act.objects.filter(
        object_kind=KIND, object_no=OuterRef("proposal__no"), verb=WITHDRAWN,
        at__gte=OuterRef("entered_at"),
    ).order_by("at", "pk")  # fmt: skip
    others = Remedy.objects.filter(
        proposal=OuterRef("proposal"), outcome=Outcome.REVOKED.value,
        decided_at__gte=OuterRef("entered_at"),
    ).order_by("decided_at")  # fmt: skip
    return Remedy.objects.annotate(
        laid_aside_at=Case(
            When(state=RemedyState.WITHDRAWN.value, then=Subquery(acts.values("at")[:1])),
            When(state=RemedyState.LAPSED.value, then=Subquery(others.values("decided_at")[:1])),
        )
    ).order_by("pk")


def with_all(rows: ProposalQuerySet) -> ProposalQuerySet:
    """Bring along what a line of the register says; the same queries for however many."""
    of_each = rows.select_related("staff", "institution", "handling").prefetch_related(
        "measures", "services__paper__number", Prefetch("remedies", remedies_with_ends())
    )
    return of_each.order_by(F("window_from").desc(), "ladder", "institution__code", "no")
