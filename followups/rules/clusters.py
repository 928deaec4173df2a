"""Which problems many patients of an institution named in a month (S-23), over plain values."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from bureau.category_table import top_of
from followups.rules.table import STANDARD, RegisterTable

FEWEST = 2
"""What one patient says is no problem of many, however small the register: of eight people reached
one is more than a tenth. The plan says "many" and no number; that it takes two is the bureau's
default."""

SHAPELESS = frozenset({"OTH"})
"""What is sorted as "other" is sorted under no problem that anybody could put right: it clusters
as little as what stays unsorted."""


class Cluster(NamedTuple):
    """A category of the first level that `n` patients named, of `reached` who were reached."""

    category: str
    n: int
    reached: int

    @property
    def share(self) -> float | None:
        """The part of those reached; None where nobody was, though somebody spoke."""
        return self.n / self.reached if self.reached else None


def clusters(
    opinions: Iterable[tuple[Hashable, Iterable[str]]],
    *,
    reached: int,
    table: RegisterTable = STANDARD,
) -> list[Cluster]:
    """Find the categories that at least so many, or such a share, of the patients named.

    `opinions` pairs a patient with the categories of a text. A kind counts as the category above
    it, and a patient once for each, however often and in how many words they said it.
    """
    said = {(patient, top_of(code)) for patient, codes in opinions for code in codes}
    counts = Counter(code for _patient, code in said if code not in SHAPELESS)
    found = [Cluster(code, n, reached) for code, n in counts.items() if _is_many(n, reached, table)]
    return sorted(found, key=lambda cluster: (-cluster.n, cluster.category))


def _is_many(n: int, reached: int, table: RegisterTable) -> bool:
    if n >= table.cluster_from:
        return True
    return n >= FEWEST and reached > 0 and n * 100 >= reached * table.cluster_share_percent
