"""What the pages list: the board, who has something counted, the file of one."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from accountability.models import CountableEvent, Measure, Remedy, SanctionProposal, alike
from accountability.models.scope import OF_A_SECTION, EventQuerySet, ProposalQuerySet
from accountability.rules import states
from accountability.rules.bans import BanStart
from accountability.rules.counting import Counted
from accountability.rules.measures import ends_on
from accountability.rules.table import TABLES
from accountability.rules.tiers import by_window
from accountability.rules.windows import year_of
from accountability.rules.words import (
    Column,
    Heard,
    LadderCode,
    MeasureCode,
    ProposalState,
    RemedyState,
)
from accountability.selectors import bans
from accountability.selectors.awards import ban_window
from accountability.selectors.counts import as_counted
from accountability.selectors.ladders import Ladders
from accountability.selectors.pending import in_pending
from bureau.models import Institution, InstitutionVisits, Staff, User
from bureau.rule_tables import read
from bureau.rules import SectionCode

SHOWN = 50
WITH_SUBJECT = ("staff__institution", "institution", "rules", "about", "handling")


class Called(NamedTuple):
    """A measure that is called for, and until when it would hold if decided on a day.

    Of a ban whose days are not known yet `months` is its term, `start` with what it begins.
    """

    measure: MeasureCode
    until: date | None
    months: int | None = None
    start: BanStart = BanStart.DECISION
    adds_up: bool = False


def called_for(proposal: SanctionProposal, *, day: date) -> list[Called]:
    """Say what a proposal comes to: what was decided, else what its tier calls for."""
    decided = [one for one in proposal.measures.all() if one.stands]
    if decided:
        return [_decided(one) for one in decided]
    table = read(TABLES[LadderCode(proposal.ladder)], proposal.rules.values)
    window = ban_window(proposal)
    called = table.measures(proposal.tier)
    own = {one: ends_on(one, day, window=window, table=table) for one in called}
    return [
        _to_begin(proposal, one, table.months_of(one)) or Called(one, until)
        for one, until in own.items()
    ]


def _decided(one: Measure) -> Called:
    months = one.decided_months if one.starts_on is None else None
    if waiting := _to_begin(one.proposal, one.code, months):
        return waiting
    return Called(MeasureCode(one.code), bans.until(one) or one.ends_on)


def _to_begin(proposal: SanctionProposal, code: str, months: int | None) -> Called | None:
    """Name a ban by its term where no last day can be told before it has begun."""
    if code != MeasureCode.TITLE_PROMOTION_BAN or months is None:
        return None
    table, adds_up = bans.table_of(proposal), bans.adds_up(proposal, code)
    start = BanStart(table.ban_start)
    if start is BanStart.DECISION and not adds_up:
        return None
    return Called(MeasureCode(code), None, months, start, adds_up)


def in_column(user: User, column: Column) -> ProposalQuerySet:
    """Return a column of the board, the newest first."""
    seen = SanctionProposal.objects.visible_to(user)
    rows = seen.filter(state__in=sorted(states.COLUMNS[column]))
    of_each = rows.select_related(*WITH_SUBJECT).prefetch_related(
        "measures", "remedies", "assessments"
    )
    return of_each.order_by("-proposed_at", "-pk")


def to_decide(rows: ProposalQuerySet, *, day: date) -> QuerySet[SanctionProposal]:
    """Keep what was heard and may be decided: all was said, or the term is over."""
    is_due = Q(handling__is_complete=True) | Q(handling__statement_due_on__lt=day)
    is_due |= Q(handling__heard=Heard.WAIVED)
    told = rows.imposing().filter(is_due, state=ProposalState.STATEMENT)
    return told.select_related("institution")


def to_answer(rows: ProposalQuerySet) -> QuerySet[SanctionProposal]:
    """Keep those of which a review or an appeal waits for its answer."""
    waits = Remedy.objects.filter(proposal=OuterRef("pk"), state=RemedyState.RECEIVED)
    return rows.filter(Exists(waits)).select_related("institution")


def to_put_in_effect(rows: ProposalQuerySet) -> QuerySet[SanctionProposal]:
    """Keep what was served and is not put in effect yet."""
    return rows.imposing().filter(state=ProposalState.SERVED).select_related("institution")


Subject = tuple[str, int, date]


def subject_of(proposal: SanctionProposal) -> Subject:
    """Name whom, and of which year, a proposal is."""
    return proposal.ladder, proposal.subject_id, proposal.window_from


def counts_today(proposals: Collection[SanctionProposal], *, user: User) -> Mapping[Subject, int]:
    """Sum what counts today for those whom proposals are about, as far as somebody sees it."""
    whom = Q(staff__in=[one.staff_id for one in proposals if one.staff_id])
    whom |= Q(staff=None, institution__in=[one.institution for one in proposals])
    events = CountableEvent.objects.visible_to(user).active().filter(whom).order_by()
    of_each: dict[tuple[str, int], list[Counted]] = defaultdict(list)
    for _pk, one in as_counted(events):
        of_each[one.ladder, one.subject].append(one)
    return Counter(
        {
            (*whose, first): sum(one.weight for one in adding_up)
            for whose, own in of_each.items()
            for first, adding_up in by_window(own).items()
        }
    )


def proposals_of(ladder: LadderCode, subject: int, *, user: User) -> ProposalQuerySet:
    rows = SanctionProposal.objects.visible_to(user).of_ladder(ladder, subject)
    of_each = rows.select_related(*WITH_SUBJECT).prefetch_related(
        "measures", "remedies", "assessments"
    )
    return of_each.order_by("-window_from", "-pk")


def years_of(events: EventQuerySet) -> list[int]:
    """Name the years in which something counts, the newest first."""
    firsts = events.active().order_by().values_list("window_from", "rolls").distinct()
    return sorted({year_of(first, rolls=rolls) for first, rolls in firsts}, reverse=True)


def sums(events: EventQuerySet, *, ladder: LadderCode, year: int) -> QuerySet:
    """Count per person or institution in SQL: how much, how many matters, the latest day."""
    of_year = events.active().of_year(year).filter(ladder=ladder)
    whom = ("staff", "staff__name", "staff__institution__name") if ladder.is_of_people else (
        "institution__code", "institution__name"
    )  # fmt: skip
    summed = (
        of_year.order_by()
        .values(*whom)
        .annotate(
            total=Sum("weight"),
            # The day of an accusation is told to whoever may open it, and in no list.
            latest=Max("counted_on", filter=Q(case=None) | Q(case__is_accusation=False)),
            matters=Count("matter", distinct=True) + Count("doubt", distinct=True),
        )
    )
    return summed.order_by("-total", "-latest", whom[0])


def visits_in(year: int, ladder: LadderCode) -> Mapping[str, int]:
    """Return how many patients institutions saw in a calendar year, by code, where it is known.

    Of none where the ladder counts by other months than the calendar year's, or for a house also
    what is found at branches, whose patients are not its own.
    """
    table = Ladders().table_on(ladder, date(year, 12, 31))
    if ladder.is_of_people or (
        table and (table.rolls or table.year_begins_month != 1 or table.counts_to_parent)
    ):
        return {}
    rows = InstitutionVisits.objects.filter(year=year).order_by()
    return dict(rows.values_list("institution__code", "visits"))


def people_for(user: User) -> QuerySet[Staff]:
    """Return whose file somebody may open: everybody's, or of whom they may see something."""
    events = CountableEvent.objects.all()
    if events.sees_whole_county(user):
        seen = Staff.objects.all()
        return seen.exclude(pk__in=alike(user.staff_id)) if user.staff_id else seen
    own = events.visible_to(user).exclude(staff=None).values("staff")
    proposed = SanctionProposal.objects.visible_to(user).exclude(staff=None).values("staff")
    return Staff.objects.filter(pk__in=own) | Staff.objects.filter(pk__in=proposed)


def pending_at(house: Institution, *, user: User) -> QuerySet[SanctionProposal]:
    """List who of a house is in pending appointment, as far as somebody may see it."""
    seen = SanctionProposal.objects.visible_to(user)
    return in_pending().filter(institution=house, pk__in=seen.values("pk"))


def houses_for(user: User) -> QuerySet[Institution]:
    """Return whose file somebody may open: in the sections in charge every house's."""
    sees_all = CountableEvent.objects.all().sees_whole_county(user)
    is_medical = user.section_code == SectionCode.MEDICAL_ADMIN and user.roles & OF_A_SECTION
    if sees_all or (is_medical and not user.institution_id):
        return Institution.objects.all()
    return Institution.objects.filter(pk__in=user.assigned_institution_ids)
