"""Whom a line of a list means, and what a check of eligibility answers.

A name is never guessed between two people: a staff number, a phone or an institution decides.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

MOST_NAMES = 200


class Result(StrEnum):
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNCLEAR = "unclear"


class Unclear(StrEnum):
    """Why there is no answer, and so what is needed.

    Nobody can be named; or what was decided about somebody was served and waits for its effect.
    """

    NOT_KNOWN = "not_known"
    SEVERAL = "several"
    OTHER_STAFF_NO = "other_staff_no"
    OTHER_PHONE = "other_phone"
    OTHER_HOUSE = "other_house"
    NOT_IN_EFFECT = "not_in_effect"


class Wanted(NamedTuple):
    """A line of a list, as it was written; `row` is its row in the sheet, from 1."""

    row: int
    name: str
    staff_no: str = ""
    phone: str = ""
    house: str = ""


class Known(NamedTuple):
    """Somebody of the roster. `houses` are the code and the name of where they work, to compare.

    Two records that `counts_as` one and the same are one person.
    """

    pk: int
    name: str
    staff_no: str
    phone: str
    houses: tuple[str, ...]
    house: str = ""
    counts_as: int = 0


def identify(wanted: Wanted, named: Sequence[Known]) -> Known | Unclear:
    """Tell whom a line means among those of its name; what contradicts the roster is unclear.

    Whoever has no phone in the roster is neither found nor ruled out by one.
    """
    if not named:
        return Unclear.NOT_KNOWN
    left = list(named)
    steps = (
        (wanted.staff_no, lambda one: (one.staff_no,), Unclear.OTHER_STAFF_NO),
        (wanted.house, lambda one: one.houses, Unclear.OTHER_HOUSE),
        (wanted.phone, lambda one: (one.phone, "") if one.phone else (wanted.phone,),
         Unclear.OTHER_PHONE),
    )  # fmt: skip
    for mark, marks_of, otherwise in steps:
        left = [one for one in left if not mark or mark in marks_of(one)]
        if not left:
            return otherwise
    sure = [one for one in left if wanted.phone and one.phone == wanted.phone] or left
    people = {one.counts_as or one.pk for one in sure}
    return sure[0] if len(people) == 1 else Unclear.SEVERAL
