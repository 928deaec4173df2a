"""Reads of posting places and of the calls that test their numbers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.history import put_back, removed_since
from bureau.models import Department, Institution, User
from bureau.rule_tables import read
from bureau.selectors import rules_on
from rectification.models.places import AbsentZone, PostingPlace, TestCall, houses_visible_to
from rectification.rules import postings
from rectification.rules.postings import KIND, Calls, Coverage, PostingTable, Zone


def posting_table_on(day: date) -> PostingTable:
    """Return the thresholds of posting in force on a day.

    :raises NoRuleInForce: where no version holds yet.
    """
    return read(PostingTable, rules_on(KIND, day))


@dataclass(frozen=True, slots=True)
class Standing:
    """How one institution stands: what hangs and what is missing, and a month's test calls."""

    institution: Institution
    coverage: Coverage
    calls: Calls

    @property
    def zones(self) -> list[tuple[Zone, int | None]]:
        return list(self.coverage.zones)


def houses_to_post(user: User, day: date) -> QuerySet[Institution]:
    """Return the institutions a person may see that are open on a day."""
    return houses_visible_to(user).active_in(day, day).order_by("code")


def posting_standings(
    institutions: Iterable[Institution], *, day: date, calendar: WorkCalendar
) -> list[Standing]:
    """Work out coverage and test calls of many institutions; as many queries as for one.

    Everything as it stood at the end of the day: what hung, its numbers and how it was found,
    which departments and zones a house had, what kind of house it was, which calls were entered.
    """
    houses = list(institutions)
    keys = [house.pk for house in houses]
    table, month = posting_table_on(day), posting_table_on(day.replace(day=1))
    posted = _by_house(places_on(keys, day))
    absent = _by_house(absent_zones_on(keys, day))
    departments = _by_house(departments_on(keys, day))
    put_back(houses, day)
    known = TestCall.objects.in_month(day).known_on(day)
    calls = _by_house(known.filter(institution__in=keys))
    return [
        Standing(
            house,
            postings.coverage(
                _house(house, departments[house.pk], absent[house.pk]),
                [one.as_posted for one in posted[house.pk]],
                table=table,
            ),
            postings.month_of_calls(
                [(timezone.localtime(c.called_at), c.was_answered) for c in calls[house.pk]],
                calendar=calendar,
                table=month,
            ),
        )
        for house in houses
    ]


def places_on(houses: Collection[int], day: date) -> list[PostingPlace]:
    """Return what hung at the end of a day, as it hung then."""
    hung = Q(retired_on=None) | Q(retired_on__gt=day)
    rows = list(PostingPlace.objects.filter(hung, institution__in=houses, since__lte=day))
    put_back(rows, day)
    return rows


def absent_zones_on(houses: Collection[int], day: date) -> list[Any]:
    """Return the zones that houses were said to lack at the end of a day."""
    said: dict[str, Any] = {"institution__in": houses, "at__date__lte": day}
    gone = removed_since(AbsentZone, day).filter(**said)
    return [*AbsentZone.objects.filter(**said), *gone]


def departments_on(houses: Collection[int], day: date) -> list[Any]:
    """Return the departments of the registry at the end of a day, by name."""
    was_there = Q(entered_at=None) | Q(entered_at__date__lte=day)
    rows = list(Department.objects.filter(was_there, institution__in=houses))
    put_back(rows, day)
    gone = [
        Department(pk=row.pgh_obj_id, institution_id=row.institution_id, name=row.name)
        for row in removed_since(Department, day).filter(institution__in=houses)
    ]
    return sorted([*rows, *gone], key=lambda one: one.name)


def _by_house(rows: Iterable[Any]) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.institution_id].append(row)
    return found


def _house(
    institution: Institution, departments: Sequence[Department], absent: Sequence[AbsentZone]
) -> postings.House:
    return postings.House(
        is_level2=institution.is_level2_or_above,
        is_township=institution.is_township,
        departments=tuple((one.pk, one.name) for one in departments),
        absent_zones=frozenset(Zone(one.zone) for one in absent),
    )


def proposed_numbers(institution: Institution) -> tuple[str, str]:
    """Propose what a new place will show: the house's number and the bureau's own.

    The house's is that of its newest place, or of the directory. The bureau's is its own setting,
    never what some house has written: one slip of the pen would hang everywhere.
    """
    newest = PostingPlace.objects.standing().order_by("-pk")
    own = newest.filter(institution=institution).exclude(own_number="").first()
    return own.own_number if own else institution.complaint_phone, settings.COMPLAINT_PHONE


def has_test_calls_since(day: date) -> bool:
    """Test if calls of a day or a later one were counted by the rules that hold then."""
    return TestCall.objects.filter(called_at__date__gte=day).exists()
