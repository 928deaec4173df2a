"""The thresholds of the ledger as one table. Which values hold is dated data.

Source: the plan asks for a ledger, for accountable leaders and sections, and for striking off
(S-01, S-03) and names no number; all numbers here are the bureau's defaults (domain 8).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bureau.rule_tables import Unfit, check_limits

KIND = "rectification.ledger"
FIRST_DAY = date(2000, 1, 1)
"""Since then the rules of the ledger hold; what is older is no matter of it."""


@dataclass(frozen=True)
class LedgerTable:
    """The ledger's thresholds, in days; working days where the name says so.

    :raises Unfit: if a value lies outside its limits, or looking back comes after a relapse has
        stopped being one.
    """

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "plan_due_workdays": (1, 30),
        "immediate_days": (1, 30),
        "limited_days": (1, 365),
        "standing_days": (1, 730),
        "verify_workdays": (1, 60),
        "most_extension_days": (1, 365),
        "publicity_days": (1, 30),
        "look_back_days": (1, 365),
        "look_back_percent": (0, 100),
        "relapse_days": (1, 730),
        "recurrence_days": (1, 730),
        "soon_days": (0, 30),
        "escalate_section_workdays": (1, 20),
        "escalate_leader_workdays": (1, 40),
    }

    plan_due_workdays: int = 5
    immediate_days: int = 7
    limited_days: int = 30
    # How often what is kept up for good is looked at anew (~).
    standing_days: int = 90
    # By when the bureau has looked itself (~).
    verify_workdays: int = 5
    # The one extension there is moves the day by so much at most (~).
    most_extension_days: int = 30
    publicity_days: int = 7
    look_back_days: int = 30
    look_back_percent: int = 10
    relapse_days: int = 90
    recurrence_days: int = 90
    soon_days: int = 3
    escalate_section_workdays: int = 1
    escalate_leader_workdays: int = 3

    def __post_init__(self) -> None:
        check_limits(self)
        if self.look_back_days > self.relapse_days:
            raise Unfit("look_back_days")
        if self.escalate_section_workdays > self.escalate_leader_workdays:
            raise Unfit("escalate_section_workdays")


STANDARD = LedgerTable()
