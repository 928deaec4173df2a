from bureau.models.acts import Act, ActSeal
from bureau.models.calendar import CalendarDay, CalendarYear
from bureau.models.directory import (
    Department,
    Institution,
    OfficerAssignment,
    Section,
    Staff,
)
from bureau.models.notices import Delivery, DueStep, Notice
from bureau.models.people import User
from bureau.models.scope import ScopedQuerySet
from bureau.models.work import Job, StoredFile

__all__ = [
    "Act",
    "ActSeal",
    "CalendarDay",
    "CalendarYear",
    "Delivery",
    "Department",
    "DueStep",
    "Institution",
    "Job",
    "Notice",
    "OfficerAssignment",
    "ScopedQuerySet",
    "Section",
    "Staff",
    "StoredFile",
    "User",
]
