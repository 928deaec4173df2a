"""The trail held against itself: the chain, its anchors, and what guards the tables."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

import pgtrigger
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from bureau import anchors
from bureau.models import Act, ActSeal
from bureau.trail import Anchor, Fault, FaultKind, Link, chain_faults

AT_ONCE = 2_000
LETS_OFF = "pgtrigger.ignore"
SEALED_WITHIN = timedelta(minutes=15)


def end_of_chain() -> tuple[int, str] | None:
    """Tell the place and the digest of the last sealed act; None before the first."""
    end = ActSeal.objects.order_by("-position").first()
    return (end.position, bytes(end.digest).hex()) if end else None


def trail_faults(*, at: datetime, printed: Sequence[Anchor] = ()) -> Iterator[Fault]:
    """Check the whole trail as it stands: every link, every anchor, and what guards the tables.

    The guards come first, then the chain in its order, then what should have been sealed by now.
    `printed` are anchors off paper, which nobody who owns the machine can have changed.
    """
    yield from _unguarded_tables()
    kept = list(anchors.kept())
    yield from chain_faults(_links(), [*kept, *printed])
    yield from _days_without_anchor({anchor.day for anchor in kept}, at)
    waiting = Act.objects.filter(
        ~Exists(ActSeal.objects.filter(act_id=OuterRef("id"))), recorded_at__lt=at - SEALED_WITHIN
    )
    for number in waiting.order_by("id").values_list("id", flat=True):
        yield Fault(FaultKind.UNSEALED, str(number))


def _links() -> Iterator[Link]:
    seals = ActSeal.objects.order_by("position").iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(seals, AT_ONCE)):
        acts = Act.objects.filter(id__in=[seal.act_id for seal in chunk]).values()
        by_id = {act["id"]: act for act in acts}
        for seal in chunk:
            act = by_id.get(seal.act_id)
            yield Link(seal.position, seal.act_id, act, bytes(seal.digest), seal.sealed_at)


def _days_without_anchor(anchored: set[str], at: datetime) -> Iterator[Fault]:
    """Name the days on which acts were sealed and whose anchor is gone.

    Only days that are over have one: a clock that was ahead has sealed on days to come.
    """
    days = ActSeal.objects.datetimes("sealed_at", "day")
    for day in sorted({timezone.localdate(one) for one in days}):
        if day < timezone.localdate(at) and day.isoformat() not in anchored:
            yield Fault(FaultKind.NO_ANCHOR, day.isoformat())


def _unguarded_tables() -> Iterator[Fault]:
    """Name the tables of which a trigger that their model declares is gone or switched off.

    It guards the trail, signed papers, approved rules, or it keeps the history of fields. And the
    setting by which a session would be let off all of them, where it still has a say.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT _pgtrigger_should_ignore('any') FROM set_config(%s, '{any}', true)",
            [LETS_OFF],
        )
        if cursor.fetchone()[0]:
            yield Fault(FaultKind.UNGUARDED, LETS_OFF)
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE pg_table_is_visible(tgrelid) AND tgenabled IN ('O', 'A')"
        )
        at_work = set(cursor.fetchall())
    declared = {(one._meta.db_table, guard.get_pgid(one)) for one, guard in pgtrigger.registered()}
    for table in sorted({table for table, _name in declared - at_work}):
        yield Fault(FaultKind.UNGUARDED, table)
