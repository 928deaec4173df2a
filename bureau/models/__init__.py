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
from bureau.models.posts import DutySection, LeaderPost, Placement
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
    "DutySection",
    "Institution",
    "Job",
    "LeaderPost",
    "Notice",
    "OfficerAssignment",
    "Placement",
    "ScopedQuerySet",
    "Section",
    "Staff",
    "StoredFile",
    "User",
]
