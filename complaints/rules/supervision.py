"""What is listed for supervision (督办): long unsolved, and brought up again and again.

Source: the plan's “长期未解决和重复反映” (S-19), whose numbers are the bureau's defaults and dated
data: open longer than 60 days or extended twice; two contacts on one matter after its answer; or
three different complainants on one unit and category within 90 days.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from complaints.rules.table import STANDARD, CaseTable

EXTENDED_TWICE = 2


class Listed(StrEnum):
    """Why something is listed."""

    LONG_UNSOLVED = "long_unsolved"
    AFTER_ANSWER = "after_answer"
    MANY_PEOPLE = "many_people"


def is_long_unsolved(
    *, received_on: date, day: date, extensions: int, table: CaseTable = STANDARD
) -> bool:
    """Test if an open case is long unsolved: past the days, or extended twice before."""
    return (day - received_on).days > table.long_unsolved_days or extensions >= EXTENDED_TWICE


def contacts_after(answered_at: datetime | None, contacts: Iterable[datetime]) -> int:
    """Count what was brought up again after the first answer; nothing before there is one."""
    return sum(at > answered_at for at in contacts) if answered_at else 0


def is_brought_up_again(contacts: int, *, table: CaseTable = STANDARD) -> bool:
    return contacts >= table.repeat_contacts


def are_many(people: int, *, table: CaseTable = STANDARD) -> bool:
    return people >= table.repeat_people
