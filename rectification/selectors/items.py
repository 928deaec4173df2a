"""Reads of the ledger."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple, Self

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Greatest, TruncDate, TruncMonth
from django.utils import timezone

from bureau.models import Act, ApiClient, User
from bureau.rule_tables import read
from bureau.rules import ActorKind, Role
from bureau.selectors import rules_on
from rectification.models import Closure, Extension, Item, LookBackDraw, VisitResult
from rectification.models.scope import ITEM, SECTION_ROLES, LedgerQuerySet
from rectification.rules import look_backs, states
from rectification.rules.table import KIND, LedgerTable
from rectification.rules.verification import Verifier, Work
from rectification.rules.words import Decision, ItemState, Method, Severity, Stage, Tab, Verdict
from rectification.selectors.evidence import fresh_evidence

MOST_COUNTED = 1_000
LAID_ASIDE = (ItemState.DISMISSED, ItemState.WITHDRAWN)


def table_on(day: date) -> LedgerTable:
    """Return the thresholds for an event of a day: an item goes by those of its order.

    :raises NoRuleInForce: where no version holds yet.
    """
    return read(LedgerTable, rules_on(KIND, day))


class TablesByDay(dict[date, LedgerTable]):
    """The thresholds of many days, each asked for once."""

    def __missing__(self, day: date) -> LedgerTable:
        self[day] = table_on(day)
        return self[day]


def work_of(item: Item) -> Work:
    """Return who had a hand in an item's present round, and what shows it, for the rules."""
    # What shows the problem itself shows nothing of its end, and whoever took it found it.
    evidence = item.evidence.filter(round=item.round, stage=Stage.AFTER)
    doers = {
        *evidence.values_list("attachment__by", flat=True),
        *item.progress.filter(round=item.round).values_list("by", flat=True),
        *item.closures.filter(round=item.round).values_list("requested_by", flat=True),
        *_shaped_by(item),
    }
    fresh = fresh_evidence(item).count()
    accepted = item.closures.filter(round=item.round, verdict=Verdict.ACCEPTED)
    return Work(
        institution=item.institution_id,
        doers=doers,
        finders=_finders(item),
        severity=Severity(item.severity),
        evidence=fresh,
        has_older=not fresh and evidence.exists(),
        verified_by=accepted.values_list("verified_by", flat=True).first(),
    )


def _shaped_by(item: Item) -> set[int]:
    """Return who handed in the plan, or called a problem less severe in this round."""
    shaped = Q(verb="submit_plan") | Q(facts__lowered_in_round=item.round)
    acts = Act.objects.of(ITEM, item.no).filter(shaped, actor_kind=ActorKind.USER)
    return {int(one) for one in acts.values_list("actor_id", flat=True)}


def _finders(item: Item) -> set[int]:
    """Return who entered a problem, met it at a visit, or said that it is back in this round."""
    told = item.relapses.filter(round=item.round)
    entries = [item.pk, *told.exclude(draft=None).values_list("draft", flat=True)]
    opened = Item.objects.filter(pk__in=entries).values_list("opened_by", flat=True)
    met = VisitResult.objects.filter(ledger_item__in=entries).values_list("by", flat=True)
    return {*told.values_list("by", flat=True), *opened, *met} - {None}


def method_accepted(item: Item) -> Method:
    """Return how an item on public notice was seen to be rectified."""
    accepted = item.closures.get(round=item.round, verdict=Verdict.ACCEPTED)
    return Method(accepted.method)


def phase_of(item: Item) -> int:
    """Return in which phase of its round an item is: what is kept up for good has several."""
    return item.closures.filter(round=item.round, verdict=Verdict.PHASED).count() + 1


def extension_of_term(item: Item) -> Extension | None:
    """Return the request for more time that was granted or still waits in the present phase."""
    asked = item.extensions.filter(round=item.round, phase=phase_of(item))
    return asked.exclude(decision=Decision.REFUSED).first()


def closure_at_hand(item: Item) -> Closure | None:
    """Return the application that waits for a verdict, or hangs on public notice."""
    over = (Verdict.RETURNED, Verdict.PHASED, Verdict.TAKEN_BACK)
    return item.closures.filter(round=item.round).exclude(verdict__in=over).first()


def has_applied(user: User, item: Item) -> bool:
    """Test if the application that waits is a person's own, or that of their institution."""
    waiting = item.closures.filter(verdict="")
    return user.institution_id is not None or waiting.filter(requested_by=user).exists()


def state_before_application(item: Item) -> ItemState:
    """Return how an item stood when strike-off was last applied for."""
    applied = Act.objects.of(ITEM, item.no).filter(verb="request_closure").order_by("-at", "-pk")
    before = applied.values_list("before", flat=True).first()
    return ItemState(before) if before else ItemState.RECTIFYING


def has_ordered(user: User, item: Item) -> bool:
    """Test if an item was ordered, or brought over from an old ledger, by a person."""
    ordered = Act.objects.of(ITEM, item.no).filter(verb__in=("issue_item", "import_item"))
    return ordered.filter(**user.actor.as_columns()).exists()


def term_began_on(item: Item) -> date:
    """Return from which day an item's present term runs: its order, its return, its last phase."""
    back = item.relapses.filter(round=item.round).values_list("at", flat=True)
    phased = item.closures.filter(round=item.round, verdict=Verdict.PHASED)
    moments = [*back, *phased.values_list("verified_at", flat=True)]
    return max([item.ordered_on, *(timezone.localdate(at) for at in moments)])


