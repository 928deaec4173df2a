"""What patients said, boiled down so far that no single person can be told from it."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

# Said by at least so many, a wording is the county's business and no longer one person's
# (the plan's S-23 speaks of problems reported by many; the number is the bureau's default).
COMMON_FROM = 3
SAYS_NOTHING = frozenset(
    {"", "无", "没有", "满意", "无意见", "暂无", "很好", "都好", "/", "-", "—"}
)


class Opinions(NamedTuple):
    """`common` in falling number; `single` counts what was said too seldom to show."""

    common: list[tuple[str, int]]
    single: int


def opinions(texts: Iterable[str], *, common_from: int = COMMON_FROM) -> Opinions:
    """Count opinions by their wording, leaving out those that say nothing."""
    counts = Counter(text for text in map(str.strip, texts) if text not in SAYS_NOTHING)
    common = [(text, n) for text, n in counts.items() if n >= common_from]
    single = sum(n for n in counts.values() if n < common_from)
    return Opinions(sorted(common, key=lambda pair: (-pair[1], pair[0])), single)
