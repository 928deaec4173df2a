"""Counts for the frame of every page: many lists counted in one question."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST_COUNTED = 1_000
"""Beyond it nobody reads the figure, and it is not worth counting the whole list for."""


def count_for(groups: Sequence[Sequence[QuerySet[Any]]]) -> list[int]:
    """Count groups of lists together, each list up to a limit; a group's count is their sum."""
    counted = _counted([rows for group in groups for rows in group])
    return [sum(islice(counted, len(group))) for group in groups]


def _counted(lists: Sequence[QuerySet[Any]]) -> Iterator[int]:
    """Count each list; what they ask is worded by themselves and only put side by side here.

    As expressions of one queryset they would be resolved anew, which takes longer than to ask.
    """
    said = [_question(rows) for rows in lists]
    if not said:
        return iter(())
    with connection.cursor() as cursor:
        words = ", ".join(f"({words})" for words, _values in said)
        cursor.execute(f"SELECT {words}", [one for _words, values in said for one in values])
        return iter(cursor.fetchone())


def _question(rows: QuerySet[Any]) -> tuple[str, Sequence[Any]]:
    try:
        words, values = rows.order_by().values("pk")[:MOST_COUNTED].query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0", ()
    return f"SELECT COUNT(*) FROM ({words}) counted", values  # noqa: S608 (worded by the ORM, its values apart)
