"""The words of complaints. Their labels stand in `complaints.choices`."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands (domain 3.3). Overdue is no state: it is derived from the clocks."""

    REGISTERED = "registered"
    NOT_HANDLED = "not_handled"
    TRANSFERRED = "transferred"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    INVESTIGATING = "investigating"
    FINDING_SUBMITTED = "finding_submitted"
    VERIFIED = "verified"
    REPLIED = "replied"
    CALLBACK = "callback"
    CLOSED = "closed"
    ARCHIVED = "archived"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_CONTINUE = "withdrawn_continue"
    REOPENED = "reopened"


class CaseType(StrEnum):
    """What somebody wants. Only complaints and reports can count against anybody."""

    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    CONSULTATION = "consultation"
    HELP = "help"
    PRAISE = "praise"


class Channel(StrEnum):
    HOUSE_PHONE = "house_phone"
    BUREAU_PHONE = "bureau_phone"
    HOTLINE = "hotline_12345"
    PETITION_LETTER = "petition_letter"
    PETITION_VISIT = "petition_visit"
    PETITION_NET = "petition_net"
    PETITION_PHONE = "petition_phone"
    WECHAT = "wechat"
    EMAIL = "email"
    OPINION_BOX = "opinion_box"
    RECEPTION = "reception"
    QR_FORM = "qr_form"
    FOLLOWUP = "followup"
    SURVEY = "survey"
    SUPERIOR = "superior"
    MEDIA = "media"
    LEADERS_BOX = "leaders_box"


PETITIONS = frozenset(
    {
        Channel.PETITION_LETTER,
        Channel.PETITION_VISIT,
        Channel.PETITION_NET,
        Channel.PETITION_PHONE,
    }
)


class Confidentiality(StrEnum):
    """实名, 对机构保密, 匿名."""

    OPEN = "open"
    FROM_UNIT = "from_unit"
    ANONYMOUS = "anonymous"


class Risk(StrEnum):
    ORDINARY = "ordinary"
    HIGH = "high"


class Ground(StrEnum):
    """Why a complaint is not handled; each is explained to whoever complained."""

    IN_COURT = "in_court"
    HANDLED_BEFORE = "handled_before"
    NO_FACTS = "no_facts"
    PUBLIC_ORDER = "public_order"
    NOT_OURS = "not_ours"


class Receiver(StrEnum):
    """Where a case is handed on to, outside of the bureau."""

    POLICE = "police"
    DISCIPLINE = "discipline"
    INSURANCE = "insurance"
    OTHER_REGION = "other_region"
    MEDIATION = "mediation"
    OTHER = "other"
    HOTLINE = "hotline"
    PETITIONS = "petitions"


GIVES_BACK = frozenset({Receiver.HOTLINE, Receiver.PETITIONS})
"""Where only what came from there goes, by a step of its own."""


class OrderAsk(StrEnum):
    """What is asked about an order of the hotline."""

    RETURN = "return"
    EXCLUDE = "exclude"


class ReturnGround(StrEnum):
    """Why an order is given back to the hotline."""

    NOT_OUR_DUTY = "not_our_duty"
    OTHER_REGION = "other_region"
    IN_PROCEDURE = "in_procedure"
    SAME_ORDER = "same_order"


class Finding(StrEnum):
    """What was found of one allegation, or of one person."""

    SUBSTANTIATED = "substantiated"
    PARTLY = "partly_substantiated"
    UNSUBSTANTIATED = "unsubstantiated"
    UNVERIFIABLE = "unverifiable"
    OUTSIDE = "outside"


class Grade(StrEnum):
    """The five grades of a call-back, and what else may come of the call."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"
    NOT_REACHED = "not_reached"
    REFUSED = "refused"
    NOT_WANTED = "not_wanted"


class ReplyWay(StrEnum):
    PHONE = "phone"
    LETTER = "letter"
    VISIT = "visit"
    QUERY_PAGE = "query_page"
    HOTLINE = "hotline"


class Audience(StrEnum):
    """Who reads an entry of the timeline. What is written is internal at first."""

    PUBLIC = "public"
    INSTITUTION = "institution"
    INTERNAL = "internal"


class ClockFamily(StrEnum):
    """The three kinds of clock that stand side by side; the earliest rules the screen."""

    STATUTORY = "statutory"
    CHANNEL = "channel"
    INTERNAL = "internal"


class Unit(StrEnum):
    HOURS = "hours"
    WORKDAYS = "workdays"
    DAYS = "days"


class ClockCode(StrEnum):
    """The rows of the deadline table (domain 3.4, 4)."""

    FIRST_ACTION = "C-02"
    TRIAGE = "C-03"
    ANSWER = "C-04"
    ANSWER_MANY = "C-05"
    UNIT_REPORT = "C-06"
    BUREAU_FINDING = "C-07"
    CALLBACK = "C-08"
    REVIEW = "C-10"
    HOTLINE_SIGN = "H-01"
    HOTLINE_RETURN = "H-02"
    HOTLINE_ANSWER = "H-03"
    PETITION_TELL = "P-01"
    PETITION_OBJECT = "P-03"
    PETITION_FINISH = "P-04"


class PublicState(StrEnum):
    """The words the public sees: four, and what was taken back."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    HANDLING = "handling"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Tab(StrEnum):
    """The saved views of the queue, in the order of its page."""

    TO_ACCEPT = "to_accept"
    TO_DISPATCH = "to_dispatch"
    HANDLING = "handling"
    TO_REPLY = "to_reply"
    TO_CALL_BACK = "to_call_back"
    CLOSED = "closed"
    ALL = "all"


class Waiting(StrEnum):
    """What a case waits for somebody to say, whatever its tab."""

    VERIFY = "verify"
    REVIEW = "review"
    DECIDE = "decide"
