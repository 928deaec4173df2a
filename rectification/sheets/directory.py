"""Whom and what the words of a row may name, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bureau.sheet_names import Names


@dataclass(frozen=True, slots=True)
class Directory:
    """What is known here: houses by code and name, leaders by house (None: the bureau's own)."""

    institutions: Names = field(default_factory=Names)
    leaders: Mapping[int | None, Names] = field(default_factory=dict)
    sections: Names = field(default_factory=Names)
    categories: Names = field(default_factory=Names)
    themes: Names = field(default_factory=Names)

    def leader(self, house: int | None, text: str) -> int | None:
        """Find a leader of a house, or of the bureau: who answers may be of either."""
        of_house, of_bureau = (self.leaders.get(one, Names()) for one in (house, None))
        return of_house.find(text) or of_bureau.find(text)

    def leader_names(self, house: int | None) -> tuple[str, ...]:
        return tuple(name for one in (house, None) for name in self.leaders.get(one, Names()).shown)