def verifier_of(user: User, item: Item) -> Verifier:
    """Return what the rules want to know of whoever verifies an item.

    An officer who is of a section as well is of it for what that section answers for.
    """
    is_liaison_only = Role.LIAISON in user.roles and not _answers_for(user, item)
    return Verifier(user.pk, user.institution_id, is_liaison_only)


def _answers_for(user: User, item: Item) -> bool:
    if Item.objects.all().sees_whole_county(user):
        return True
    is_of_section = user.section_id is not None and bool(user.roles & SECTION_ROLES)
    return is_of_section and item.itemsection_set.filter(section=user.section_id).exists()


def with_late_return(rows: LedgerQuerySet) -> LedgerQuerySet:
    """Read with items the return after their day, if there was one, and its moment."""
    late = Closure.objects.filter(
        item=OuterRef("pk"),
        round=OuterRef("round"),
        verdict=Verdict.RETURNED,
        verified_at__date__gt=OuterRef("due_on"),
    ).order_by("-verified_at")
    return rows.annotate(
        late_return=Subquery(late.values("pk")[:1]),
        returned_at=Subquery(late.values("verified_at")[:1]),
    )


def named_by_program(client: ApiClient) -> QuerySet[Item]:
    """Return what systems of an institution named themselves and the bureau has not ordered."""
    named = Act.objects.filter(
        object_kind=ITEM,
        object_no=OuterRef("no"),
        verb="open_item",
        actor_kind=ActorKind.API,
        institution=client.institution_id,
    )
    own = Item.objects.filter(Exists(named), institution=client.institution_id)
    return own.filter(state__in=sorted(states.UNSEEN_BY_UNITS))


# The day on which it came to be struck off here: one of an old ledger, when it was taken in.
STRUCK_OFF_HERE = Greatest("closed_on", TruncDate("closure__verified_at"))


def months_to_draw(*, before: date) -> list[date]:
    """List the months before a first of a month in which something was struck off and not drawn."""
    ended = Item.objects.filter(state=ItemState.CLOSED).annotate(here_on=STRUCK_OFF_HERE)
    months = ended.filter(here_on__lt=before).annotate(month=TruncMonth("here_on"))
    drawn = LookBackDraw.objects.values("month")
    left = months.exclude(month__in=drawn).values_list("month", flat=True)
    return sorted(left.distinct().order_by())


def closed_in(month: date) -> QuerySet[Item]:
    """Return what came to be struck off in a month and is not looked at again in any case.

    What an old ledger struck off so long before that it could not be the same problem any more is
    left out: nobody looks back at years.
    """
    after = (month + timedelta(days=31)).replace(day=1)
    closed = Item.objects.filter(state=ItemState.CLOSED).annotate(here_on=STRUCK_OFF_HERE)
    items = closed.filter(
        here_on__gte=month,
        here_on__lt=after,
        closed_on__gte=F("here_on") - timedelta(days=table_on(month).relapse_days),
    )
    always = [severity for severity in Severity if look_backs.is_always_looked_at(severity)]
    return items.exclude(severity__in=always).select_related("institution")


def recurrences(item: Item) -> QuerySet[Item]:
    """Return earlier items of the same institution and category, close enough to be the same.

    The machine only shows them: that a problem is the same one, a person says.
    """
    if item.category_id is None:
        return Item.objects.none()
    since = look_backs.recurrence_since(item.found_on, table=table_on(item.found_on))
    near = Item.objects.filter(
        institution=item.institution_id,
        category=item.category_id,
        found_on__range=(since, item.found_on),
    )
    return near.exclude(pk=item.pk).exclude(state__in=LAID_ASIDE).order_by("-found_on", "-pk")


def relapse_candidates(draft: Item, *, reader: User) -> QuerySet[Item]:
    """Return what was struck off at the same institution so lately that it may be back.

    Only what the reader may see: who is shown an item may reopen it. Of the same category first.
    That it is the same problem, a person says.
    """
    days = timedelta(days=table_on(draft.found_on).relapse_days)
    closed = Item.objects.visible_to(reader).filter(
        institution=draft.institution_id,
        state=ItemState.CLOSED,
        closed_on__range=(draft.found_on - days, draft.found_on),
    )
    is_like = Case(When(category=draft.category_id, then=0), default=1)
    return closed.order_by(is_like, "-closed_on", "-pk")


class TabCount(NamedTuple):
    tab: Tab | None
    items: int

    @classmethod
    def of(cls, tab: Tab | None, rows: LedgerQuerySet) -> Self:
        return cls(tab, rows.order_by()[:MOST_COUNTED].count())

    @property
    def is_more(self) -> bool:
        return self.items >= MOST_COUNTED


def tab_counts(rows: LedgerQuerySet, *, reader: User) -> Sequence[TabCount]:
    """Count what stands in each tab, up to a limit: nobody reads a number of that size."""
    tabs = states.TABS_OF_UNITS if reader.institution_id else tuple(Tab)
    in_tabs = {tab: rows.in_tab(tab, reader=reader) for tab in tabs}
    return [TabCount.of(tab, found) for tab, found in in_tabs.items()]


def has_items_since(day: date) -> bool:
    """Test if items go by the rules of a day or a later one: their days are told already."""
    return Item.objects.filter(issued_on__gte=day).exists()
