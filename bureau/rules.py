"""What the bureau's own order says, over plain values: who has which role, what kind a house is."""

import re
from collections import Counter
from collections.abc import Iterable
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


HOSPITAL_ROLES = frozenset({Role.HOSPITAL_OFFICER, Role.DEPARTMENT_HANDLER})
BUREAU_ROLES = frozenset(Role) - HOSPITAL_ROLES
"""Never those of an account that belongs to an institution."""


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


class ExportForm(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


class ExportState(StrEnum):
    """Where an export stands. In the clear it is fetched once, any other until it expires."""

    ASKED = "asked"
    QUEUED = "queued"
    BUILDING = "building"
    READY = "ready"
    DELIVERED = "delivered"
    REFUSED = "refused"
    FAILED = "failed"
    EXPIRED = "expired"


OPEN_EXPORTS = frozenset({ExportState.ASKED, ExportState.QUEUED, ExportState.BUILDING})
"""States in which asking for the same again is asking for what is under way."""
EXPORT_LIVES_HOURS = 24
EXPORT_ATTEMPTS = 3
LARGEST_EXPORT = 200_000
CLEAR_ROWS_ALONE = 500
"""So many rows with people in the clear one person takes out alone in 24 hours (domain 10.4)."""
MIN_REASON = 5


def says_something(reason: str) -> bool:
    """Test if a reason has enough signs, blanks not counted, and not one sign over and over."""
    signs = "".join(reason.split())
    return len(signs) >= MIN_REASON and len(set(signs)) > 1


def needs_second_person(*, clear: bool, rows: int, rows_before: int) -> bool:
    """Test if a list in the clear is so long that another person decides.

    What the same person took out in the last 24 hours counts, or many small lists would do.
    """
    return clear and rows + rows_before > CLEAR_ROWS_ALONE


BATCH_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no sign is mistaken for another when read out."""
BATCH_LENGTH = 8


class PaperState(StrEnum):
    """Where an official paper stands on its way 拟稿 → 审核 → 签发."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    VOIDED = "voided"


PAPER_STEPS: dict[PaperState, frozenset[PaperState]] = {
    PaperState.DRAFT: frozenset({PaperState.REVIEWED, PaperState.VOIDED}),
    PaperState.REVIEWED: frozenset({PaperState.DRAFT, PaperState.SIGNED}),
    PaperState.SIGNED: frozenset({PaperState.VOIDED}),
    PaperState.VOIDED: frozenset(),
}
"""What may follow. A signed paper is never edited: it is voided, and another one is drafted."""


def official_number(mark: str, year: int, number: int) -> str:
    """Write a number as GB/T 9704 wants it: hexagonal brackets, full year, no leading zero."""
    return f"{mark}〔{year}〕{number}号"


def number_to_come(mark: str, year: int) -> str:
    """Write the place of the number on a draft."""
    return f"{mark}〔{year}〕　号"


FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?")


def figures_of_their_own(written: Iterable[str], automatic: Iterable[str]) -> list[str]:
    """List the figures of an edited text that the reckoned one has not, each as often as it is."""
    left = Counter(figure for text in automatic for figure in FIGURE.findall(text))
    own = Counter(figure for text in written for figure in FIGURE.findall(text))
    return sorted((own - left).elements())


class Audience(StrEnum):
    """Who gets to see an attachment besides whoever handed it in: internal at first."""

    INTERNAL = "internal"
    INSTITUTION = "institution"
    PUBLIC = "public"


MOST_ATTACHMENTS = 20
"""So many files hang on one record; whoever needs more has not sorted them."""


LOOK = "reveal_"
"""How the verb of every look behind a mask begins: by it they are counted."""
LOOK_OFTEN = "look_often"


class LookLimits(NamedTuple):
    """From how many looks on a person is told that it is a lot, and the auditors are."""

    an_hour: int = 30
    a_day: int = 100


LOOK_LIMITS = LookLimits()


class Looks(NamedTuple):
    """How many looks somebody took: within the hour, and on the day."""

    in_an_hour: int
    in_a_day: int
