"""What the bureau's own order says, over plain values: who has which role, what kind a house is."""

from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """A duty, kept as a Django group of this name. Which rows it sees is the querysets' matter."""

    SYS_ADMIN = "sys_admin"
    AUDITOR = "auditor"
    LEADER = "leader"
    SECTION_HEAD = "section_head"
    BUREAU_STAFF = "bureau_staff"
    LIAISON = "liaison_officer"
    HOSPITAL_OFFICER = "hospital_officer"
    DEPARTMENT_HANDLER = "department_handler"


class SectionCode(StrEnum):
    """The bureau's sections that rules speak of; others may be added as rows."""

    MEDICAL_ADMIN = "medical_admin"
    PETITIONS = "petitions"
    PERSONNEL = "personnel"
    DISCIPLINE = "discipline"


class LeaderKind(StrEnum):
    """What a leader answers for: the house, or what they are in charge of in it (分管)."""

    HEAD = "principal_head"
    DEPUTY = "deputy"


class InstitutionKind(StrEnum):
    GENERAL = "general_hospital"
    TCM = "tcm_hospital"
    MATERNITY = "maternity_hospital"
    SPECIALIST = "specialist_hospital"
    TOWNSHIP = "township_center"
    COMMUNITY = "community_center"
    CLINIC = "village_clinic"


class Grade(StrEnum):
    """The hospital grade (等级): the number is the level, the letter the class within it."""

    THREE_A = "3a"
    THREE_B = "3b"
    THREE = "3"
    TWO_A = "2a"
    TWO_B = "2b"
    TWO = "2"
    ONE = "1"
    NONE = "0"


def is_level2_or_above(grade: Grade) -> bool:
    """Tell a level-2-or-above institution (二级以上医院), as the plan distinguishes them."""
    return grade[0] in "23"


class DayKind(StrEnum):
    """A day that the State Council's holiday notice names. All other days follow the weekday."""

    HOLIDAY = "holiday"
    MAKEUP = "makeup"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ActorKind(StrEnum):
    """Who can do something: a person with an account, a hospital's system, a citizen, a job."""

    USER = "user"
    API = "api"
    PUBLIC = "public"
    JOB = "job"


class Actor(NamedTuple):
    """Who did something, as of then: it stays readable when the account is long gone."""

    kind: ActorKind
    id: str
    name: str
    roles: str

    def as_columns(self) -> dict[str, str]:
        """Name the two columns by which acts of one doer are found."""
        return {"actor_kind": self.kind.value, "actor_id": self.id}
