"""Names on a sheet, held against the names that are known here."""

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

    @classmethod
    def by_both(cls, rows: Iterable[tuple[int, str, str]]) -> "Names":
        """Take in keys with their codes and names; only names are proposed."""
        listed = list(rows)
        names = cls.of((name, key) for key, _code, name in listed)
        codes = cls.of((code, key) for key, code, _name in listed)
        return cls({**codes.keys, **names.keys}, names.shown)

    def find(self, text: str) -> int | None:
        return self.keys.get(same_name(text))

    def near(self, text: str) -> tuple[str, ...]:
        """Name what a text may have meant, the likest first."""
        held = [name for name in self.shown if text in name or name in text]
        alike = difflib.get_close_matches(text, self.shown, MOST_NAMED, 0.5)
        return tuple(dict.fromkeys([*held, *alike]))[:MOST_NAMED]
