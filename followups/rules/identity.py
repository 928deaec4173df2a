"""Identity numbers of citizens (GB 11643-1999), and what may stand in their place."""

import re
from datetime import date
from typing import NamedTuple

from stdnum.cn.ric import calc_check_digit

from followups.rules.problems import Problem, ProblemCode
from followups.rules.words import Severity, Sex

CITIZEN_NUMBER = re.compile(r"\A\d{17}[\dX]\Z", re.ASCII)
OLD_CITIZEN_NUMBER = re.compile(r"\A\d{15}\Z", re.ASCII)
OLDEST_YEAR = 1850
SHORTEST_DOCUMENT, LONGEST_DOCUMENT, FEWEST_DIGITS = 5, 30, 4


class Identity(NamedTuple):
    """What an identity number says, and what is wrong with it."""

    born_on: date | None = None
    sex: Sex | None = None
    fault: Problem | None = None


def read_identity(id_no: str) -> Identity:
    """Read an identity number (GB 11643), or what looks like the number of another document.

    The place code is not looked at: it is that of a person's birth, and counties change theirs.
    A number of the old style (15 digits) is warned about. A wrong check digit is an error, since
    a number may be left out but not be wrong. What has letters is some other document.
    """
    if CITIZEN_NUMBER.match(id_no):
        return _citizen(id_no)
    if OLD_CITIZEN_NUMBER.match(id_no):
        born_on = _day("19" + id_no[6:12])
        if born_on is None:
            return _fault(ProblemCode.ID_BIRTH_DATE)
        warning = Problem("id_no", ProblemCode.ID_OLD_STYLE, Severity.WARNING)
        return Identity(born_on, _sex(id_no[14]), warning)
    if id_no.isdigit():
        return _fault(ProblemCode.ID_LENGTH, {"digits": str(len(id_no))})
    return Identity() if _is_other_document(id_no) else _fault(ProblemCode.ID_SHAPE)


def _citizen(id_no: str) -> Identity:
    adds_up = calc_check_digit(id_no) == id_no[17]
    if not adds_up and id_no.endswith("000"):
        # A spreadsheet keeps 15 digits of a number and fills up with noughts.
        return _fault(ProblemCode.PRECISION_LOST)
    born_on = _day(id_no[6:14])
    if born_on is None:
        return _fault(ProblemCode.ID_BIRTH_DATE)
    if not adds_up:
        return _fault(ProblemCode.ID_CHECK_DIGIT)
    return Identity(born_on, _sex(id_no[16]))


def _is_other_document(id_no: str) -> bool:
    """Test for a passport's or permit's shape, not for a citizen's number with a slip in it."""
    digits = sum(map(str.isdigit, id_no))
    return (
        SHORTEST_DOCUMENT <= len(id_no) <= LONGEST_DOCUMENT
        and FEWEST_DIGITS <= digits <= len(id_no) - 1
        and not id_no[:14].isdigit()
        and all(sign.isalnum() or sign in "-()" for sign in id_no)
    )


def _day(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= OLDEST_YEAR else None


def _sex(digit: str) -> Sex:
    return Sex.MALE if int(digit) % 2 else Sex.FEMALE


def _fault(code: ProblemCode, facts: dict[str, str] | None = None) -> Identity:
    return Identity(fault=Problem("id_no", code, facts=facts or {}))
