"""What may be wrong with a row of an old ledger: codes and facts, never sentences."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """What may be wrong; behind each code the facts its sentence uses."""

    MISSING = "missing"
    FORMULA_ERROR = "formula_error"
    TOO_LONG = "too_long"  # most
    NOT_A_DATE = "not_a_date"
    IMPOSSIBLE_DATE = "impossible_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"  # first, last
    IN_FUTURE = "in_future"
    BEFORE_FOUND = "before_found"  # found_on
    UNKNOWN_INSTITUTION = "unknown_institution"
    UNKNOWN_WORD = "unknown_word"  # words
    UNKNOWN_LEADER = "unknown_leader"  # names
    UNKNOWN_SECTION = "unknown_section"  # names
    UNKNOWN_CATEGORY = "unknown_category"
    NO_DAY_OF_STRIKE_OFF = "no_day_of_strike_off"
    STRUCK_OFF_YET_OPEN = "struck_off_yet_open"
    NOT_SEEN_ON_SITE = "not_seen_on_site"
    REPEATED_ROW = "repeated_row"  # row
    REPEATED_NUMBER = "repeated_number"  # row
    NUMBER_OF_ANOTHER = "number_of_another"  # no
    NUMBER_OF_ANOTHER_SECTION = "number_of_another_section"


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong with one cell: `written` as it stands there, `suggestions` to choose from."""

    field: str
    code: FaultCode
    written: str = ""
    suggestions: tuple[str, ...] = ()
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)
