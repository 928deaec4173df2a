from followups.models.calls import CallCorrection, NumberReveal, SpotCall
from followups.models.doubts import DoubtedFollowUp
from followups.models.records import FollowUpRecord, RegisterRow
from followups.models.registers import (
    MonthlyRegister,
    RegisterQuerySet,
    RegisterVersion,
    Reminder,
    Upload,
)
from followups.models.reports import MonthReport
from followups.models.returns import RegisterReturn, RowRemoval
from followups.models.spotchecks import SpotCheck, SpotCheckItem

__all__ = [
    "CallCorrection",
    "DoubtedFollowUp",
    "FollowUpRecord",
    "MonthReport",
    "MonthlyRegister",
    "NumberReveal",
    "RegisterQuerySet",
    "RegisterReturn",
    "RegisterRow",
    "RegisterVersion",
    "Reminder",
    "RowRemoval",
    "SpotCall",
    "SpotCheck",
    "SpotCheckItem",
    "Upload",
]
