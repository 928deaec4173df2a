"""What somebody was and what kind a house was on the day of a complaint.

A later change of the directory relabels nothing that was counted before.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.functions import TruncDate

from accountability.rules.words import UnitGroup
from bureau.history import changes_of
from bureau.models import Institution, Staff
from bureau.rules import Grade, InstitutionKind, is_level2_or_above

GROUPS = {
    InstitutionKind.TOWNSHIP: UnitGroup.TOWNSHIP,
    InstitutionKind.COMMUNITY: UnitGroup.COMMUNITY,
    InstitutionKind.CLINIC: UnitGroup.CLINIC,
}


@cache
def group_of(kind: str, grade: str) -> UnitGroup:
    """Return by which group a ladder knows an institution; its grade goes before its kind."""
    if is_level2_or_above(Grade(grade)):
        return UnitGroup.LEVEL2
    return GROUPS.get(InstitutionKind(kind), UnitGroup.OTHER)


class AsOf:
    """Fields of rows as they were at the end of a day, read once: two queries."""

    def __init__(self, model: type[Model], *names: str, among: Collection[int]) -> None:
        rows: QuerySet[Any] = model._default_manager.filter(pk__in=among)
        self._now = {pk: values for pk, *values in rows.order_by().values_list("pk", *names)}
        self._before: dict[int, list[tuple[date, list[Any]]]] = defaultdict(list)
        kept: Any = changes_of(model)
        changes = kept.objects.filter(pgh_obj_id__in=among).order_by("pgh_id")
        dated = changes.annotate(on=TruncDate("pgh_created_at"))
        for pk, on, *values in dated.values_list("pgh_obj_id", "on", *names):
            self._before[pk].append((on, values))

    def on(self, pk: int, day: date) -> list[Any]:
        """Return what a row said: what the first later change says it said before, or says now."""
        before = self._before.get(pk)
        if not before:
            return self._now[pk]
        return next((values for on, values in before if on > day), self._now[pk])


class Directory:
    """The houses and people of some facts, as they were on any day."""

    def __init__(self, *, institutions: Collection[int], staff: Collection[int]) -> None:
        self._houses = AsOf(Institution, "kind", "grade", "parent_id", among=institutions)
        self._people = AsOf(Staff, "employment", among=staff)

    def group_on(self, institution: int, day: date) -> UnitGroup:
        kind, grade, _parent = self._houses.on(institution, day)
        return group_of(kind, grade)

    def parent_on(self, institution: int, day: date) -> int | None:
        """Return the house to which a branch belonged."""
        _kind, _grade, parent = self._houses.on(institution, day)
        return parent

    def employment_on(self, staff: int, day: date) -> str:
        [employment] = self._people.on(staff, day)
        return str(employment)
