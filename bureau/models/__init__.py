from bureau.models.acts import Act, ActSeal
from bureau.models.api import ApiClient, ApiKey, ApiUse, IdempotencyRecord
from bureau.models.calendar import CalendarDay, CalendarYear
from bureau.models.directory import (
    Department,
    Institution,
    OfficerAssignment,
    Section,
    Staff,
)
from bureau.models.people import User
from bureau.models.scope import ScopedQuerySet
from bureau.models.work import Job, StoredFile

__all__ = [
    "Act",
    "ActSeal",
    "ApiClient",
    "ApiKey",
    "ApiUse",
    "CalendarDay",
    "CalendarYear",
    "Department",
    "IdempotencyRecord",
    "Institution",
    "Job",
    "OfficerAssignment",
    "ScopedQuerySet",
    "Section",
    "Staff",
    "StoredFile",
    "User",
]
