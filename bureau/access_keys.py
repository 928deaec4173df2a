"""Keys of hospital systems, as plain values: their shape, their life, where they may come from.

A key is `manyi_PREFIX_SECRET`. The prefix finds it and is shown everywhere; of the secret only a
keyed hash is kept, so a key can be read on the day it is issued and never again.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network

BRAND = "manyi"
PREFIX_LENGTH = 8
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that another is taken for when somebody reads a prefix out on the phone."""
OVERLAP_DAYS = 7
LIFE_DAYS = 365
LONGEST_LIFE_DAYS = 730
PER_MINUTE = 300


class Scope(StrEnum):
    """What a key may be used for; labels stand in `choices.py`."""

    REGISTERS_READ = "registers:read"
    REGISTERS_WRITE = "registers:write"
    POSTINGS_READ = "postings:read"
    INSPECTIONS_READ = "inspections:read"
    LEDGER_READ = "ledger:read"
    LEDGER_WRITE = "ledger:write"
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    ELIGIBILITY_CHECK = "eligibility:check"
    ACCOUNTABILITY_READ = "accountability:read"


class KeyState(StrEnum):
    ACTIVE = "active"
    OVERLAP = "overlap"
    """Replaced by a newer one and still accepted for some days."""
    EXPIRED = "expired"
    REVOKED = "revoked"


USABLE = frozenset({KeyState.ACTIVE, KeyState.OVERLAP})


@dataclass(frozen=True, slots=True)
class NewToken:
    prefix: str
    secret: str

    @property
    def text(self) -> str:
        return f"{BRAND}_{self.prefix}_{self.secret}"


def new_token() -> NewToken:
    prefix = "".join(secrets.choice(SIGNS) for _ in range(PREFIX_LENGTH))
    return NewToken(prefix, secrets.token_urlsafe(32))


def split_token(text: str) -> tuple[str, str] | None:
    """Take a key apart into prefix and secret; None for what is no key of ours."""
    brand, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    if brand != BRAND or len(prefix) != PREFIX_LENGTH or not secret.isascii():
        return None
    return prefix, secret


def key_state(*, expires_on: date, is_rotated: bool, is_revoked: bool, day: date) -> KeyState:
    """Tell how a key stands on a day. On its last day it is still accepted."""
    if is_revoked:
        return KeyState.REVOKED
    if day > expires_on:
        return KeyState.EXPIRED
    return KeyState.OVERLAP if is_rotated else KeyState.ACTIVE


def overlap_ends_on(*, expires_on: date, day: date, overlap_days: int) -> date:
    """Tell the last day of a key that is replaced on `day`: never later than its own."""
    return min(expires_on, day + timedelta(days=overlap_days))


def is_listed(address: str, listed: Iterable[str]) -> bool:
    """Test if an address is one of those listed, or in one of the networks; no list admits all.

    An address that cannot be read is never listed.
    """
    networks = [ip_network(one, strict=False) for one in listed]
    if not networks:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
