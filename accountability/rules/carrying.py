"""Measures that are carried out by a talk or a bulletin: what each takes, and in what order.

Source: the county's plan: 约谈分管负责人, 约谈主要负责人, 全县通报批评; what a talk's papers say is
the list of domain 7.5. A bulletin stays inside the health system and names no patient (domain 7.3).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from accountability.rules.words import MeasureCode


class Interviewed(StrEnum):
    """Who of a unit is called to a talk, or the person whom a proposal is about."""

    DEPUTY = "deputy"
    PRINCIPAL = "principal"
    PERSON = "person"


class TalkKind(StrEnum):
    """What a talk is for: to remind, to admonish, to hold to account (提醒、告诫、问责)."""

    REMIND = "remind"
    ADMONISH = "admonish"
    ACCOUNT = "account"


class Scope(StrEnum):
    """Who reads a bulletin; nobody outside the health system ever does."""

    COUNTY = "county"
    SAME_KIND = "same_kind"


class Sheet(StrEnum):
    """The papers with which measures are carried out, as the papers' register names them."""

    SUMMONS = "accountability.interview"
    MINUTES = "accountability.talk"
    BULLETIN = "accountability.bulletin"
    AWARDS = "accountability.awards"
    UNIT = "accountability.unit"


WHOM: Mapping[MeasureCode, Interviewed] = MappingProxyType(
    {
        MeasureCode.INTERVIEW_DEPUTY: Interviewed.DEPUTY,
        MeasureCode.INTERVIEW_PRINCIPAL: Interviewed.PRINCIPAL,
        MeasureCode.DEPARTMENT_TALK: Interviewed.PERSON,
    }
)
"""With whom each measure has somebody talk."""
BY_THEIR_PAPER = frozenset(WHOM) | {MeasureCode.COUNTY_BULLETIN}
"""What is carried out by its own record or bulletin, and by nobody's word."""
SHORTEST_NAME = 2
MEDICAL_SERVICE = ("医疗", "医务", "医政")
"""How the remit of whoever leads the medical service is worded."""
NOT_SERVICE = ("医疗保险", "医疗保障", "医疗设备", "医疗器械", "医疗废物")
"""What begins with the same words, and is another remit."""


class Charge(NamedTuple):
    """What a leader of a unit is in charge of on a day: departments, and words."""

    post: int
    departments: frozenset[int] = frozenset()
    words: str = ""

    @property
    def has_medical_service(self) -> bool:
        words = self.words
        for other in NOT_SERVICE:
            words = words.replace(other, "")
        return any(word in words for word in MEDICAL_SERVICE)


def in_charge(charges: Iterable[Charge], concerned: Iterable[int]) -> list[int]:
    """Name the posts of those in charge of the departments concerned (分管负责人, domain A-24).

    Where nobody is, of those who lead the medical service; where no remit says either, nobody.
    """
    known, about = list(charges), frozenset(concerned)
    found = [one.post for one in known if one.departments & about]
    return found or [one.post for one in known if one.has_medical_service]


def masked(text: str, names: Iterable[str], *, but: str = "") -> str:
    """Write each name in a text as its surname with 某: 李小红 becomes 李某某.

    Longer names go first, for one may begin another. What is no name of two signs stays, and so
    does the one name that is told, `but`, though a name that is masked be a part of it.
    """
    others = sorted({one.strip() for one in names} - {but}, key=len, reverse=True)
    if len(but) < SHORTEST_NAME:
        return _masked(text, others)
    text = _masked(text, [name for name in others if but in name])
    return but.join(_masked(part, others) for part in text.split(but))


def _masked(text: str, names: Iterable[str]) -> str:
    for name in names:
        if len(name) >= SHORTEST_NAME:
            text = text.replace(name, name[0] + "某" * (len(name) - 1))
    return text


def demands(text: str) -> list[str]:
    """Read demands, one a line; what stands there twice is one."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
