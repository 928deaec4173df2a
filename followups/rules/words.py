"""The words a register and a spot-check use. Labels, translated, stand in `choices.py`."""

from enum import StrEnum


class Outcome(StrEnum):
    """What came of one follow-up (the register's 随访结果)."""

    REACHED_PATIENT = "reached_patient"
    REACHED_FAMILY = "reached_family"
    NO_ANSWER = "no_answer"
    INVALID_NUMBER = "invalid_number"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    DECEASED = "deceased"
    READMITTED = "readmitted"
    LOST = "lost"
    EXCLUDED = "excluded"
    PENDING = "pending"
    """Not yet followed up: allowed for patients discharged late in the month."""


REACHED = frozenset({Outcome.REACHED_PATIENT, Outcome.REACHED_FAMILY})
NOT_ATTEMPTED = frozenset({Outcome.PENDING, Outcome.EXCLUDED})


class Method(StrEnum):
    PHONE = "phone"
    VISIT = "visit"
    WECHAT = "wechat"
    SMS = "sms"
    OUTPATIENT = "outpatient"
    LETTER = "letter"
    VIDEO = "video"


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class DischargeWay(StrEnum):
    CURED = "cured"
    IMPROVED = "improved"
    NOT_CURED = "not_cured"
    TRANSFERRED = "transferred"
    SELF_DISCHARGED = "self_discharged"
    DIED = "died"
    OTHER = "other"


class SpecialKind(StrEnum):
    CRITICAL = "critical"
    SURGERY = "surgery"
    TUMOUR = "tumour"
    CHRONIC = "chronic"
    MATERNITY = "maternity"
    CHILD = "child"
    AGED = "aged"
    PSYCHIATRIC = "psychiatric"
    TUBE_OR_DRUG = "tube_or_drug"
    COMPLAINED = "complained"
    OTHER = "other"


class Grade(StrEnum):
    """How satisfied the patient said to be, as the hospital wrote it down."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class Severity(StrEnum):
    """An ERROR refuses the row; a WARNING is shown and the row is taken; BLOCK refuses the file."""

    WARNING = "warning"
    ERROR = "error"
    BLOCK = "block"


class Verdict(StrEnum):
    """What the bureau's call to one drawn person found (抽查结果)."""

    GENUINE = "genuine"
    NOT_FOLLOWED = "not_followed"
    CONTENT_MISMATCH = "content_mismatch"
    NUMBER_WRONG = "number_wrong"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    UNCLEAR = "unclear"


class DoubtState(StrEnum):
    """Where it stands whether a follow-up that the patient denies was made up (虚假随访)."""

    SECOND_CALL = "second_call"
    NOT_BORNE_OUT = "not_borne_out"
    EXPLAINING = "explaining"
    TO_DECIDE = "to_decide"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    TAKEN_BACK = "taken_back"


DOUBT_DECISIONS = frozenset({DoubtState.CONFIRMED, DoubtState.DISMISSED})


class CheckState(StrEnum):
    """Where a draw, or a redraw that was asked for, stands."""

    WAITING = "waiting"
    LAID_ASIDE = "laid_aside"
    REPLACED = "replaced"
    NOBODY = "nobody"
    CALLING = "calling"
    FINISHED = "finished"


class UploadState(StrEnum):
    """Where a handed-in file stands on its way to becoming a version."""

    WAITING = "waiting"
    READING = "reading"
    ASKING = "asking"
    CHECKED = "checked"
    REFUSED = "refused"
    FAILED = "failed"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


OPEN_UPLOADS = frozenset(
    {UploadState.WAITING, UploadState.READING, UploadState.ASKING, UploadState.CHECKED}
)
"""Handed in, and somebody has to go on with it or lay it aside."""


class RowState(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class ReportKind(StrEnum):
    PROVISIONAL = "provisional"
    FINAL = "final"
