"""The words of accountability. Their labels stand in `accountability.choices`."""

from enum import StrEnum


class LadderCode(StrEnum):
    """The plan's two ladders, of people and of institutions; and two that it does not have.

    JOINT: a head for what was found of others in the department. FALSE_FOLLOWUP: an institution
    for follow-ups that it registered and nobody made. Both are off until the bureau wants them.
    """

    STAFF = "staff"
    INSTITUTION = "institution"
    JOINT = "joint"
    FALSE_FOLLOWUP = "false_followup"

    @property
    def is_of_people(self) -> bool:
        return self in (LadderCode.STAFF, LadderCode.JOINT)

    @property
    def counts_cases(self) -> bool:
        """Test if complaints add up on it; else made-up follow-ups do. Never both."""
        return self is not LadderCode.FALSE_FOLLOWUP


class MeasureCode(StrEnum):
    """What a tier calls for (domain 7.1)."""

    COUNTY_BULLETIN = "county_bulletin"
    AWARD_BAN = "award_ban"
    TITLE_PROMOTION_BAN = "title_promotion_ban"
    PENDING_APPOINTMENT = "pending_appointment"
    INTERVIEW_DEPUTY = "interview_deputy"
    INTERVIEW_PRINCIPAL = "interview_principal"
    PARTY_GROUP_DECISION = "party_group_decision"
    # What no tier calls for: decided in place of the first bulletin about a person.
    DEPARTMENT_TALK = "department_talk"


class UnitGroup(StrEnum):
    """The kinds of institutions by which a ladder says to whom it applies (domain 1, A-31)."""

    LEVEL2 = "level2"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    CLINIC = "clinic"
    OTHER = "other"


class CountDate(StrEnum):
    """Which day puts an event in a year (domain A-02)."""

    RECEIVED = "received"
    OCCURRED = "occurred"
    VERIFIED = "verified"


class CountWindow(StrEnum):
    """Which events add up (domain A-01): those of one year, or of the twelve months to each."""

    YEAR = "year"
    ROLLING = "rolling_12m"


class Countable(StrEnum):
    """The findings that can count (domain A-03), named as those of a case."""

    SUBSTANTIATED = "substantiated"
    PARTLY = "partly_substantiated"


class CountPer(StrEnum):
    """How often an institution counts of one matter (domain A-07)."""

    MATTER = "matter"
    PERSON = "person"


class Beyond(StrEnum):
    """What comes after the last tier (domain A-11).

    To extend is to have the ban on promotion follow once more on what holds of it. A pending
    appointment is not extended: it ends by its assessment.
    """

    REFER = "refer"
    REPEAT_TOP = "repeat_top"
    EXTEND = "extend"


class EventState(StrEnum):
    ACTIVE = "active"
    VOID = "void"


class WhyVoid(StrEnum):
    """Why an event counts no more."""

    REOPENED = "reopened"
    TAKEN_BACK = "taken_back"
    FOUND_ANEW = "found_anew"
    MERGED = "merged"
    CORRECTED = "corrected"
    OTHER_RECORD = "other_record"


class WhyNot(StrEnum):
    """Why a complaint does not count; of several reasons the first of these is told."""

    NO_COMPLAINT = "no_complaint"
    NOT_HANDLED = "not_handled"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    TAKEN_BACK = "taken_back"
    NOT_FOUND_YET = "not_found_yet"
    UNSUBSTANTIATED = "unsubstantiated"
    UNVERIFIABLE = "unverifiable"
    OUTSIDE = "outside"
    OTHERS_PEOPLE = "others_people"
    AT_BRANCH = "at_branch"
    NO_RULE = "no_rule"
    SWITCHED_OFF = "switched_off"
    OTHER_KIND_OF_UNIT = "other_kind_of_unit"
    CATEGORY = "category"
    WHICH_ALLEGATION = "which_allegation"
    PARTLY = "partly"
    NOT_OWN_STAFF = "not_own_staff"
    HEAD_FOUND = "head_found"
    SAME_MATTER = "same_matter"


