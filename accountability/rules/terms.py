"""The terms of the road as a table: how long one may speak, and ask for a review or appeal.

Source: review and appeal within 30 days each by the rules on appeals of staff of public
institutions (domain 7.3, L23, L24); the days for the statement, and that a term which ends on a
rest day runs until the next working day, are the bureau's defaults: the domain names no law for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from bureau.rule_tables import check_limits

KIND = "accountability.road"


@dataclass(frozen=True)
class RoadTable:
    """What the road to effect takes.

    :raises Unfit: for a number outside its limits.
    """

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "statement_days": (3, 30),
        "serve_days": (0, 60),
        "review_days": (15, 60),
        "appeal_days": (15, 60),
        "party_group_from": (1, 3),
        "review_answer_days": (15, 60),
        "appeal_answer_days": (30, 90),
        "assess_ahead_days": (7, 90),
        "rest_days_move": (0, 1),
    }

    statement_days: int = 5
    serve_days: int = 10
    review_days: int = 30
    appeal_days: int = 30
    party_group_from: int = 3
    review_answer_days: int = 30
    appeal_answer_days: int = 60
    assess_ahead_days: int = 30
    rest_days_move: int = 1

    def __post_init__(self) -> None:
        check_limits(self)
