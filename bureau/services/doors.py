"""Counting at the public's doors, without cookies: in the database, where all web machines see."""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bureau.doors import Limit, after, is_shut, neighbourhood
from bureau.models import DoorCount, DoorSalt
from bureau.sealing import HASH_BYTES

SALT_BYTES = 32


class DoorShut(Exception):
    """Somebody knocked too often. `until` is when the door opens again."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


def visitor(address: str | None, *, at: datetime) -> bytes:
    """Return what a visitor is counted by: a hash that nobody can retrace once the day is over."""
    salt = _salt_of(timezone.localdate(at))
    return hmac.digest(salt, neighbourhood(address).encode(), "sha256")[:HASH_BYTES]


def _salt_of(day: date) -> bytes:
    fresh = {"salt": secrets.token_bytes(SALT_BYTES)}
    return bytes(DoorSalt.objects.get_or_create(day=day, defaults=fresh)[0].salt)


@contextmanager
def locked_door(*, door: str, key: bytes) -> Iterator[DoorCount]:
    """Hold a door, so that whoever comes at the same time waits: nobody slips past a count."""
    with transaction.atomic():
        # One statement makes the row or holds the one there is: it cannot be forgotten meanwhile.
        named = ["door", "key"]
        row = DoorCount(door=door, key=key)
        DoorCount.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=named, update_fields=["door"]
        )
        yield DoorCount.objects.get(door=door, key=key)


def knock(*, door: str, key: bytes, limit: Limit, at: datetime, weight: int = 1) -> None:
    """Count a visit, by its weight where not all weigh the same.

    :raises DoorShut: if there were too many before; this one is not counted then.
    """
    with locked_door(door=door, key=key) as counted:
        note_knock(counted, limit=limit, at=at, weight=weight)


def note_knock(counted: DoorCount, *, limit: Limit, at: datetime, weight: int = 1) -> None:
    """Count at a door that is held.

    :raises DoorShut: as `knock`.
    """
    check_open(counted, limit=limit, at=at)
    now = after(counted.knocks, limit=limit, at=at, weight=weight)
    counted.count, counted.until = now.count, now.until
    counted.save(update_fields=["count", "until"])


def check_open(counted: DoorCount, *, limit: Limit, at: datetime) -> None:
    """:raises DoorShut: if there were too many knocks before."""
    if is_shut(counted.knocks, limit=limit, at=at):
        raise DoorShut(counted.until or at)


def forget_visitors(*, at: datetime) -> int:
    """Delete the salts of days that are over, and the counts that no longer count."""
    DoorSalt.objects.filter(day__lt=timezone.localdate(at)).delete()
    deleted, _each = DoorCount.objects.filter(until__lte=at - timedelta(minutes=1)).delete()
    return deleted
