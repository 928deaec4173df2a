"""Reads of cases."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from bureau.models import User
from bureau.rule_tables import read
from bureau.sealing import keyed_hash
from bureau.selectors import rules_on
from complaints.models import Case, ClockRow, Matter
from complaints.rules import clocks, findings
from complaints.rules.table import KIND, CaseTable
from complaints.rules.words import CaseType, Finding


def table_on(day: date) -> CaseTable:
    """Return the thresholds for what begins on a day: a clock goes by those of its first day.

    :raises NoRuleInForce: where no version holds yet.
    """
    return read(CaseTable, rules_on(KIND, day))


def has_clocks_since(day: date) -> bool:
    """Test if clocks go by the rules of a day or a later one: their days are told already."""
    return ClockRow.objects.filter(started_on__gte=day).exists()


class TablesByDay(dict[date, CaseTable]):
    """The thresholds of many days, each asked for once."""

    def __missing__(self, day: date) -> CaseTable:
        self[day] = table_on(day)
        return self[day]


def findings_of(case: Case) -> list[Finding | None]:
    """List what was found of each allegation and each person; None where nothing was yet."""
    found = [
        *case.allegations.values_list("finding", flat=True),
        *case.people.values_list("finding", flat=True),
    ]
    return [Finding(one) if one else None for one in found]


def finders_of(case: Case) -> set[int]:
    """Return who made the findings on a case's allegations and people."""
    made = [*case.allegations.values_list("found_by", flat=True),
            *case.people.values_list("found_by", flat=True)]  # fmt: skip
    return {finder for finder in made if finder is not None}


def owes_findings(case: Case) -> bool:
    """Test if a case is not answered or closed yet because nobody made its findings."""
    about = case.allegations.exists() or case.people.exists()
    is_verified = case.verified_at is not None
    return findings.are_owed(CaseType(case.type), is_about_somebody=about, is_verified=is_verified)


def clocks_of(case: Case) -> QuerySet[ClockRow]:
    """Return the clocks that are or were asked for, the earliest first."""
    return case.clocks.filter(is_void=False).order_by("due_at", "pk")


def longest_extension(row: ClockRow) -> int:
    """Return by how much a clock is extended at most, in its own unit."""
    return clocks.longest_extension(row.clock, table=table_on(row.started_on))


def cases_of_matter(matter: Matter, *, user: User) -> QuerySet[Case]:
    return Case.objects.visible_to(user).filter(matter=matter).order_by("received_at", "pk")


def matter_due_at(matter: Matter, *, user: User) -> datetime | None:
    """Return the earliest day of a matter's cases that somebody may see: it is due when the
    first of them is.
    """
    return cases_of_matter(matter, user=user).aggregate(due=Min("next_due_at"))["due"]


def likely_same(
    *,
    user: User,
    phone: str,
    institution: int | None,
    category: int | None,
    received_at: datetime,
) -> Sequence[Case]:
    """Suggest cases that may be about the same: same phone, or same unit and category.

    Nothing is joined by itself: a person looks and decides.
    """
    number = keyed_hash(phone, purpose="phone")
    return _alike(user, number, institution, category, received_at)


def likely_same_as(case: Case, *, user: User) -> Sequence[Case]:
    """Suggest what may be about the same event as a case, of other matters."""
    found = _alike(
        user, bytes(case.phone_hash), case.institution_id, case.category_id, case.received_at
    )
    return [one for one in found if one.matter_id != case.matter_id]


def _alike(
    user: User,
    phone_hash: bytes,
    institution: int | None,
    category: int | None,
    received_at: datetime,
) -> list[Case]:
    days = timedelta(days=table_on(timezone.localdate(received_at)).duplicate_days)
    near = Case.objects.visible_to(user).filter(
        received_at__range=(received_at - days, received_at + days)
    )
    same = Q(pk__in=[])
    if phone_hash:
        same |= Q(phone_hash=phone_hash)
    if institution and category:
        same |= Q(institution=institution, category=category)
    return list(near.filter(same).select_related("institution").order_by("-received_at")[:10])
