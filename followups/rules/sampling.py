"""How many of a register's rows the bureau checks, and which: drawn by a seed, never by hand.

Source: the plan, follow-ups (S-22): at least 10 % of a township centre's and 5 % of a
level-2-or-above hospital's follow-ups are checked each month. Rounding up, the minimum and the
replacement rule are the bureau's defaults.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

from followups.rules.register import STANDARD, Ratio, RegisterTable
from followups.rules.words import Verdict

# The bureau spoke with somebody: what follows about the hospital's record can be trusted.
ANSWERED = frozenset(
    {Verdict.GENUINE, Verdict.NOT_FOLLOWED, Verdict.CONTENT_MISMATCH, Verdict.UNCLEAR}
)
# Nobody answered: stays on record, and the next on the list takes the place. A wrong number is a
# finding about the hospital's record and takes nobody's place.
REPLACED = frozenset({Verdict.UNREACHABLE})


class Frame(NamedTuple):
    """What is drawn from: row keys with the department each belongs to."""

    key: int
    stratum: str


def required_checks(claimed: int, *, percent: int, table: RegisterTable = STANDARD) -> int:
    """Return how many of `claimed` followed-up rows must be checked.

    The share is rounded up; at least the minimum, or all rows where there are fewer.
    """
    share = ceil(claimed * percent / 100)
    return min(claimed, max(share, table.min_checks))


def percent_for(*, is_level2_or_above: bool, table: RegisterTable = STANDARD) -> int:
    return table.level2_rate_percent if is_level2_or_above else table.township_rate_percent


def frame_hash(frame: Iterable[Frame]) -> str:
    """Fingerprint a frame, whatever order its rows come in."""
    canonical = json.dumps(sorted(frame), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def draw(
    frame: Sequence[Frame], *, required: int, seed: str, table: RegisterTable = STANDARD
) -> tuple[list[int], list[int]]:
    """Draw the rows to check and their replacements, in order; the same seed draws the same.

    Every department gets its share of the places (largest remainders; ties go by the lot), and
    within a department the lot decides. The lot of a row is SHA-256 of seed and key, so any
    other program can repeat the draw.
    """
    by_lot = sorted(frame, key=lambda row: _lot(seed, str(row.key)))
    quota = _quotas(frame, required=required, seed=seed)
    chosen: list[int] = []
    spare: list[int] = []
    for row in by_lot:
        if quota[row.stratum] > 0:
            quota[row.stratum] -= 1
            chosen.append(row.key)
        else:
            spare.append(row.key)
    return chosen, spare[: required * table.replacements_factor]


def _quotas(frame: Sequence[Frame], *, required: int, seed: str) -> dict[str, int]:
    sizes: dict[str, int] = defaultdict(int)
    for row in frame:
        sizes[row.stratum] += 1
    if not sizes:
        return sizes
    quotas = {stratum: required * size // len(frame) for stratum, size in sizes.items()}
    left = required - sum(quotas.values())
    by_remainder = sorted(
        sizes, key=lambda name: (-(required * sizes[name] % len(frame)), _lot(seed, name))
    )
    for stratum in by_remainder[:left]:
        quotas[stratum] += 1
    return defaultdict(int, quotas)


def _lot(seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed}|{key}".encode()).digest()


def verdict_after(calls: Sequence[Verdict], table: RegisterTable = STANDARD) -> Verdict | None:
    """Tell what the calls to one person amount to; nothing yet if another try is owed.

    A person who does not answer is tried three times before the place goes to the next.
    """
    for call in calls:
        if call is not Verdict.UNREACHABLE:
            return call
    if len(calls) >= table.attempts_before_replacement:
        return Verdict.UNREACHABLE
    return None


class CheckFigures(NamedTuple):
    """A spot-check in numbers: required, done, and genuine of those who gave an answer."""

    required: int
    done: int
    genuine: int
    answered: int

    @property
    def authenticity(self) -> Ratio:
        return Ratio(self.genuine, self.answered)

    @property
    def is_complete(self) -> bool:
        return self.done >= self.required


def summed(several: Iterable[CheckFigures]) -> CheckFigures:
    """Add up the draws over a month's arrivals."""
    return CheckFigures(*map(sum, zip(*several, strict=True)))


def check_figures(required: int, verdicts: Iterable[Verdict]) -> CheckFigures:
    """Count a spot-check. Who refuses to speak was checked but says nothing about the record."""
    verdicts = list(verdicts)
    return CheckFigures(
        required=required,
        done=sum(verdict not in REPLACED for verdict in verdicts),
        genuine=verdicts.count(Verdict.GENUINE),
        answered=sum(verdict in ANSWERED for verdict in verdicts),
    )
