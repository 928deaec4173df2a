"""What may be wrong with a row that is to become a case: codes and facts, never sentences."""

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
    BEFORE_RECEIVED = "before_received"  # received_on
    AFTER_RECEIVED = "after_received"  # received_on
    UNKNOWN_INSTITUTION = "unknown_institution"
    UNKNOWN_CATEGORY = "unknown_category"
    UNKNOWN_WORD = "unknown_word"  # words
    NO_DAY_OF_CLOSING = "no_day_of_closing"
    CLOSED_YET_OPEN = "closed_yet_open"
    REPEATED_ROW = "repeated_row"  # row
    REPEATED_NUMBER = "repeated_number"  # row


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong with one cell: `written` as it stands there, `suggestions` to choose from.

    Of a cell that tells who complained or what they said nothing is written down here.
    """

    field: str
    code: FaultCode
    written: str = ""
    suggestions: tuple[str, ...] = ()
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)
