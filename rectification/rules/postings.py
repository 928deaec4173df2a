"""Where the complaint phones must hang, and whether they do: pure rules over plain values.

Source: the plan asks of every institution for both 24-hour phones in four zones (S-14), of a
level-2 one for all departments and wards (S-15), of a township centre for at least 5 places
(S-16). Test calls and their number are the bureau's default.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple

from bureau.calendar import WorkCalendar
from bureau.rule_tables import Unfit, check_limits

KIND = "rectification.postings"
NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{2,30}")


class Zone(StrEnum):
    """门诊大厅, 病房, 行政办公, 公共卫生区域."""

    OUTPATIENT = "outpatient"
    WARD = "ward"
    OFFICE = "office"
    PUBLIC_HEALTH = "public_health"


class CheckResult(StrEnum):
    """What somebody found who went there."""

    IN_ORDER = "in_order"
    DAMAGED = "damaged"
    WRONG_NUMBER = "wrong_number"
    GONE = "gone"


class Lack(StrEnum):
    """What stands between an institution and a full posting."""

    ZONE = "zone"
    DEPARTMENT = "department"
    REGISTRY = "registry"
    PLACES = "places"
    OWN_NUMBER = "own_number"
    BUREAU_NUMBER = "bureau_number"
    NOT_IN_ORDER = "not_in_order"


@dataclass(frozen=True)
class PostingTable:
    """Thresholds of posting; hours are of the clock.

    :raises Unfit: if a value lies outside its limits, more calls out of hours are asked for than
        calls, or the office closes before it opens.
    """

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "township_places": (1, 50),
        "other_places": (0, 50),
        "calls_a_month": (0, 31),
        "calls_out_of_hours": (0, 31),
        "office_opens": (0, 23),
        "office_closes": (1, 24),
    }

    township_places: int = 5
    # Kinds the plan does not name: none are asked for until the bureau says so.
    other_places: int = 0
    calls_a_month: int = 2
    calls_out_of_hours: int = 1
    office_opens: int = 8
    office_closes: int = 18

    def __post_init__(self) -> None:
        check_limits(self)
        if self.calls_out_of_hours > self.calls_a_month:
            raise Unfit("calls_out_of_hours")
        if self.office_closes <= self.office_opens:
            raise Unfit("office_closes")


STANDARD = PostingTable()


def place_key(name: str) -> str:
    """Return what names a place or a department however it is spelt: spaces, width, case aside."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in wide if unicodedata.category(sign)[0] not in "ZC")


def is_number(text: str) -> bool:
    """Test if a text can be dialled: digits, however they are parted. Short numbers are numbers."""
    return bool(NUMBER.fullmatch(text.strip()))


@dataclass(frozen=True, slots=True)
class Posted:
    """One place as it hangs there; `department` is what it stands for in the registry, if any."""

    place: str
    zone: Zone
    department: int | None = None
    has_own: bool = True
    has_bureau: bool = True
    in_order: bool = True

    @property
    def counts(self) -> bool:
        """Test if it does what it hangs there for: a place with half its numbers is none."""
        return self.has_own and self.has_bureau and self.in_order


@dataclass(frozen=True, slots=True)
class House:
    """What is asked of one institution: by its grade, its kind, and the zones it does not have."""

    is_level2: bool
    is_township: bool
    departments: tuple[tuple[int, str], ...] = ()
    absent_zones: frozenset[Zone] = frozenset()

    def least_places(self, table: PostingTable) -> int:
        if self.is_level2:
            return 0
        return table.township_places if self.is_township else table.other_places

    @property
    def zones(self) -> list[Zone]:
        return [zone for zone in Zone if zone not in self.absent_zones]


