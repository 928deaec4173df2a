"""The thresholds of registers and spot-checks as one table. Which values hold is dated data.

Source: the county's plan, follow-ups. The due day (S-21) and the two rates (S-22) are the
plan's; everything else it leaves open, and the numbers here are the bureau's defaults.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from bureau.rule_tables import Unfit, check_limits

KIND = "followups.register"


@dataclass(frozen=True)
class RegisterTable:
    """The register's thresholds; days of the month after the register's own.

    :raises Unfit: if a value lies outside its limits, the reminder days do not rise up to the due
        day, or fewer calls are wanted than days to make them on.
    """

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "due_day": (1, 28),
        "provisional_hour": (0, 23),
        "reminder_days": (1, 28),
        "followup_due_days": (1, 90),
        "chronic_due_days": (1, 90),
        "tumour_due_days": (1, 90),
        "latest_due_days": (1, 180),
        "township_rate_percent": (1, 100),
        "level2_rate_percent": (1, 100),
        "min_checks": (1, 100),
        "replacements_factor": (0, 10),
        "attempts_before_replacement": (1, 10),
        "days_before_replacement": (1, 10),
        "hours_between_attempts": (0, 72),
        "look_seconds": (10, 600),
        "looks_an_hour": (1, 1000),
        "looks_a_day": (1, 10_000),
        "closing_grace_minutes": (0, 1440),
        "common_from": (2, 100),
        "cluster_from": (2, 1000),
        "cluster_share_percent": (1, 100),
        "explain_days": (1, 15),
    }

    due_day: int = 10
    provisional_hour: int = 18
    reminder_days: tuple[int, ...] = (5, 8, 10)
    # When the first follow-up is due, in days from discharge: hospitals ask for one week, two for
    # chronic diseases, three for tumours. A row may name its own day, up to the latest (~).
    followup_due_days: int = 7
    chronic_due_days: int = 14
    tumour_due_days: int = 21
    latest_due_days: int = 30
    township_rate_percent: int = 10
    level2_rate_percent: int = 5
    min_checks: int = 3
    replacements_factor: int = 2
    # Who does not answer is lost after three attempts on two days at least (bureau's default, as
    # for the hospitals' own); that two of them lie hours apart is ours (~).
    attempts_before_replacement: int = 3
    days_before_replacement: int = 2
    hours_between_attempts: int = 2
    # How long a number stays in sight, and from how many looks on somebody ought to know.
    look_seconds: int = 60
    looks_an_hour: int = 30
    looks_a_day: int = 100
    # A month that closes later than this after its instant was run late, and its papers say so (~).
    closing_grace_minutes: int = 60
    # Said by at least so many, a wording is the county's business and no longer one person's: the
    # plan's S-23 speaks of problems reported by many.
    common_from: int = 3
    # From so many, or from such a share of those reached, a problem is one that many report and
    # goes to the ledger (S-23): the plan names no number.
    cluster_from: int = 3
    cluster_share_percent: int = 5
    # Working days in which an institution explains a row that two callers were told is untrue (~).
    explain_days: int = 3

    def __post_init__(self) -> None:
        check_limits(self)
        falling = any(day >= following for day, following in pairwise(self.reminder_days))
        if falling or any(day > self.due_day for day in self.reminder_days):
            raise Unfit("reminder_days")
        if self.days_before_replacement > self.attempts_before_replacement:
            raise Unfit("days_before_replacement")


STANDARD = RegisterTable()
