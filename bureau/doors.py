"""How often one may knock at a door that stands open to everybody: rules over plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True, slots=True)
class Limit:
    """So much within a span of time.

    The span begins with the first knock. Where each one begins it anew, the door opens only
    after a span of quiet.
    """

    most: int
    span: timedelta
    begins_anew: bool = False


@dataclass(frozen=True, slots=True)
class Knocks:
    """What was counted at a door, and until when it counts."""

    count: int = 0
    until: datetime | None = None

    def standing(self, at: datetime) -> int:
        """Return what counts still: at the end of its span nothing does."""
        return self.count if self.until is not None and at < self.until else 0


def is_shut(knocks: Knocks, *, limit: Limit, at: datetime) -> bool:
    return knocks.standing(at) >= limit.most


def after(knocks: Knocks, *, limit: Limit, at: datetime, weight: int = 1) -> Knocks:
    """Count one more. Knocking at a door that is shut does not keep it shut for longer."""
    if is_shut(knocks, limit=limit, at=at):
        return knocks
    counted = knocks.standing(at)
    until = knocks.until if counted and not limit.begins_anew else at + limit.span
    return Knocks(counted + weight, until)


class RefusalTold(Enum):
    """How a refusal is told: as what it is, by how many there are by now, or not at all."""

    IN_FULL = "in full"
    COUNTED = "counted"
    NOT = "not"


REFUSALS_IN_FULL = 20
REFUSALS_SPAN = timedelta(hours=1)


def one_more(knocks: Knocks, *, at: datetime) -> Knocks:
    """Count one more refusal, however many there were: the hour begins with the first."""
    standing = knocks.standing(at)
    return Knocks(standing + 1, knocks.until if standing else at + REFUSALS_SPAN)


def telling_of(nth: int) -> RefusalTold:
    """Tell each of the first within an hour, then the one after, and each time they double.

    So it is never lost that there were more, nor how many by half, and no one fills the trail.
    """
    if nth <= REFUSALS_IN_FULL:
        return RefusalTold.IN_FULL
    doublings, rest = divmod(nth - 1, REFUSALS_IN_FULL)
    is_power_of_two = doublings & (doublings - 1) == 0
    return RefusalTold.COUNTED if not rest and is_power_of_two else RefusalTold.NOT


def neighbourhood(address: str | None) -> str:
    """Return what one visitor comes from: the address, of version 6 the network of one home."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(known, IPv6Address):
        return known.exploded[:19]
    return str(known)
