"""The labels of the rules' words, in the language of whoever reads."""

from django.utils.translation import pgettext_lazy

from accountability.rules.bans import BanScope, BanStack, BanStart, LateAward
from accountability.rules.words import (
    Beyond,
    Column,
    Countable,
    CountDate,
    CountPer,
    CountWindow,
    EventState,
    LadderCode,
    MeasureCode,
    NoHead,
    ProposalKind,
    ProposalState,
    UnitGroup,
    WhyNot,
    WhyVoid,
)
from bureau.choices import AUDIENCES, by_word
from complaints.choices import FINDINGS

LADDERS = by_word(
    {
        LadderCode.STAFF: pgettext_lazy("ladder", "Staff ladder"),
        LadderCode.INSTITUTION: pgettext_lazy("ladder", "Institution ladder"),
        LadderCode.JOINT: pgettext_lazy("ladder", "Joint liability of heads"),
        LadderCode.FALSE_FOLLOWUP: pgettext_lazy("ladder", "Made-up follow-ups"),
    }
)
MEASURES = by_word(
    {
        MeasureCode.COUNTY_BULLETIN: pgettext_lazy("measure", "County-wide criticism bulletin"),
        MeasureCode.AWARD_BAN: pgettext_lazy("measure", "No awards of that year"),
        MeasureCode.TITLE_PROMOTION_BAN: pgettext_lazy("measure", "No promotion in title"),
        MeasureCode.PENDING_APPOINTMENT: pgettext_lazy(
            "measure", "Pending appointment, basic pay only"
        ),
        MeasureCode.INTERVIEW_DEPUTY: pgettext_lazy("measure", "Interview of the deputy in charge"),
        MeasureCode.INTERVIEW_PRINCIPAL: pgettext_lazy(
            "measure", "Interview of the principal head"
        ),
        MeasureCode.PARTY_GROUP_DECISION: pgettext_lazy(
            "measure", "Handling decided by the bureau's party group"
        ),
        MeasureCode.DEPARTMENT_TALK: pgettext_lazy(
            "measure", "Talk held by a section, instead of the bulletin"
        ),
    }
)
UNIT_GROUPS = by_word(
    {
        UnitGroup.LEVEL2: pgettext_lazy("unit group", "Level-2 hospitals and above"),
        UnitGroup.TOWNSHIP: pgettext_lazy("unit group", "Township health centres"),
        UnitGroup.COMMUNITY: pgettext_lazy("unit group", "Community health centres"),
        UnitGroup.CLINIC: pgettext_lazy("unit group", "Village clinics"),
        UnitGroup.OTHER: pgettext_lazy("unit group", "Others"),
    }
)
LATE_AWARDS = by_word(
    {
        LateAward.REVOKE: pgettext_lazy("ban", "revoke them"),
        LateAward.NEXT_YEAR: pgettext_lazy("ban", "keep back the next year's"),
    }
)
BAN_STARTS = by_word(
    {
        BanStart.DECISION: pgettext_lazy("ban", "the day that the decision names"),
        BanStart.SERVED: pgettext_lazy("ban", "the day on which the decision is served"),
        BanStart.EFFECT: pgettext_lazy("ban", "the day on which it is put in effect"),
    }
)
BAN_STACKS = by_word(
    {
        BanStack.MAX: pgettext_lazy("ban", "the latest end decides"),
        BanStack.SUM: pgettext_lazy("ban", "their terms add up"),
    }
)
BAN_SCOPES = by_word(
    {
        BanScope.APPLY: pgettext_lazy("ban", "applying"),
        BanScope.APPOINT: pgettext_lazy("ban", "being appointed"),
    }
)
COUNT_DATES = by_word(
    {
        CountDate.RECEIVED: pgettext_lazy("count date", "the day it was received"),
        CountDate.OCCURRED: pgettext_lazy("count date", "the day it happened"),
        CountDate.VERIFIED: pgettext_lazy("count date", "the day the findings were made"),
    }
)
COUNTABLES = by_word({one: FINDINGS[one.value] for one in Countable})
COUNT_PERS = by_word(
    {
        CountPer.MATTER: pgettext_lazy("count per", "once a matter"),
        CountPer.PERSON: pgettext_lazy("count per", "once for each of its people found so"),
    }
)
WINDOWS = by_word(
    {
        CountWindow.YEAR: pgettext_lazy("counting window", "one year of counting"),
        CountWindow.ROLLING: pgettext_lazy(
            "counting window", "the twelve months that end on the event's day"
        ),
    }
)
BEYONDS = by_word(
    {
        Beyond.REFER: pgettext_lazy("beyond", "refer to the party group"),
        Beyond.REPEAT_TOP: pgettext_lazy("beyond", "propose the third time's measures again"),
        Beyond.EXTEND: pgettext_lazy("beyond", "propose to lengthen the ban on promotion"),
    }
)
BEYONDS_OF_INSTITUTIONS = [(one, said) for one, said in BEYONDS.items() if one != Beyond.EXTEND]
EVENT_STATES = by_word(
    {
        EventState.ACTIVE: pgettext_lazy("event", "counts"),
        EventState.VOID: pgettext_lazy("event", "void"),
    }
)
WHY_VOID = by_word(
    {
        WhyVoid.REOPENED: pgettext_lazy("event", "The case was reopened"),
        WhyVoid.TAKEN_BACK: pgettext_lazy("event", "It was taken back that it was made up"),
        WhyVoid.FOUND_ANEW: pgettext_lazy("event", "Found otherwise when looked into again"),
        WhyVoid.MERGED: pgettext_lazy("event", "Joined with another case, or parted from one"),
        WhyVoid.CORRECTED: pgettext_lazy("event", "The record of the case was put right"),
        WhyVoid.OTHER_RECORD: pgettext_lazy(
            "event", "Two records of the person were joined or parted"
        ),
    }
)
WHY_NOT = by_word(
    {
        WhyNot.NO_COMPLAINT: pgettext_lazy("why not", "No complaint and no report"),
        WhyNot.NOT_HANDLED: pgettext_lazy("why not", "Not handled, or transferred"),
        WhyNot.WITHDRAWN: pgettext_lazy("why not", "Withdrawn before a finding was made"),
        WhyNot.REOPENED: pgettext_lazy("why not", "Reopened: no finding holds now"),
        WhyNot.TAKEN_BACK: pgettext_lazy("why not", "It was taken back that it was made up"),
        WhyNot.NOT_FOUND_YET: pgettext_lazy("why not", "No finding of the bureau yet"),
        WhyNot.UNSUBSTANTIATED: pgettext_lazy("why not", "Found unsubstantiated"),
        WhyNot.UNVERIFIABLE: pgettext_lazy("why not", "Could not be verified"),
        WhyNot.OUTSIDE: pgettext_lazy("why not", "Outside what is investigated"),
        WhyNot.OTHERS_PEOPLE: pgettext_lazy(
            "why not", "Found so of people of another institution: it counts there"
        ),
        WhyNot.AT_BRANCH: pgettext_lazy("why not", "Found at a branch, which answers for itself"),
        WhyNot.NO_RULE: pgettext_lazy("why not", "No version of the rules holds on that day"),
        WhyNot.SWITCHED_OFF: pgettext_lazy("why not", "The rules have this switched off"),
        WhyNot.OTHER_KIND_OF_UNIT: pgettext_lazy(
            "why not", "The ladder does not apply to this kind of institution"
        ),
        WhyNot.CATEGORY: pgettext_lazy("why not", "Nothing in a category that counts was found so"),
        WhyNot.WHICH_ALLEGATION: pgettext_lazy(
            "why not",
            "Several people are named and not everything found so counts: say which allegation is"
            " whose, in a case for each",
        ),
        WhyNot.PARTLY: pgettext_lazy("why not", "Partly substantiated, which does not count"),
        WhyNot.NOT_OWN_STAFF: pgettext_lazy(
            "why not", "Not on the unit's own staff: a letter goes to the employer"
        ),
        WhyNot.HEAD_FOUND: pgettext_lazy(
            "why not", "In this matter something was found of the head too: nothing is added to it"
        ),
        WhyNot.SAME_MATTER: pgettext_lazy("why not", "The same matter counts already"),
    }
)
NO_HEADS = by_word(
    {
        NoHead.NO_DEPARTMENT: pgettext_lazy(
            "no head", "no department of that unit is on record for the day of receipt"
        ),
        NoHead.NO_HEAD: pgettext_lazy(
            "no head", "the directory names no head of the department on the day of receipt"
        ),
        NoHead.SEVERAL: pgettext_lazy(
            "no head", "the directory names several heads of the department on the day of receipt"
        ),
        NoHead.HIMSELF: pgettext_lazy("no head", "the person headed the department"),
    }
)
PROPOSAL_KINDS = by_word(
    {
        ProposalKind.IMPOSE: pgettext_lazy("proposal", "measures of the tier"),
        ProposalKind.BEYOND_LADDER: pgettext_lazy("proposal", "beyond the ladder"),
        ProposalKind.DOWNGRADE: pgettext_lazy("proposal", "lower it: the count has fallen"),
        ProposalKind.REVOKE: pgettext_lazy("proposal", "revoke it: nothing counts any more"),
        ProposalKind.VARY: pgettext_lazy(
            "proposal", "vary it: the tier is reached by something else now"
        ),
    }
)
PROPOSAL_STATES = by_word(
    {
        ProposalState.PROPOSED: pgettext_lazy("proposal", "proposed by the system"),
        ProposalState.UNDER_REVIEW: pgettext_lazy("proposal", "under review"),
        ProposalState.DISMISSED: pgettext_lazy("proposal", "dismissed"),
        ProposalState.NOTICE_SERVED: pgettext_lazy("proposal", "notice served"),
        ProposalState.STATEMENT: pgettext_lazy("proposal", "statement and defence"),
        ProposalState.DECIDED: pgettext_lazy("proposal", "decided"),
        ProposalState.SERVED: pgettext_lazy("proposal", "decision served"),
        ProposalState.IN_EFFECT: pgettext_lazy("proposal", "in effect"),
        ProposalState.COMPLETED: pgettext_lazy("proposal", "completed"),
        ProposalState.LIFTED: pgettext_lazy("proposal", "lifted"),
        ProposalState.REVOKED: pgettext_lazy("proposal", "revoked"),
        ProposalState.VARIED: pgettext_lazy("proposal", "varied"),
        ProposalState.WITHDRAWN: pgettext_lazy("proposal", "withdrawn: its ground fell"),
    }
)
COLUMNS = by_word(
    {
        Column.PROPOSED: pgettext_lazy("column", "Proposed"),
        Column.UNDER_WAY: pgettext_lazy("column", "Waiting for a second person"),
        Column.IN_EFFECT: pgettext_lazy("column", "In effect"),
    }
)
ACTS = {
    "add_attachment": pgettext_lazy("act", "Attached a file"),
    "count_event": pgettext_lazy("act", "Counted by the rules"),
    "void_event": pgettext_lazy("act", "No longer counted"),
    "propose_measures": pgettext_lazy("act", "Proposed by the rules"),
    "withdraw_proposal": pgettext_lazy("act", "Proposal withdrawn: its ground fell"),
    "reconcile_counts": pgettext_lazy("act", "Counts looked over by hand"),
    "join_records": pgettext_lazy("act", "Proposed to count two records as one person"),
    "approve_joining": pgettext_lazy("act", "Two records count as one person"),
    "undo_joining": pgettext_lazy("act", "Two records count each for itself again"),
    "put_forward_measures": pgettext_lazy("act", "Measures put forward"),
    "serve_notice": pgettext_lazy("act", "Notice served"),
    "hear_statement": pgettext_lazy("act", "Statement noted"),
    "expire_statement": pgettext_lazy("act", "Term of the statement over"),
    "decide_measures": pgettext_lazy("act", "Decision entered"),
    "serve_decision": pgettext_lazy("act", "Decision served"),
    "put_in_effect": pgettext_lazy("act", "Put in effect"),
    "carry_out_measure": pgettext_lazy("act", "Measure carried out"),
    "complete_measures": pgettext_lazy("act", "Completed"),
    "lift_measures": pgettext_lazy("act", "Lifted"),
    "check_eligibility": pgettext_lazy("act", "Eligibility checked"),
    "dismiss_proposal": pgettext_lazy("act", "Proposal dismissed"),
    "ask_again": pgettext_lazy("act", "Review or appeal received"),
    "refuse_late": pgettext_lazy("act", "Review or appeal refused: too late"),
    "take_late": pgettext_lazy("act", "Review or appeal taken though late, for a good reason"),
    "withdraw_remedy": pgettext_lazy("act", "Review or appeal withdrawn by whoever asked"),
    "answer_remedy": pgettext_lazy("act", "Review or appeal decided"),
    "serve_answer": pgettext_lazy("act", "Answer served"),
    "serve_end": pgettext_lazy("act", "End of the matter served"),
    "put_forward_taking_back": pgettext_lazy("act", "Taking back put forward"),
    "take_back_measures": pgettext_lazy("act", "Taken back"),
    "serve_taking_back": pgettext_lazy("act", "Taking back served"),
    "restore": pgettext_lazy("act", "Put right"),
    "close_taking_back": pgettext_lazy("act", "Everything is put right"),
    "summon_to_talk": pgettext_lazy("act", "Interview arranged"),
    "record_talk": pgettext_lazy("act", "Interview put on record"),
    "write_bulletin": pgettext_lazy("act", "Bulletin written"),
    "file_assessment": pgettext_lazy("act", "Assessment of pending appointment filed"),
    "confirm_assessment": pgettext_lazy("act", "Assessment of pending appointment confirmed"),
    "send_back_assessment": pgettext_lazy("act", "Assessment of pending appointment sent back"),
    "order_rectification": pgettext_lazy("act", "Rectification ordered of the unit"),
    "download_paper": pgettext_lazy("act", "Receipt of service downloaded"),
}
"""This app's verbs, as the timeline and the trail name them."""
STORY = {**AUDIENCES, **EVENT_STATES, **PROPOSAL_STATES}
