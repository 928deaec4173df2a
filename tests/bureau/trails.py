"""A trail to seal, and what somebody does to it who owns the tables."""

from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection

from bureau.models import Act
from bureau.selectors import trail_faults
from bureau.services import record_act


def acts(count: int) -> list[Act]:
    at = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
    return [
        record_act(verb="close_month", kind="month", no=n, by=None, at=at, facts={"n": n})
        for n in range(count)
    ]


@contextmanager
def behind_our_back():
    """Write as somebody would who owns the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("bureau_act", "bureau_actseal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in ("bureau_act", "bureau_actseal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def faults(at=None) -> list[tuple[str, str]]:
    return [(fault.kind.value, fault.at) for fault in trail_faults(at=at or datetime.now(UTC))]


def cut_after(position, act):
    with behind_our_back() as cursor:
        cursor.execute("DELETE FROM bureau_act WHERE id > %s", [act.pk])
        cursor.execute("DELETE FROM bureau_actseal WHERE position > %s", [position])
