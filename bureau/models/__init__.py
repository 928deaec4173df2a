from bureau.models.acts import Act, ActSeal
from bureau.models.api import ApiClient, ApiKey, ApiUse, IdempotencyRecord
from bureau.models.attachments import Attachment
from bureau.models.calendar import CalendarDay, CalendarYear
from bureau.models.categories import LexiconEntry, ProblemCategory
from bureau.models.directory import Department, Institution, OfficerAssignment, Section, Staff
from bureau.models.doors import DoorCount, DoorSalt
from bureau.models.exports import ExportRequest
from bureau.models.health import Heartbeat
from bureau.models.notices import Delivery, DueStep, Notice
from bureau.models.numbers import NumberSeries, OfficialNumber, SeriesYear
from bureau.models.papers import OfficialPaper
from bureau.models.people import User
from bureau.models.posts import DutySection, LeaderPost, Placement, Remit
from bureau.models.rule_versions import RuleVersion
from bureau.models.scope import ScopedQuerySet
from bureau.models.serials import Serial
from bureau.models.visits import InstitutionVisits
from bureau.models.work import Job, StoredFile

__all__ = [
    "Act",
    "ActSeal",
    "ApiClient",
    "ApiKey",
    "ApiUse",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Delivery",
    "Department",
    "DoorCount",
    "DoorSalt",
    "DueStep",
    "DutySection",
    "ExportRequest",
    "Heartbeat",
    "IdempotencyRecord",
    "Institution",
    "InstitutionVisits",
    "Job",
    "LeaderPost",
    "LexiconEntry",
    "Notice",
    "NumberSeries",
    "OfficerAssignment",
    "OfficialNumber",
    "OfficialPaper",
    "Placement",
    "ProblemCategory",
    "Remit",
    "RuleVersion",
    "ScopedQuerySet",
    "Section",
    "Serial",
    "SeriesYear",
    "Staff",
    "StoredFile",
    "User",
]
