"""How many of a register's rows the bureau checks, and which: drawn by a seed, never by hand.

Source: the plan, follow-ups (S-22): at least 10 % of a township centre's and 5 % of a
level-2-or-above hospital's follow-ups are checked each month. Rounding up, the minimum and the
replacement rule are the bureau's defaults.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from math import ceil
from typing import NamedTuple

from followups.rules.register import Ratio
from followups.rules.table import STANDARD, RegisterTable
from followups.rules.words import Verdict

# The bureau spoke with somebody: what follows about the hospital's record can be trusted.
ANSWERED = frozenset(
    {Verdict.GENUINE, Verdict.NOT_FOLLOWED, Verdict.CONTENT_MISMATCH, Verdict.UNCLEAR}
)
# Nobody answered: stays on record, and the next on the list takes the place. A wrong number is a
# finding about the hospital's record and takes nobody's place.
REPLACED = frozenset({Verdict.UNREACHABLE})


ONE = 2**256  # one whole, in parts that a lot counts

LARGEST_REMAINDERS, BY_LOT = 1, 2
"""How the places left over are given to departments. Lists drawn by the first way are repeated by
it; it is drawn no more, for a hospital could keep rows out of it by how it named departments."""


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


def percent_for(
    *, is_township: bool, is_level2_or_above: bool, table: RegisterTable = STANDARD
) -> int:
    """Return the share of an institution that is checked.

    The plan goes by kind: a township centre has the township share whatever its grade, the
    lower one is for hospitals of level 2 or above. Whom it does not name has the township share.
    """
    is_hospital = is_level2_or_above and not is_township
    return table.level2_rate_percent if is_hospital else table.township_rate_percent


def frame_hash(frame: Iterable[Frame]) -> str:
    """Fingerprint a frame, whatever order its rows come in."""
    canonical = json.dumps(sorted(frame), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def draw(
    frame: Sequence[Frame],
    *,
    required: int,
    seed: str,
    table: RegisterTable = STANDARD,
    method: int = BY_LOT,
) -> tuple[list[int], list[int]]:
    """Draw the rows to check and their replacements, in order; the same seed draws the same.

    Every department gets its share of the places, rounded up or down by the lot, and within a
    department the lot decides: every row has the same chance, `required` in all, whatever its
    department is called. The lot of a row is SHA-256 of seed and key, so any other program can
    repeat the draw.
    """
    by_lot = sorted(frame, key=lambda row: _lot(seed, str(row.key)))
    sizes = Counter(row.stratum for row in frame)
    quotas = _quotas_by_remainder if method == LARGEST_REMAINDERS else _quotas_by_lot
    quota = quotas(sizes, required=required, seed=seed)
    chosen: list[int] = []
    spare: list[int] = []
    for row in by_lot:
        if quota[row.stratum] > 0:
            quota[row.stratum] -= 1
            chosen.append(row.key)
        else:
            spare.append(row.key)
    return chosen, spare[: required * table.replacements_factor]


def _quotas_by_lot(sizes: Mapping[str, int], *, required: int, seed: str) -> dict[str, int]:
    """Lay the departments' shares end to end and give a place at every whole step from a start.

    The start is a fraction of a step: SHA-256 of `seed|start`, first byte first, over 2^256. The
    departments lie in the order of their lots (SHA-256 of `seed|order|name`): in one that the
    hospital could choose it could lay rows a step apart, to be drawn together or not at all.
    """
    rows = sum(sizes.values())
    step, start = rows * ONE, rows * int.from_bytes(_lot(seed, "start"))
    quotas: dict[str, int] = {}
    reached = given = 0
    for stratum in sorted(sizes, key=lambda name: _lot(seed, f"order|{name}")):
        reached += required * sizes[stratum] * ONE
        passed = -((start - reached) // step)
        quotas[stratum] = passed - given
        given = passed
    return quotas


def _quotas_by_remainder(sizes: Mapping[str, int], *, required: int, seed: str) -> dict[str, int]:
    rows = sum(sizes.values())
    quotas = {stratum: required * size // rows for stratum, size in sizes.items()}
    left = required - sum(quotas.values())
    by_remainder = sorted(
        sizes, key=lambda name: (-(required * sizes[name] % rows), _lot(seed, name))
    )
    for stratum in by_remainder[:left]:
        quotas[stratum] += 1
    return quotas


def _lot(seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed}|{key}".encode()).digest()


def verdict_after(calls: Sequence[Verdict], table: RegisterTable = STANDARD) -> Verdict | None:
    """Tell what the calls to one person amount to; nothing yet if another try is owed.

    A person who does not answer is tried as often as the table says before the next is called.
    """
    for call in calls:
        if call is not Verdict.UNREACHABLE:
            return call
    if len(calls) >= table.attempts_before_replacement:
        return Verdict.UNREACHABLE
    return None


def next_attempt_at(
    tried: Sequence[datetime], zone: tzinfo, table: RegisterTable = STANDARD
) -> datetime | None:
    """Return the instant from which another unanswered call counts; None before the first.

    Attempts lie hours apart, and the one that gives the place away falls on another day where
    all before it fell on one: three calls in a row say nothing about who cannot be reached.
    """
    if not tried:
        return None
    following = max(tried) + timedelta(hours=table.hours_between_attempts)
    days = {one.astimezone(zone).date() for one in tried}
    is_last = len(tried) + 1 >= table.attempts_before_replacement
    if not is_last or len(days) + 1 > table.days_before_replacement:
        return following
    next_day = datetime.combine(max(days) + timedelta(days=1), time(), zone)
    return max(following, next_day)


def is_fresh_look(
    looked_at: datetime, *, called_at: datetime | None, at: datetime, zone: tzinfo
) -> bool:
    """Test if a look at a number is one from which a result recorded at `at` can come.

    It was taken on the same day and after the call before: a number seen yesterday, or for
    the attempt before, says nothing of this one.
    """
    is_same_day = looked_at.astimezone(zone).date() == at.astimezone(zone).date()
    return is_same_day and (called_at is None or looked_at > called_at)


def is_in_sight(looked_at: datetime, at: datetime, table: RegisterTable = STANDARD) -> bool:
    """Test if a number that was looked at still shows."""
    return looked_at <= at < looked_at + timedelta(seconds=table.look_seconds)


class CheckFigures(NamedTuple):
    """A spot-check in numbers: required, done, and genuine of those who gave an answer."""

    required: int
    done: int
    genuine: int
    answered: int

    @property
    def completion(self) -> Ratio:
        return Ratio(self.done, self.required)

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
