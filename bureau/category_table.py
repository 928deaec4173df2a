"""Which categories of problems count against whom: one dated table, changed by two people.

Source: the county's plan, its two ladders ("工作人员投诉", "被投诉服务态度不好的"). Which
categories these are it leaves open: the lists are the bureau's defaults. What the bureau's table
calls configurable counts against nobody until two people have said so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import ClassVar, NamedTuple

from bureau.rule_tables import Unfit

KIND = "bureau.categories"
CODE = re.compile(r"[A-Z]{2,8}(?:-[A-Z]{2,8})?")
MOST = 99


class UseState(StrEnum):
    """Whether a category or a phrase of the lexicon is still to be chosen."""

    IN_USE = "in_use"
    RETIRED = "retired"


def is_code(text: str) -> bool:
    """Test if a text has the shape of a category's code, of either level."""
    return bool(CODE.fullmatch(text))


def is_top(code: str) -> bool:
    return is_code(code) and "-" not in code


def top_of(code: str) -> str:
    """Name the category of the first level that a code belongs to: its own part before the dash."""
    return code.partition("-")[0]


@dataclass(frozen=True)
class CategoryTable:
    """Lists of categories of the first level, by code. A category below counts as its own does.

    :raises Unfit: if something is no such code or stands twice, or if a category is treated as
        attitude and yet does not count against the institution.
    """

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "counts_staff": (0, MOST),
        "counts_institution": (0, MOST),
        "as_attitude": (0, MOST),
        "hand_to_discipline": (0, MOST),
    }
    """How many categories a list may name."""

    counts_staff: tuple[str, ...] = ("ATT", "FIRST", "COMM", "ETH", "DISC")
    counts_institution: tuple[str, ...] = ("ATT", "FIRST")
    as_attitude: tuple[str, ...] = ("ATT", "FIRST")
    hand_to_discipline: tuple[str, ...] = ("ETH",)

    def __post_init__(self) -> None:
        for field in fields(self):
            if not _are_categories(getattr(self, field.name)):
                raise Unfit(field.name)
        if not set(self.as_attitude) <= set(self.counts_institution):
            raise Unfit("as_attitude")


def _are_categories(codes: object) -> bool:
    if not isinstance(codes, tuple) or len(codes) > MOST:
        return False
    known = [code for code in codes if isinstance(code, str) and is_top(code)]
    return len(set(known)) == len(codes)


STANDARD = CategoryTable()


class Counting(NamedTuple):
    """What follows from a substantiated complaint of one category."""

    staff: bool
    institution: bool
    as_attitude: bool
    to_discipline: bool


def counting(code: str, *, table: CategoryTable = STANDARD) -> Counting:
    """Say what a category counts for; one that no list names counts for nothing."""
    top = top_of(code)
    return Counting(
        staff=top in table.counts_staff,
        institution=top in table.counts_institution,
        as_attitude=top in table.as_attitude,
        to_discipline=top in table.hand_to_discipline,
    )
