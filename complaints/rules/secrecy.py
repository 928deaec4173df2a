"""Whom a case is kept from, whoever else may see the unit's cases.

Source: 信访工作条例 art. 30, 46 (accusation material is never passed to the accused), the plan's
protection of complainants, and the bureau's defaults (domain 4.2, 10.4).
"""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from complaints.rules.words import Confidentiality


@dataclass(frozen=True, slots=True)
class Secrecy:
    """What decides: is it an accusation, and whom it accuses."""

    is_accusation: bool
    accused_institutions: AbstractSet[int]


def may_be_assigned(case: Secrecy, institution: int) -> bool:
    """Test if a unit may be given a case: an accusation never goes to whom it accuses."""
    return not (case.is_accusation and institution in case.accused_institutions)


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
