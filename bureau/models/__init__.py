from bureau.models.acts import Act, ActSeal
from bureau.models.calendar import CalendarDay, CalendarYear
from bureau.models.directory import (
    Department,
    Institution,
    OfficerAssignment,
    Section,
    Staff,
)
from bureau.models.people import User
from bureau.models.rule_versions import RuleVersion
from bureau.models.scope import ScopedQuerySet
from bureau.models.work import Job, StoredFile

__all__ = [
    "Act",
    "ActSeal",
    "CalendarDay",
    "CalendarYear",
    "Department",
    "Institution",
    "Job",
    "OfficerAssignment",
    "RuleVersion",
    "ScopedQuerySet",
    "Section",
    "Staff",
    "StoredFile",
    "User",
]
