"""What a row of an old ledger says, once every cell is read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from bureau.sheet_cells import BLANKS
from rectification.rules.words import ItemState, Method, RectKind, Severity, SourceKind
from rectification.sheets.vocabulary import method_of

DAYS = ("found_on", "due_on", "requested_on", "closed_on")


@dataclass(frozen=True, slots=True)
class RowValues:
    """Things here are named by their keys; what was left empty has its empty value.

    `leader_named` is a leader that is on no list here, `leader_names` who is.
    """

    institution: int = 0
    problem: str = ""
    found_on: date | None = None
    source: str = SourceKind.INSPECTION.value
    source_no: str = ""
    no: str = ""
    category: int | None = None
    theme: int | None = None
    severity: str = Severity.ORDINARY.value
    is_common: bool = False
    cause: str = ""
    goal: str = ""
    measures: tuple[str, ...] = ()
    kind: str = RectKind.LIMITED.value
    leader: int | None = None
    leader_named: str = ""
    leader_names: tuple[str, ...] = ()
    sections: tuple[int, ...] = ()
    responsible: str = ""
    due_on: date | None = None
    progress: str = ""
    state: str = ""
    self_check: str = ""
    requested_on: date | None = None
    verified: str = ""
    closed_on: date | None = None
    approved_by: str = ""
    remark: str = ""

    @property
    def becomes(self) -> ItemState:
        """Tell where the item stands: as it says, or by its days where it says nothing."""
        if self.state:
            return ItemState(self.state)
        if self.closed_on:
            return ItemState.CLOSED
        return ItemState.ISSUED if self.due_on else ItemState.DRAFT

    @property
    def day_found(self) -> date:
        """The day the problem was found. Every row that may be taken in has one."""
        if self.found_on is None:
            raise ValueError("a row without a day is refused")
        return self.found_on

    @property
    def day_closed(self) -> date:
        """The day it was struck off. Every row that comes in as struck off has one."""
        if self.closed_on is None:
            raise ValueError("a strike-off without a day is refused")
        return self.closed_on

    @property
    def method(self) -> Method:
        return method_of(self.verified)

    @property
    def identity(self) -> tuple[int, date | None, str]:
        """Name the problem: the same house, day and words are the same row, however numbered."""
        return self.institution, self.found_on, BLANKS.sub("", self.problem)

    @property
    def problem_at_source(self) -> tuple[int, str, str, str]:
        """Name the problem among those of its source: the day it was found on may differ."""
        return self.institution, *self.at_source, self.identity[2]

    @property
    def at_source(self) -> tuple[str, str]:
        """Name the problem as its source does; the second is empty where it has no number."""
        return self.source, self.source_no or self.no

    def as_json(self) -> dict[str, Any]:
        kept = {name: value for name, value in asdict(self).items() if name != "leader_names"}
        return kept | {name: day.isoformat() for name in DAYS if (day := kept[name])}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "RowValues":
        if kept is None:
            raise ValueError("a refused row says nothing that could be taken in")
        known = {one.name for one in fields(cls)}
        said = {name: value for name, value in kept.items() if name in known}
        days = {name: date.fromisoformat(said[name]) for name in DAYS if said.get(name)}
        lists = {name: tuple(said.get(name, ())) for name in ("measures", "sections")}
        return cls(**{**said, **days, **lists})
