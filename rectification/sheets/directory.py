"""Whom and what the words of a row may name, as plain values."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bureau.sheet_cells import narrow, normal_heading

MOST_NAMED = 3


def same_name(text: str) -> str:
    """Bring a name to the form in which two of them are compared."""
    return normal_heading(text) or narrow(text).lower()


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one kind of thing, in comparable form, each with its key."""

    keys: Mapping[str, int] = field(default_factory=dict)
    shown: tuple[str, ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> "Names":
        listed = list(pairs)
        keys = {same_name(name): key for name, key in listed}
        return cls(keys, tuple(name for name, _ in listed))

    def find(self, text: str) -> int | None:
        return self.keys.get(same_name(text))

    def near(self, text: str) -> tuple[str, ...]:
        """Name what a text may have meant, the likest first."""
        held = [name for name in self.shown if text in name or name in text]
        alike = difflib.get_close_matches(text, self.shown, MOST_NAMED, 0.5)
        return tuple(dict.fromkeys([*held, *alike]))[:MOST_NAMED]


@dataclass(frozen=True, slots=True)
class Directory:
    """What is known here: houses by code and name, leaders by house (None: the bureau's own)."""

    institutions: Names = Names()
    leaders: Mapping[int | None, Names] = field(default_factory=dict)
    sections: Names = Names()
    categories: Names = Names()
    themes: Names = Names()

    def leader(self, house: int | None, text: str) -> int | None:
        """Find a leader of a house, or of the bureau: who answers may be of either."""
        of_house, of_bureau = (self.leaders.get(one, Names()) for one in (house, None))
        return of_house.find(text) or of_bureau.find(text)

    def leader_names(self, house: int | None) -> tuple[str, ...]:
        return tuple(name for one in (house, None) for name in self.leaders.get(one, Names()).shown)
