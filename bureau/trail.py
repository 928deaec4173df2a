"""The chain over the acts, as plain values: what a link is made of, and what a check finds.

Each link binds one act to all before it, so that nothing sealed can be edited, taken out, put in
or moved unseen. An anchor is the chain's end at the close of a day, signed and kept outside the
database: with it a cut tail, or a chain reckoned anew, does not go unseen either.
Source: the protection baseline asks for audit records that cannot be altered (GB/T 22239-2019,
8.1.4.3).
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

MOST_COMPARED = 200
"""Of so many broken links each is compared with each, to tell moved acts from edited ones."""
GENESIS = bytes(32)
"""What stands before the first link."""
PRINTED_SIGNS = 32
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
    """The chain's end at the close of a day; of one that was printed, `day` is what is printed."""

    day: str
    position: int
    digest: str


def as_printed(position: int, digest: str) -> str:
    """Write an anchor as it stands on paper: the place of its link, and half of the digest.

    No other chain leads through the 128 bits that are left, and a person can still type them.
    """
    parts = [digest[at : at + 8] for at in range(0, PRINTED_SIGNS, 8)]
    return "-".join([str(position), *parts])


def read_printed(text: str) -> Anchor:
    """Read an anchor off a paper as somebody typed it.

    :raises ValueError: if it is none.
    """
    said = re.sub(r"[\s‐–—－]+", "-", text.strip().lower())
    found = re.fullmatch(r"([1-9][0-9]{0,17})-([0-9a-f-]+)", said)
    digest = found[2].replace("-", "") if found else ""
    if not found or not PRINTED_SIGNS <= len(digest) <= 64:
        raise ValueError(text)
    return Anchor(as_printed(int(found[1]), digest), int(found[1]), digest)


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


def chain_faults(links: Iterable[Link], anchors: Sequence[Anchor]) -> Iterator[Fault]:
    """Walk the whole chain in the order of its positions and name each break.

    After a break the walk goes on from what is kept, so that one edit is one fault.
    An anchor beyond the chain's end, or with another digest than its link, is a fault too.
    """
    previous, last, run_before, run = GENESIS, 0, None, None
    anchored = _by_position(anchors)
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
        elif run_before and link.act["recorded_at"] < _earliest(run_before, link):
            yield Fault(FaultKind.INSERTED, str(link.act_id))
        for anchor in anchored.get(link.position, ()):
            yield from _replaced(anchor, link)
        previous, last = link.digest, link.position
    yield from _broken_faults(broken)
    beyond = [anchor.day for anchor in anchors if anchor.position > last]
    yield from (Fault(FaultKind.CUT, day) for day in sorted(beyond))


def _earliest(run_before: datetime, link: Link) -> datetime:
    """Tell since when an act can be that is sealed in a run; a clock may have been ahead before."""
    return min(run_before, link.sealed_at) - LONGEST_WRITE


def _by_position(anchors: Iterable[Anchor]) -> Mapping[int, Sequence[Anchor]]:
    """Group anchors by their link: a day's, the one of now and a printed one may be of the same."""
    grouped = defaultdict(list)
    for anchor in anchors:
        grouped[anchor.position].append(anchor)
    return grouped


def _replaced(anchor: Anchor, link: Link) -> Iterator[Fault]:
    if not link.digest.hex().startswith(anchor.digest):
        yield Fault(FaultKind.REPLACED, anchor.day)


def _gap(first: int, last: int) -> str:
    return f"#{first}" if first == last else f"#{first}–#{last}"


def _broken_faults(broken: Sequence[tuple[bytes, Link]]) -> Iterator[Fault]:
    """Tell acts that changed places from acts that were edited."""
    acts = [link.act for _, link in broken[:MOST_COMPARED] if link.act is not None]
    for previous, link in broken:
        moved = any(digest(previous, link.position, act) == link.digest for act in acts)
        yield Fault(FaultKind.REORDERED if moved else FaultKind.EDITED, str(link.act_id))
