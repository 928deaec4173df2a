from followups.models.records import FollowUpRecord, RegisterRow
from followups.models.registers import (
    MonthlyRegister,
    RegisterQuerySet,
    RegisterVersion,
    Reminder,
    Upload,
)
from followups.models.reports import MonthReport
from followups.models.spotchecks import NumberReveal, SpotCall, SpotCheck, SpotCheckItem

__all__ = [
    "FollowUpRecord",
    "MonthReport",
    "MonthlyRegister",
    "NumberReveal",
    "RegisterQuerySet",
    "RegisterRow",
    "RegisterVersion",
    "Reminder",
    "SpotCall",
    "SpotCheck",
    "SpotCheckItem",
    "Upload",
]
