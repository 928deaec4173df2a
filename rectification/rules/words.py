"""The words of the ledger. Their labels stand in `rectification.choices`."""

from enum import StrEnum


class ItemState(StrEnum):
    """Where an item of the ledger stands. Overdue is no state: it is derived from the days."""

    DRAFT = "draft"
    DISMISSED = "dismissed"
    ISSUED = "issued"
    PLANNED = "planned"
    RECTIFYING = "rectifying"
    RETURNED = "returned"
    CLOSURE_REQUESTED = "closure_requested"
    VERIFYING = "verifying"
    PUBLICITY = "publicity"
    PHASED = "phased"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class SourceKind(StrEnum):
    """Where a problem became known. A word, never an import: what it names stands floors above."""

    COMPLAINT = "complaint"
    HOTLINE = "hotline"
    PETITION = "petition"
    FOLLOWUP = "followup"
    SPOT_CHECK = "spot_check"
    SURVEY = "survey"
    INSPECTION = "inspection"
    UNANNOUNCED = "unannounced"
    ASSESSMENT = "assessment"
    SUPERIOR = "superior"
    SELF_CHECK = "self_check"
    INTERVIEW = "interview"


class Severity(StrEnum):
    ORDINARY = "ordinary"
    SERIOUS = "serious"
    HIGH = "high"


class RectKind(StrEnum):
    """立行立改, 限期整改, 长期坚持."""

    IMMEDIATE = "immediate"
    LIMITED = "limited"
    STANDING = "standing"


class Method(StrEnum):
    """How it was seen that a problem is gone."""

    ON_SITE = "on_site"
    DOCUMENTS = "documents"
    TELEPHONE = "telephone"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    PHASED = "phased"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


class Stage(StrEnum):
    """What a piece of evidence shows."""

    BEFORE = "before"
    AFTER = "after"


class LookBackResult(StrEnum):
    HOLDS = "holds"
    RELAPSE = "relapse"


class Decision(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


class Tab(StrEnum):
    """The tabs of the ledger's page, in its order."""

    TO_TAKE_UP = "to_take_up"
    TO_RECTIFY = "to_rectify"
    RECTIFYING = "rectifying"
    TO_VERIFY = "to_verify"
    CLOSED = "closed"
    LOOK_BACK = "look_back"
    ALL = "all"


class Tone(StrEnum):
    """The colour of a deadline: grey, blue, amber, red, green."""

    NONE = "none"
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    DONE = "done"
