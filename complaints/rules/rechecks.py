"""Which unsubstantiated findings are looked at again: drawn by a seed, never by hand.

Source: the bureau's default A-35: a tenth of what was found to be unsubstantiated is re-checked at
random, by somebody else than who handled it or made it hold.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from math import ceil


class Recheck(StrEnum):
    """What a re-check came to."""

    UPHELD = "upheld"
    REOPENED = "reopened"


def drawn(numbers: Iterable[str], *, seed: str, percent: int) -> Sequence[str]:
    """Draw from a month's cases, the share rounded up; the same seed draws the same.

    Each number is placed by a hash of its own, so nobody can foretell who is drawn without the
    seed, and one case more moves no other's place.
    """
    in_order = sorted(numbers, key=lambda no: hashlib.sha256(f"{seed}/{no}".encode()).digest())
    return in_order[: ceil(len(in_order) * percent / 100)]


def frame_hash(frame: Sequence[str]) -> str:
    """Return the fingerprint of what was drawn from, in its order."""
    return hashlib.sha256(json.dumps(list(frame)).encode()).hexdigest()


def may_recheck(*, by: int, had_part: Collection[int]) -> bool:
    """Test if somebody may re-check a case: whoever handled it or made its findings may not."""
    return by not in had_part