class Missing(NamedTuple):
    """One thing missing, named: the zone, the department, the place, or how many are to come."""

    lack: Lack
    name: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is asked for and hangs, each thing counted among its like, and what is missing.

    Zones, places, and departments with wards are three demands: no sum is made of them.
    """

    zones_asked: int
    zones_posted: int
    places: int
    least_places: int
    departments: int
    departments_posted: int
    zones: tuple[tuple[Zone, int | None], ...]
    missing: tuple[Missing, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def coverage(house: House, posted: Sequence[Posted], *, table: PostingTable = STANDARD) -> Coverage:
    """Compare what hangs with what is asked for. What is not in order is named and counts nothing.

    A level-2 institution without a registry of its departments cannot be said to be covered.
    """
    hanging = [one for one in posted if one.counts]
    places = _distinct(hanging)
    least = house.least_places(table)
    departments = _registry(house)
    standing_for = {one.department for one in hanging}
    lacking = [
        Missing(Lack.DEPARTMENT, name) for name, keys in departments if not keys & standing_for
    ]
    bare = [zone for zone in house.zones if not any(one.zone == zone for one in hanging)]
    missing = [Missing(Lack.ZONE, zone) for zone in bare]
    missing += lacking
    if house.is_level2 and not departments:
        missing.append(Missing(Lack.REGISTRY))
    if places < least:
        missing.append(Missing(Lack.PLACES, n=least - places))
    return Coverage(
        zones_asked=len(house.zones),
        zones_posted=len(house.zones) - len(bare),
        places=places,
        least_places=least,
        departments=len(departments),
        departments_posted=len(departments) - len(lacking),
        zones=tuple((zone, _in_zone(zone, house, hanging)) for zone in Zone),
        missing=(*missing, *_faults(posted)),
    )


def _registry(house: House) -> list[tuple[str, set[int]]]:
    """List the departments and wards of a level-2 institution, one that stands twice as one."""
    found: dict[str, tuple[str, set[int]]] = {}
    for pk, name in house.departments if house.is_level2 else ():
        found.setdefault(place_key(name), (name, set()))[1].add(pk)
    return list(found.values())


def _distinct(places: Iterable[Posted]) -> int:
    return len({place_key(one.place) for one in places})


def _in_zone(zone: Zone, house: House, hanging: Iterable[Posted]) -> int | None:
    """Count the places of a zone; None where the institution has no such zone."""
    if zone in house.absent_zones:
        return None
    return _distinct(one for one in hanging if one.zone == zone)


def _faults(posted: Iterable[Posted]) -> Iterable[Missing]:
    for one in posted:
        if not one.has_own:
            yield Missing(Lack.OWN_NUMBER, one.place)
        if not one.has_bureau:
            yield Missing(Lack.BUREAU_NUMBER, one.place)
        if not one.in_order:
            yield Missing(Lack.NOT_IN_ORDER, one.place)


class Calls(NamedTuple):
    """A month's test calls of one institution, and how many are still to be made."""

    made: int
    out_of_hours: int
    answered: int
    owed: int
    owed_out_of_hours: int

    @property
    def is_complete(self) -> bool:
        return not self.owed and not self.owed_out_of_hours


def is_out_of_hours(
    local: datetime, *, calendar: WorkCalendar, table: PostingTable = STANDARD
) -> bool:
    """Test if an instant, told in local time, lies outside office hours: at night, on a day off."""
    in_hours = table.office_opens <= local.hour < table.office_closes
    return not (in_hours and calendar.is_workday(local.date()))


def month_of_calls(
    calls: Collection[tuple[datetime, bool]],
    *,
    calendar: WorkCalendar,
    table: PostingTable = STANDARD,
) -> Calls:
    """Count a month's calls, each with its local time and whether somebody answered.

    A call that nobody answered was made all the same.
    """
    out = sum(is_out_of_hours(at, calendar=calendar, table=table) for at, _answered in calls)
    return Calls(
        made=len(calls),
        out_of_hours=out,
        answered=sum(answered for _at, answered in calls),
        owed=max(table.calls_a_month - len(calls), 0),
        owed_out_of_hours=max(table.calls_out_of_hours - out, 0),
    )
