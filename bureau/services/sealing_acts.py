"""The sealer: every committed act becomes a link of the chain, every day leaves an anchor."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from bureau import anchors
from bureau.models import Act, ActSeal
from bureau.trail import GENESIS, Anchor, digest

LOCK = 7_310_001  # of PostgreSQL's advisory locks: one sealer at a time
STRAGGLERS = 100_000
"""An act's number is drawn before it is committed, so lower numbers may come after higher ones."""


@transaction.atomic
def seal_acts(*, at: datetime, most: int = 20_000, everywhere: bool = False) -> int:
    """Bind acts that are committed and not yet in the chain to its end; return how many.

    Nothing is done while another sealer is at work. Acts are looked for among the latest
    numbers; `everywhere` looks at all of them, once a day.
    """
    if not _only_sealer():
        return 0
    end = ActSeal.objects.order_by("-position").first()
    position, previous = (end.position, bytes(end.digest)) if end else (0, GENESIS)
    seals = []
    for act in _unsealed(everywhere)[:most]:
        position += 1
        previous = digest(previous, position, act)
        seals.append(ActSeal(position=position, act_id=act["id"], digest=previous, sealed_at=at))
    ActSeal.objects.bulk_create(seals, batch_size=2_000)
    return len(seals)


def _only_sealer() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _unsealed(everywhere: bool) -> Any:
    acts = Act.objects.order_by("id").values()
    if not everywhere:
        highest = ActSeal.objects.aggregate(highest=Max("act_id"))["highest"] or 0
        acts = acts.filter(id__gt=highest - STRAGGLERS)
    return acts.filter(~Exists(ActSeal.objects.filter(act_id=OuterRef("id"))))


def anchor_chain(*, day: date | None = None) -> Anchor | None:
    """Keep the chain's end outside the database, signed: as of now, or of the close of a day.

    The anchor of now is written anew each time, that of a day once. An anchor of now that the
    chain has lost stays, as the evidence of it. None where there is nothing to keep, or another
    sealer is at work.
    """
    with _as_only_sealer() as may_write:
        return _anchor(day) if may_write else None


@contextmanager
def _as_only_sealer() -> Iterator[bool]:
    """Keep other sealers away without a transaction, for the file store knows none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        is_ours = bool(cursor.fetchone()[0])
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _anchor(day: date | None) -> Anchor | None:
    name = day.isoformat() if day else anchors.LATEST
    seals = ActSeal.objects.filter(sealed_at__lte=_end_of(day)) if day else ActSeal.objects.all()
    end = seals.order_by("-position").first()
    if end is None or (anchors.is_kept(name) if day else _is_lost(anchors.find(name))):
        return None
    anchor = Anchor(name, end.position, bytes(end.digest).hex())
    anchors.keep(anchor)
    return anchor


def days_to_anchor(*, at: datetime) -> list[date]:
    """List the days that are over and have no anchor yet: yesterday, and what a stop left out.

    Those since the last day that has one. Where none has one it is the last day with links: an
    anchor somebody took away is not written anew.
    """
    today = timezone.localdate(at)
    days = {today - timedelta(days=1)}
    links = ActSeal.objects.order_by("position").filter(sealed_at__lt=_start_of(today))
    if newest := anchors.newest(before=today):
        since = links.filter(position__gt=newest.position).order_by()
        begun = (timezone.localdate(one) for one in since.datetimes("sealed_at", "day"))
        days |= {day for day in begun if day.isoformat() > newest.day}
    elif last := links.last():
        days.add(timezone.localdate(last.sealed_at))
    return sorted(days)


def _is_lost(anchor: Anchor | None) -> bool:
    """Tell whether the chain no longer has what an anchor was taken of."""
    if anchor is None:
        return False
    seal = ActSeal.objects.filter(position=anchor.position).first()
    return seal is None or bytes(seal.digest).hex() != anchor.digest


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
