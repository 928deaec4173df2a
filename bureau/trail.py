"""The chain over the acts, as plain values: what a link is made of, and what a check finds.

Each link binds one act to all before it, so that nothing sealed can be edited, taken out, put in
or moved unseen. An anchor is the chain's end at the close of a day, signed and kept outside the
database: with it a cut tail, or a chain reckoned anew, does not go unseen either.
Source: the protection baseline asks for audit records that cannot be altered (GB/T 22239-2019,
8.1.4.3).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

MOST_COMPARED = 200
"""Of so many broken links each is compared with each, to tell moved acts from edited ones."""
GENESIS = bytes(32)
"""What stands before the first link."""
LONGEST_WRITE = timedelta(hours=1)
"""No transaction takes so long: an act older than that when it was sealed was put in afterwards."""


class Link(NamedTuple):
    """One sealed act: its place in the chain, the act as it stands now, and the digest kept."""

    position: int
    act_id: int
    act: Mapping[str, Any] | None
    digest: bytes
    sealed_at: datetime


class Anchor(NamedTuple):
    """The chain's end at the close of a day."""

    day: str
    position: int
    digest: str


class FaultKind(StrEnum):
    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT = "cut"
    REPLACED = "replaced"
    UNSEALED = "unsealed"
    UNGUARDED = "unguarded"
    NO_ANCHOR = "no_anchor"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at which link or act or day."""

    kind: FaultKind
    at: str


def digest(previous: bytes, position: int, act: Mapping[str, Any]) -> bytes:
    """Reckon a link from the one before it and every column of the act."""
    body = json.dumps(
        [position, sorted(act.items())], ensure_ascii=False, separators=(",", ":"), default=_plain
    )
    return hashlib.sha256(previous + body.encode()).digest()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def chain_faults(links: Iterable[Link], anchors: Mapping[int, Anchor]) -> Iterator[Fault]:
    """Walk the whole chain in the order of its positions and name each break.

    After a break the walk goes on from what is kept, so that one edit is one fault.
    `anchors` are by position; one beyond the chain's end, or with another digest, is a fault too.
    """
    previous, last, run_before, run = GENESIS, 0, None, None
    broken = []
    for link in links:
        if link.position != last + 1:
            yield Fault(FaultKind.DELETED, _gap(last + 1, link.position - 1))
        if link.sealed_at != run:
            run_before, run = run, link.sealed_at
        if link.act is None:
            yield Fault(FaultKind.DELETED, str(link.act_id))
        elif digest(previous, link.position, link.act) != link.digest:
            broken.append((previous, link))
        elif run_before and link.act["recorded_at"] < run_before - LONGEST_WRITE:
            yield Fault(FaultKind.INSERTED, str(link.act_id))
        anchor = anchors.get(link.position)
        if anchor and anchor.digest != link.digest.hex():
            yield Fault(FaultKind.REPLACED, anchor.day)
        previous, last = link.digest, link.position
    yield from _broken_faults(broken)
    beyond = [anchor.day for anchor in anchors.values() if anchor.position > last]
    yield from (Fault(FaultKind.CUT, day) for day in sorted(beyond))


def _gap(first: int, last: int) -> str:
    return f"#{first}" if first == last else f"#{first}–#{last}"


def _broken_faults(broken: Sequence[tuple[bytes, Link]]) -> Iterator[Fault]:
    """Tell acts that changed places from acts that were edited."""
    acts = [link.act for _, link in broken[:MOST_COMPARED] if link.act is not None]
    for previous, link in broken:
        moved = any(digest(previous, link.position, act) == link.digest for act in acts)
        yield Fault(FaultKind.REORDERED if moved else FaultKind.EDITED, str(link.act_id))