class NoHead(StrEnum):
    """Why no head of a department answers for what was found of somebody."""

    NO_DEPARTMENT = "no_department"
    NO_HEAD = "no_head"
    SEVERAL = "several"
    HIMSELF = "himself"


class ProposalKind(StrEnum):
    """What is proposed: a measure, one beyond the ladder, or that one be taken back.

    VARY: the tier is still reached, but by something else than what was told.
    """

    IMPOSE = "impose"
    BEYOND_LADDER = "beyond_ladder"
    DOWNGRADE = "downgrade"
    REVOKE = "revoke"
    VARY = "vary"


class ProposalState(StrEnum):
    """Where a proposal stands (domain 7.4). WITHDRAWN: its ground fell before anybody was told."""

    PROPOSED = "proposed"
    UNDER_REVIEW = "under_review"
    DISMISSED = "dismissed"
    NOTICE_SERVED = "notice_served"
    STATEMENT = "statement"
    DECIDED = "decided"
    SERVED = "served"
    IN_EFFECT = "in_effect"
    COMPLETED = "completed"
    LIFTED = "lifted"
    REVOKED = "revoked"
    VARIED = "varied"
    WITHDRAWN = "withdrawn"


class Column(StrEnum):
    """The columns of the board, in their order."""

    PROPOSED = "proposed"
    UNDER_WAY = "under_way"
    IN_EFFECT = "in_effect"


class Heard(StrEnum):
    """How the clock of the statement ended."""

    RECEIVED = "received"
    WAIVED = "waived"
    EXPIRED = "expired"


class Organ(StrEnum):
    """Which body of the bureau decided."""

    BUREAU_MEETING = "bureau_meeting"
    PARTY_GROUP = "party_group"
    APPEAL_BODY = "appeal_body"


class ServedBy(StrEnum):
    """In which way a paper was handed over."""

    IN_PERSON = "in_person"
    BY_UNIT = "by_unit"
    BY_POST = "by_post"
    LEFT = "left"


class Document(StrEnum):
    """What is served on the way: the kinds of papers, as the papers' register names them."""

    NOTICE = "accountability.notice"
    DECISION = "accountability.decision"
    REVIEW = "accountability.review"
    APPEAL = "accountability.appeal"
    RE_APPEAL = "accountability.reappeal"
    REVOCATION = "accountability.revocation"
    CORRECTION = "accountability.correction"
    RESTORATION = "accountability.restoration"
    DISMISSAL = "accountability.dismissal"
    LIFTING = "accountability.lifting"


class Bar(StrEnum):
    """Why somebody may not decide: nobody decides alone on what he proposed or handled."""

    HIMSELF = "himself"
    PUT_IT_FORWARD = "put_it_forward"
    HANDLED_IT = "handled_it"
    OWN_UNIT = "own_unit"
    DECIDED_IT = "decided_it"


class RemedyKind(StrEnum):
    """Why what was decided is looked at again: asked for, or because its ground fell."""

    REVIEW = "review"
    APPEAL = "appeal"
    RE_APPEAL = "reappeal"
    GROUND = "ground"


class RemedyState(StrEnum):
    """Where that stands. LAPSED: what it was about is gone, or its ground came back.

    WITHDRAWN: by whoever asked, before it was answered.
    """

    RECEIVED = "received"
    REFUSED = "refused"
    DECIDED = "decided"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What it comes to; never anything heavier."""

    UPHELD = "upheld"
    VARIED = "varied"
    REVOKED = "revoked"


class Task(StrEnum):
    """What has to be put right once something is taken back (domain 7.4)."""

    CORRECTION_BULLETIN = "correction_bulletin"
    AWARDS = "awards"
    BAN_REMOVED = "ban_removed"
    BACK_PAY = "back_pay"
    SHORTER_TERM = "shorter_term"
    LATER_TIERS = "later_tiers"


class Lacking(StrEnum):
    """Which step is missing before measures take effect, in the order of the road."""

    PUT_FORWARD = "put_forward"
    NOTICE = "notice"
    STATEMENT = "statement"
    DECISION = "decision"
    NUMBER = "number"
    SERVICE = "service"
