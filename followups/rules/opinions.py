"""What patients said, boiled down so far that no single person can be told from it."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from followups.rules.table import STANDARD, RegisterTable

SAYS_NOTHING = frozenset(
    {"", "无", "没有", "满意", "无意见", "暂无", "很好", "都好", "/", "-", "—"}
)


class Opinions(NamedTuple):
    """`common` in falling number; `single` counts what was said too seldom to show."""

    common: list[tuple[str, int]]
    single: int


def opinions(said: Iterable[tuple[Hashable, str]], *, table: RegisterTable = STANDARD) -> Opinions:
    """Count who said what, by wording, leaving out what says nothing.

    `said` pairs a patient with a text: one patient who says the same three times is one.
    """
    distinct = {(patient, text.strip()) for patient, text in said}
    counts = Counter(text for _patient, text in distinct if text not in SAYS_NOTHING)
    common = [(text, n) for text, n in counts.items() if n >= table.common_from]
    single = sum(n for n in counts.values() if n < table.common_from)
    return Opinions(sorted(common, key=lambda pair: (-pair[1], pair[0])), single)
