"""How the ledger stands per accountable leader and per section: counts whose rows can be opened."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureau.models import LeaderPost, Section, User
from rectification.models import Closure, Extension, LookBack
from rectification.models.scope import LedgerQuerySet
from rectification.rules import states
from rectification.rules.words import ItemState

NOBODY = "none"
NO_LEADER = gettext_lazy("No accountable leader named")
NO_SECTION = gettext_lazy("No accountable section named")
WITH_THE_UNIT = Q(state__in=sorted(states.WITH_THE_UNIT))
CLOSED = Q(state=ItemState.CLOSED.value)
ON_TIME = CLOSED & Q(closure__requested_on__lte=F("closure__due_on"))


class Tally(NamedTuple):
    """The numbers of one leader, section or of all: `key` narrows the list to them."""

    key: str
    name: str
    open: int
    overdue: int
    closed: int
    on_time: int
    relapsed: int

    @property
    def share(self) -> float | None:
        """The part of what is struck off that was done on time; None where nothing is."""
        return self.on_time / self.closed if self.closed else None


def _counts(day: date) -> dict[str, Any]:
    return {
        "open": Count("pk", filter=Q(state__in=sorted(states.OPEN))),
        "overdue": Count("pk", filter=WITH_THE_UNIT & Q(due_on__lt=day)),
        "closed": Count("pk", filter=CLOSED),
        "on_time": Count("pk", filter=ON_TIME),
        "relapsed": Count("pk", filter=Q(round__gt=1)),
    }


def tally(rows: LedgerQuerySet, day: date) -> Tally:
    """Count all of what is given."""
    return Tally("", "", **rows.aggregate(**_counts(day)))


def tally_by_leader(rows: LedgerQuerySet, day: date) -> Sequence[Tally]:
    """Count what each accountable leader answers for, the most overdue first."""
    found = _grouped(rows, "leader", day)
    nobodys = found.pop(None)
    named = LeaderPost.objects.select_related("institution").in_bulk(found)
    tallies = [_tally(str(pk), leader_words(named[pk]), counts) for pk, counts in found.items()]
    return _in_order(tallies, Tally(NOBODY, str(NO_LEADER), **nobodys))


def leader_words(post: LeaderPost) -> str:
    """Name a leader with the house they lead: two houses may have leaders of one name."""
    house = post.institution.name if post.institution else _("the bureau")
    return f"{house} · {post}"


def tally_by_section(rows: LedgerQuerySet, day: date) -> Sequence[Tally]:
    """Count what each section of the bureau answers for; what two share counts for both."""
    found = _grouped(rows, "itemsection__section", day)
    nobodys = found.pop(None)
    named = Section.objects.in_bulk(found)
    tallies = [_tally(named[pk].code, named[pk].name, counts) for pk, counts in found.items()]
    return _in_order(tallies, Tally(NOBODY, str(NO_SECTION), **nobodys))


def _in_order(tallies: list[Tally], nobodys: Tally) -> Sequence[Tally]:
    """Put the most overdue first, with what nobody answers for, so that rows add up to all."""
    if any(isinstance(count, int) and count for count in nobodys):
        tallies.append(nobodys)
    return sorted(tallies, key=lambda one: (-one.overdue, -one.open, one.name))


def _grouped(rows: LedgerQuerySet, by: str, day: date) -> dict[int | None, dict[str, int]]:
    """Count by who answers. Drafts have nobody yet, and count nowhere."""
    counted = rows.order_by().values(by).annotate(**_counts(day))
    nothing = dict.fromkeys(_counts(day), 0)
    return {None: nothing} | {row.pop(by): row for row in counted}


def _tally(key: str, name: str, counts: dict[str, int]) -> Tally:
    return Tally(key, name, **counts)


def waiting_closures(rows: LedgerQuerySet) -> QuerySet[Closure]:
    """Return the applications that nobody has decided on, the first due first."""
    waiting = Closure.objects.filter(verdict="", item__in=rows)
    return waiting.select_related("item__institution", "requested_by").order_by("verify_by", "pk")


def off_notice(rows: LedgerQuerySet, day: date) -> LedgerQuerySet:
    """Return what was on public notice until yesterday or before, and can be struck off."""
    over = rows.filter(state=ItemState.PUBLICITY, publicity_until__lt=day)
    return over.select_related("institution").order_by("publicity_until", "pk")


def extensions_asked(rows: LedgerQuerySet) -> QuerySet[Extension]:
    """Return the requests for more time that wait for a decision."""
    asked = Extension.objects.waiting().filter(item__in=rows)
    return asked.select_related("item__institution", "asked_by").order_by("asked_at", "pk")


def extensions_to_decide(rows: LedgerQuerySet, user: User) -> QuerySet[Extension]:
    """Return those of the requests that this person may decide on: nobody decides on their own."""
    if not user.has_perm("rectification.approve_extension"):
        return Extension.objects.none()
    return extensions_asked(rows).exclude(asked_by=user)


def look_backs_due(rows: LedgerQuerySet, day: date) -> QuerySet[LookBack]:
    """Return the look-backs whose day has come."""
    planned = LookBack.objects.waiting().filter(due_on__lte=day, item__in=rows)
    return planned.select_related("item__institution").order_by("due_on", "pk")
