"""What may be wrong with a row of a register: codes and facts, never sentences.

The sentence about a problem is written where it is shown, in the reader's language.
"""

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from followups.rules.words import Severity


class ProblemCode(StrEnum):
    """What may be wrong; behind each code the facts its sentence may use."""

    MISSING = "missing"
    MASKED = "masked"
    FORMULA_ERROR = "formula_error"  # error
    TOO_LONG = "too_long"  # length, most
    NOT_AN_OPTION = "not_an_option"  # options
    SEVERAL_OPTIONS = "several_options"  # taken
    PRECISION_LOST = "precision_lost"
    BECAME_DATE = "became_date"
    NOT_A_CODE = "not_a_code"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    IMPOSSIBLE_DATE = "impossible_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"  # first, last
    OUTSIDE_MONTH = "outside_month"  # month, found, and remedy="supplement" where that would do
    IN_FUTURE = "in_future"  # day
    FOLLOWED_BEFORE_DISCHARGE = "followed_before_discharge"  # discharged_on
    ADMITTED_AFTER_DISCHARGE = "admitted_after_discharge"  # discharged_on
    DIED_BUT_REACHED = "died_but_reached"
    AGE_OUT_OF_RANGE = "age_out_of_range"  # most
    AGE_AGAINST_ID = "age_against_id"  # born_on, age_by_id
    SEX_AGAINST_ID = "sex_against_id"
    ID_LENGTH = "id_length"  # digits
    ID_SHAPE = "id_shape"
    ID_BIRTH_DATE = "id_birth_date"
    ID_CHECK_DIGIT = "id_check_digit"
    ID_OLD_STYLE = "id_old_style"
    PHONE_DIGITS = "phone_digits"  # digits
    PHONE_SHAPE = "phone_shape"
    PHONE_SEVERAL = "phone_several"  # taken
    PHONE_NO_AREA_CODE = "phone_no_area_code"
    PHONE_ZERO_LOST = "phone_zero_lost"  # taken
    PHONE_SHARED = "phone_shared"  # row
    REPEATED_ROW = "repeated_row"  # row
    UNKNOWN_STAFF = "unknown_staff"  # names
    UNKNOWN_DEPARTMENT = "unknown_department"
    OTHER_INSTITUTION_NAME = "other_institution_name"
    FOREIGN_INSTITUTION = "foreign_institution"  # own


HIDDEN = "***"
WRITTEN_FACTS = frozenset({"taken", "born_on", "age_by_id", "names", "found"})
"""Facts that repeat what stands in a cell or follows from it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one cell: `written` as it stands there, `suggestions` to choose from."""

    field: str
    code: ProblemCode
    severity: Severity = Severity.ERROR
    facts: dict[str, str] = dataclasses.field(default_factory=dict)
    written: str = ""
    suggestions: tuple[str, ...] = ()


def masked(problem: Problem) -> Problem:
    """Return a problem without what was written in the cell, for whoever may not read that."""
    facts = {
        name: HIDDEN if name in WRITTEN_FACTS else fact for name, fact in problem.facts.items()
    }
    written = HIDDEN if problem.written else ""
    return dataclasses.replace(problem, facts=facts, written=written, suggestions=())
