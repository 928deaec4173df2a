"""A figure as every app tells it: what it counts, of how many, and where its rows are opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """A numerator over a denominator. `n` is how many rows it rests on.

    `url_name` with `filter` as its query opens the rows that the numerator counts.
    """

    code: str
    numerator: int
    denominator: int
    n: int
    url_name: str
    filter: Mapping[str, str] = field(default_factory=dict)

    @property
    def value(self) -> float | None:
        """The quotient; None where there is nothing to count, which is not 0."""
        return self.numerator / self.denominator if self.denominator else None
