"""What a row says that is to become a case, once every cell is read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from bureau.sheet_cells import BLANKS
from complaints.rules.words import CaseType, Channel

DAYS = ("due_on", "occurred_on", "closed_on")


@dataclass(frozen=True, slots=True)
class RowValues:
    """Things here are named by their keys; what was left empty has its empty value."""

    words: str = ""
    received_at: datetime | None = None
    external_no: str = ""
    channel: str = Channel.HOTLINE.value
    type: str = CaseType.COMPLAINT.value
    title: str = ""
    name: str = ""
    phone: str = ""
    institution: int | None = None
    category: int | None = None
    occurred_on: date | None = None
    due_on: date | None = None
    secret: bool = False
    outcome: str = ""
    state: str = ""
    closed_on: date | None = None

    @property
    def came_at(self) -> datetime:
        """When it was received. Every row that may be taken in says so."""
        if self.received_at is None:
            raise ValueError("a row without a time of receipt is refused")
        return self.received_at

    @property
    def is_done(self) -> bool:
        return self.closed_on is not None

    @property
    def is_accusation(self) -> bool:
        return self.type == CaseType.REPORT

    @property
    def told(self) -> str:
        """What was said, as a case keeps it: the order's title stands above its words."""
        has_title = self.title and self.title not in self.words
        return f"{self.title}\n{self.words}" if has_title else self.words

    @property
    def identity(self) -> str:
        """Name what happened: the same number, or the same words of the same moment and caller."""
        if self.external_no:
            return f"{self.channel} {self.external_no}"
        said = BLANKS.sub("", self.words)
        return f"{self.channel} {self.came_at.isoformat()} {self.phone} {self.institution} {said}"

    def as_json(self) -> dict[str, Any]:
        kept = asdict(self)
        kept |= {name: day.isoformat() for name in DAYS if (day := kept[name])}
        return kept | {"received_at": self.came_at.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "RowValues":
        known = {one.name for one in fields(cls)}
        said = {name: value for name, value in kept.items() if name in known}
        days = {name: date.fromisoformat(said[name]) for name in DAYS if said.get(name)}
        return cls(**{**said, **days, "received_at": datetime.fromisoformat(said["received_at"])})
