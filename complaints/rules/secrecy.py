"""Whom a case is kept from, whoever else may see the unit's cases.

Source: 信访工作条例 art. 30, 46 (accusation material is never passed to the accused), the plan's
protection of complainants, and the bureau's defaults (domain 4.2, 10.4).
"""

import re
from collections.abc import Iterable

from bureau.rules import Role
from complaints.rules.words import Confidentiality

MEETS_COMPLAINANTS = frozenset({Role.LEADER, Role.SECTION_HEAD, Role.BUREAU_STAFF})
"""Who meets complainants at all, masked: not who audits, nor who looks after the unit."""


def goes_to_units(*, is_accusation: bool) -> bool:
    """Test if units may be given a case. An accusation the bureau itself looks into: whom it
    accuses may be found at any unit on the way.
    """
    return not is_accusation


def shows_complainant_to_units(confidentiality: Confidentiality) -> bool:
    return confidentiality is Confidentiality.OPEN


MASK = "＊"
LONG_NUMBER = re.compile(r"\d[\d\s-]{5,}\d")


def without_identity(words: str, *, names: Iterable[str]) -> str:
    """Return words with who complains taken out: the names that are known, and long numbers.

    A first draft of what a unit reads; a person looks it over before it goes.
    """
    for name in filter(None, names):
        words = words.replace(name, MASK * len(name))
    return LONG_NUMBER.sub(MASK * 4, words)
