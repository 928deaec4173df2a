"""Through whose hands cases went: whoever had a part in one says no second word on it."""

from collections.abc import Collection
from typing import Any

from bureau.history import changes_of
from complaints.models import Case, HeldFinding


def handled(cases: Collection[int]) -> set[int]:
    """Name the accounts that handle some cases, or did before they handed them over."""
    return _been(cases, "handler")


def found(cases: Collection[int]) -> set[int]:
    """Name the accounts that made findings of some cases that hold, or held."""
    return _named(HeldFinding.objects.filter(case__in=cases), "found_by")


def had_part(cases: Collection[int]) -> set[int]:
    """Name the accounts that handled some cases, found something in them, or made it hold."""
    held = HeldFinding.objects.filter(case__in=cases)
    return _been(cases, "handler", "verified_by") | _named(held, "found_by", "held_by")


def _been(cases: Collection[int], *columns: str) -> set[int]:
    changes: Any = changes_of(Case)
    own = _named(Case.objects.filter(pk__in=cases), *columns)
    return own | _named(changes.objects.filter(pgh_obj__in=cases), *columns)


def _named(rows: Any, *columns: str) -> set[int]:
    return {one for row in rows.order_by().values_list(*columns).distinct() for one in row if one}
