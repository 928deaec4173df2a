"""Thresholds as dated tables: what a kind of rules is, and which values fit its table.

The ground floor stores, dates and approves. Which thresholds there are is each app's own: it
brings a frozen dataclass whose defaults are the bureau's, its limits, and the words for people.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

from bureau.rules import Role, SectionCode


class VersionState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """What a threshold rests on. A default is the bureau's own and never shown as law."""

    PLAN = "plan"
    LAW = "law"
    DEFAULT = "default"


class Unfit(ValueError):
    """A value that its table refuses; `field` names the threshold."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NoRuleInForce(LookupError):
    """No approved version holds on a day: nothing may be decided for it."""


class Table(Protocol):
    """A frozen dataclass of whole numbers and rows of them, each number within its limits."""

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]]
    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T", bound=Table)


def check_limits(table: Table) -> None:
    """Refuse a table with a value that is no whole number or lies outside its limits.

    :raises Unfit: naming the first threshold that does not fit.
    """
    for name, (least, most) in table.LIMITS.items():
        value = getattr(table, name)
        for number in value if isinstance(value, tuple) else (value,):
            if type(number) is not int or not least <= number <= most:
                raise Unfit(name)


def build(table: type[T], values: Mapping[str, Any]) -> T:
    """Build a table from exactly its thresholds, as a new version has to bring them.

    :raises Unfit: if one is missing, unknown or does not fit.
    """
    names = {field.name for field in fields(table)}
    for name in names ^ set(values):
        raise Unfit(name)
    return table(**_frozen(values))


def read(table: type[T], values: Mapping[str, Any]) -> T:
    """Build a table from a version as it was approved, whatever was added or dropped since.

    A threshold that is younger than the version has the table's default; one that is gone is
    left out. An approved version is never edited, so reading must bear with its age.
    """
    known = {field.name for field in fields(table)}
    return table(**_frozen({name: value for name, value in values.items() if name in known}))


def _frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    # JSON knows lists alone.
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}


@dataclass(frozen=True, slots=True)
class Threshold:
    """How people see one field of a table. The words come from its app, translated."""

    name: str
    label: Any
    unit: Any
    basis: Basis = Basis.DEFAULT
    clause: str = ""
    help: Any = ""
    words: Callable[[Any], str] | None = None
    """Writes a value for people, where it is more than numbers."""
    misfit: Any = ""
    """Says which other values it has to fit, and how; may name them."""


class Change(NamedTuple):
    """One threshold under two versions; None where a version is older than the threshold."""

    threshold: Threshold
    before: Any
    after: Any

    @property
    def is_change(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Draft:
    """What somebody proposes: values, from which day on, and by which paper."""

    values: Mapping[str, Any]
    valid_from: date
    document_no: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class RuleKind(Generic[T]):
    """Rules that change together: their table, its words, and who has a say.

    `decided_since` tells if anything was decided by the rules that hold on a day or later: then
    they can no longer change. Rules that are `only_ahead` change for days after today alone;
    those `by_month` hold for whole months, as they stand on a month's first day.
    `form` is the app's own edit form.
    """

    code: str
    title: Any
    note: Any
    table: type[T]
    thresholds: tuple[Threshold, ...]
    form: type
    decided_since: Callable[[date], bool]
    sections: frozenset[SectionCode] = frozenset()
    only_ahead: bool = False
    by_month: bool = False

    def __post_init__(self) -> None:
        if [one.name for one in self.thresholds] != [one.name for one in fields(self.table)]:
            raise ValueError(f"{self.code}: every threshold of the table needs its words, in order")

    def build(self, values: Mapping[str, Any]) -> T:
        return build(self.table, values)

    def threshold(self, name: str) -> Threshold | None:
        return next((one for one in self.thresholds if one.name == name), None)

    def limits(self, name: str) -> tuple[int, int]:
        return self.table.LIMITS[name]

    def compare(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
        """Lay two versions side by side, threshold by threshold."""
        old, new = self.filled(before), self.filled(after)
        return [Change(one, old[one.name], new[one.name]) for one in self.thresholds]

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return a version's values with the default of each threshold that is younger than it."""
        defaults = {
            field.name: field.default
            for field in fields(self.table)
            if field.default is not MISSING
        }
        return {**defaults, **_frozen(values)}

    def may_approve(self, roles: Collection[Role], section: SectionCode | None) -> bool:
        """Test if a person's post has the say: a bureau leader, or the head of its section."""
        return Role.LEADER in roles or (Role.SECTION_HEAD in roles and section in self.sections)
