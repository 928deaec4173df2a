"""The thresholds of complaints as one table. Which values hold is dated data.

Source: the 5 and 10 working days are the ministry's (医疗机构投诉管理办法), the 15, 60 and 30 days
and the 5 working days those of petitions (信访工作条例); everything else the bureau's default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from bureau.rule_tables import Unfit, check_limits

KIND = "complaints.cases"


@dataclass(frozen=True)
class CaseTable:
    """The thresholds of complaints; units as the name says, days without one are calendar days.

    :raises Unfit: if a value lies outside its limits, warnings do not rise, or several
        departments would have less time than one.
    """

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "first_action_hours": (1, 24),
        "triage_workdays": (1, 5),
        "answer_workdays": (1, 15),
        "answer_many_workdays": (1, 30),
        "unit_report_workdays": (1, 15),
        "unit_report_many_workdays": (1, 30),
        "bureau_finding_workdays": (1, 15),
        "callback_days": (1, 60),
        "review_workdays": (1, 15),
        "consultation_workdays": (1, 30),
        "help_workdays": (1, 30),
        "suggestion_workdays": (1, 60),
        "hotline_sign_workdays": (1, 5),
        "hotline_return_workdays": (1, 5),
        "hotline_returns": (0, 3),
        "hotline_contact_workdays": (1, 5),
        "child_order_lead_workdays": (0, 10),
        "petition_tell_days": (1, 30),
        "petition_object_workdays": (1, 10),
        "petition_finish_days": (1, 90),
        "petition_extension_days": (1, 60),
        "warn_percent": (1, 99),
        "escalate_section_workdays": (1, 10),
        "escalate_deputy_workdays": (1, 20),
        "long_unsolved_days": (10, 365),
        "repeat_contacts": (2, 20),
        "repeat_people": (2, 20),
        "repeat_days": (7, 365),
        "duplicate_days": (1, 365),
        "recheck_percent": (0, 100),
    }

    first_action_hours: int = 2
    triage_workdays: int = 1
    answer_workdays: int = 5
    answer_many_workdays: int = 10
    unit_report_workdays: int = 3
    unit_report_many_workdays: int = 7
    bureau_finding_workdays: int = 2
    callback_days: int = 7
    review_workdays: int = 2
    consultation_workdays: int = 2
    help_workdays: int = 5
    suggestion_workdays: int = 10
    hotline_sign_workdays: int = 1
    hotline_return_workdays: int = 1
    hotline_returns: int = 1
    hotline_contact_workdays: int = 1
    child_order_lead_workdays: int = 2
    petition_tell_days: int = 15
    petition_object_workdays: int = 5
    petition_finish_days: int = 60
    petition_extension_days: int = 30
    warn_percent: tuple[int, ...] = (50, 80)
    escalate_section_workdays: int = 1
    escalate_deputy_workdays: int = 3
    long_unsolved_days: int = 60
    repeat_contacts: int = 2
    repeat_people: int = 3
    repeat_days: int = 90
    duplicate_days: int = 30
    recheck_percent: int = 10

    def __post_init__(self) -> None:
        check_limits(self)
        if any(percent >= following for percent, following in pairwise(self.warn_percent)):
            raise Unfit("warn_percent")
        if self.answer_workdays > self.answer_many_workdays:
            raise Unfit("answer_many_workdays")
        if self.escalate_section_workdays > self.escalate_deputy_workdays:
            raise Unfit("escalate_deputy_workdays")


STANDARD = CaseTable()
