"""The labels of the rules' words, in the language of whoever reads."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.choices import by_word
from complaints import act_words, import_words
from complaints.rules.phrases import PhraseUse
from complaints.rules.rechecks import Recheck
from complaints.rules.supervision import Listed
from complaints.rules.words import (
    Audience,
    CaseState,
    CaseType,
    Channel,
    ClockCode,
    ClockFamily,
    Confidentiality,
    Finding,
    Grade,
    Ground,
    OrderAsk,
    PublicState,
    Receiver,
    ReplyWay,
    ReturnGround,
    Risk,
    Tab,
    Unit,
    Waiting,
)

STATES = by_word(
    {
        CaseState.REGISTERED: pgettext_lazy("case", "registered"),
        CaseState.NOT_HANDLED: pgettext_lazy("case", "not handled"),
        CaseState.TRANSFERRED: pgettext_lazy("case", "transferred"),
        CaseState.ACCEPTED: pgettext_lazy("case", "accepted"),
        CaseState.ASSIGNED: pgettext_lazy("case", "assigned"),
        CaseState.INVESTIGATING: pgettext_lazy("case", "being investigated"),
        CaseState.FINDING_SUBMITTED: pgettext_lazy("case", "unit has reported"),
        CaseState.VERIFIED: pgettext_lazy("case", "findings made"),
        CaseState.REPLIED: pgettext_lazy("case", "answered"),
        CaseState.CALLBACK: pgettext_lazy("case", "called back"),
        CaseState.CLOSED: pgettext_lazy("case", "closed"),
        CaseState.ARCHIVED: pgettext_lazy("case", "archived"),
        CaseState.RETURNED: pgettext_lazy("case", "returned by the unit"),
        CaseState.SUSPENDED: pgettext_lazy("case", "suspended"),
        CaseState.WITHDRAWN: pgettext_lazy("case", "withdrawn"),
        CaseState.WITHDRAWN_CONTINUE: pgettext_lazy("case", "withdrawn, goes on"),
        CaseState.REOPENED: pgettext_lazy("case", "reopened"),
    }
)
TABS = by_word(
    {
        Tab.TO_ACCEPT: pgettext_lazy("case tab", "To accept"),
        Tab.TO_DISPATCH: pgettext_lazy("case tab", "To dispatch"),
        Tab.HANDLING: pgettext_lazy("case tab", "Being handled"),
        Tab.TO_REPLY: pgettext_lazy("case tab", "To answer"),
        Tab.TO_CALL_BACK: pgettext_lazy("case tab", "To call back"),
        Tab.CLOSED: pgettext_lazy("case tab", "Closed"),
        Tab.ALL: pgettext_lazy("case tab", "All"),
    }
)
WAITING = by_word(
    {
        Waiting.VERIFY: pgettext_lazy("case waits for", "findings to be made to hold"),
        Waiting.REVIEW: pgettext_lazy("case waits for", "a bad grade to be reviewed"),
        Waiting.DECIDE: pgettext_lazy("case waits for", "a decision on what was asked"),
    }
)
PUBLIC_STATES = by_word(
    {
        PublicState.SUBMITTED: pgettext_lazy("public", "Submitted"),
        PublicState.ACCEPTED: pgettext_lazy("public", "Accepted"),
        PublicState.HANDLING: pgettext_lazy("public", "Being handled"),
        PublicState.ANSWERED: pgettext_lazy("public", "Answered"),
        PublicState.WITHDRAWN: pgettext_lazy("public", "Withdrawn"),
    }
)
TYPES = by_word(
    {
        CaseType.COMPLAINT: pgettext_lazy("case type", "Complaint"),
        CaseType.REPORT: pgettext_lazy("case type", "Report of wrongdoing"),
        CaseType.SUGGESTION: pgettext_lazy("case type", "Suggestion"),
        CaseType.CONSULTATION: pgettext_lazy("case type", "Question"),
        CaseType.HELP: pgettext_lazy("case type", "Request for help"),
        CaseType.PRAISE: pgettext_lazy("case type", "Praise"),
    }
)
CHANNELS = by_word(
    {
        Channel.HOUSE_PHONE: pgettext_lazy("channel", "Institution's complaint phone"),
        Channel.BUREAU_PHONE: pgettext_lazy("channel", "Bureau's complaint phone"),
        Channel.HOTLINE: pgettext_lazy("channel", "12345 hotline"),
        Channel.PETITION_LETTER: pgettext_lazy("channel", "Petition by letter"),
        Channel.PETITION_VISIT: pgettext_lazy("channel", "Petition in person"),
        Channel.PETITION_NET: pgettext_lazy("channel", "Petition online"),
        Channel.PETITION_PHONE: pgettext_lazy("channel", "Petition by phone"),
        Channel.WECHAT: pgettext_lazy("channel", "WeChat"),
        Channel.EMAIL: pgettext_lazy("channel", "E-mail"),
        Channel.OPINION_BOX: pgettext_lazy("channel", "Opinion box"),
        Channel.RECEPTION: pgettext_lazy("channel", "At the desk"),
        Channel.QR_FORM: pgettext_lazy("channel", "QR code"),
        Channel.FOLLOWUP: pgettext_lazy("channel", "In a follow-up"),
        Channel.SURVEY: pgettext_lazy("channel", "In a survey"),
        Channel.SUPERIOR: pgettext_lazy("channel", "Handed down by a superior"),
        Channel.MEDIA: pgettext_lazy("channel", "Media"),
        Channel.LEADERS_BOX: pgettext_lazy("channel", "Leaders' mailbox"),
    }
)
CONFIDENTIALITIES = by_word(
    {
        Confidentiality.OPEN: pgettext_lazy("confidentiality", "by name"),
        Confidentiality.FROM_UNIT: pgettext_lazy("confidentiality", "kept from the institution"),
        Confidentiality.ANONYMOUS: pgettext_lazy("confidentiality", "anonymous"),
    }
)
RISKS = by_word(
    {
        Risk.ORDINARY: pgettext_lazy("risk", "ordinary"),
        Risk.HIGH: pgettext_lazy("risk", "high"),
    }
)
GROUNDS = by_word(
    {
        Ground.IN_COURT: _("It is before a court, or third-party mediation was asked for"),
        Ground.HANDLED_BEFORE: _("The health authority or the petition office has handled it"),
        Ground.NO_FACTS: _("There is no definite object and no concrete fact"),
        Ground.PUBLIC_ORDER: _("It is a public-order or criminal case"),
        Ground.NOT_OURS: _("It is not within the competence of the health authority"),
    }
)
RECEIVERS = by_word(
    {
        Receiver.POLICE: pgettext_lazy("receiver", "Police"),
        Receiver.DISCIPLINE: pgettext_lazy("receiver", "Discipline inspection"),
        Receiver.INSURANCE: pgettext_lazy("receiver", "Medical insurance"),
        Receiver.OTHER_REGION: pgettext_lazy("receiver", "Another region"),
        Receiver.MEDIATION: pgettext_lazy("receiver", "Mediation"),
        Receiver.OTHER: pgettext_lazy("receiver", "Another authority"),
        Receiver.HOTLINE: pgettext_lazy("receiver", "Back to the 12345 hotline"),
        Receiver.PETITIONS: pgettext_lazy("receiver", "Back to whoever handed the petition down"),
    }
)
ORDER_REQUESTS = by_word(
    {
        OrderAsk.RETURN: pgettext_lazy("order", "to give it back to the hotline"),
        OrderAsk.EXCLUDE: pgettext_lazy("order", "not to count it in the rates"),
    }
)
RETURN_GROUNDS = by_word(
    {
        ReturnGround.NOT_OUR_DUTY: _("It is clearly outside of the bureau's duties"),
        ReturnGround.OTHER_REGION: _("It belongs to another region"),
        ReturnGround.IN_PROCEDURE: _(
            "It is before a court, in arbitration, reconsideration or a petition already"
        ),
        ReturnGround.SAME_ORDER: _("It is the same order once more, without new facts"),
    }
)
FINDINGS = by_word(
    {
        Finding.SUBSTANTIATED: pgettext_lazy("finding", "substantiated"),
        Finding.PARTLY: pgettext_lazy("finding", "partly substantiated"),
        Finding.UNSUBSTANTIATED: pgettext_lazy("finding", "unsubstantiated"),
        Finding.UNVERIFIABLE: pgettext_lazy("finding", "unverifiable"),
        Finding.OUTSIDE: pgettext_lazy("finding", "outside of the investigation"),
    }
)
GRADES = by_word(
    {
        Grade.VERY_SATISFIED: _("Very satisfied"),
        Grade.SATISFIED: _("Satisfied"),
        Grade.FAIR: _("Fairly satisfied"),
        Grade.DISSATISFIED: _("Dissatisfied"),
        Grade.VERY_DISSATISFIED: _("Very dissatisfied"),
        Grade.NOT_REACHED: pgettext_lazy("call-back", "Not reached"),
        Grade.REFUSED: pgettext_lazy("call-back", "Would not answer"),
        Grade.NOT_WANTED: pgettext_lazy("call-back", "Wanted no call"),
    }
)
REPLY_WAYS = by_word(
    {
        ReplyWay.PHONE: pgettext_lazy("reply", "by phone"),
        ReplyWay.LETTER: pgettext_lazy("reply", "in writing"),
        ReplyWay.VISIT: pgettext_lazy("reply", "in person"),
        ReplyWay.QUERY_PAGE: pgettext_lazy("reply", "on the query page"),
        ReplyWay.HOTLINE: pgettext_lazy("reply", "through the hotline"),
    }
)
AUDIENCES = by_word(
    {
        Audience.PUBLIC: pgettext_lazy("entry", "to the public"),
        Audience.INSTITUTION: pgettext_lazy("entry", "to the institution"),
        Audience.INTERNAL: pgettext_lazy("entry", "internal"),
    }
)
CLOCK_FAMILIES = by_word(
    {
        ClockFamily.STATUTORY: pgettext_lazy("clock", "statutory"),
        ClockFamily.CHANNEL: pgettext_lazy("clock", "channel"),
        ClockFamily.INTERNAL: pgettext_lazy("clock", "internal"),
    }
)
CLOCKS = by_word(
    {
        ClockCode.FIRST_ACTION: pgettext_lazy("clock", "First action for safety"),
        ClockCode.TRIAGE: pgettext_lazy("clock", "Taken up"),
        ClockCode.ANSWER: pgettext_lazy("clock", "Answer"),
        ClockCode.ANSWER_MANY: pgettext_lazy("clock", "Answer, several departments"),
        ClockCode.UNIT_REPORT: pgettext_lazy("clock", "Unit's report"),
        ClockCode.BUREAU_FINDING: pgettext_lazy("clock", "Bureau's finding"),
        ClockCode.CALLBACK: pgettext_lazy("clock", "Call-back"),
        ClockCode.REVIEW: pgettext_lazy("clock", "Review of a bad call-back"),
        ClockCode.HOTLINE_SIGN: pgettext_lazy("clock", "Hotline: sign in"),
        ClockCode.HOTLINE_RETURN: pgettext_lazy("clock", "Hotline: return"),
        ClockCode.HOTLINE_ANSWER: pgettext_lazy("clock", "Hotline: answer"),
        ClockCode.PETITION_TELL: pgettext_lazy("clock", "Petition: tell whether accepted"),
        ClockCode.PETITION_OBJECT: pgettext_lazy("clock", "Petition: object"),
        ClockCode.PETITION_FINISH: pgettext_lazy("clock", "Petition: finish"),
    }
)
UNITS = by_word(
    {
        Unit.HOURS: pgettext_lazy("unit", "hours"),
        Unit.WORKDAYS: pgettext_lazy("unit", "working days"),
        Unit.DAYS: pgettext_lazy("unit", "days"),
    }
)
ACTS = {**act_words.ACTS, **import_words.ACTS}
"""This app's verbs, as the timeline and the trail name them."""
STORY = {**STATES, **FINDINGS}
"""What an act led into: a case its state, an allegation or a person its finding."""
LISTED = by_word(
    {
        Listed.LONG_UNSOLVED: pgettext_lazy("supervision", "long unsolved"),
        Listed.AFTER_ANSWER: pgettext_lazy("supervision", "brought up again after the answer"),
        Listed.MANY_PEOPLE: pgettext_lazy("supervision", "several people, same problem"),
    }
)
RECHECKS = by_word(
    {
        Recheck.UPHELD: pgettext_lazy("re-check", "upheld"),
        Recheck.REOPENED: pgettext_lazy("re-check", "taken up again"),
    }
)
PHRASE_USES = by_word(
    {
        PhraseUse.ANSWER: pgettext_lazy("phrase", "what the complainant reads"),
        PhraseUse.DISPATCH: pgettext_lazy("phrase", "what the institution reads"),
    }
)
AUDIENCE_TONES = {"public": "warning", "institution": "primary", "internal": "neutral"}
LAW = _("Measures for the management of complaints at medical institutions")
PETITION_RULES = _("Regulations on petition work")
DEFAULT = _("The bureau's own rule")
BASES = {
    ClockCode.ANSWER: LAW,
    ClockCode.ANSWER_MANY: LAW,
    ClockCode.PETITION_TELL: PETITION_RULES,
    ClockCode.PETITION_OBJECT: PETITION_RULES,
    ClockCode.PETITION_FINISH: PETITION_RULES,
    ClockCode.FIRST_ACTION: DEFAULT,
    ClockCode.TRIAGE: DEFAULT,
    ClockCode.UNIT_REPORT: DEFAULT,
    ClockCode.BUREAU_FINDING: DEFAULT,
    ClockCode.CALLBACK: DEFAULT,
    ClockCode.REVIEW: DEFAULT,
    ClockCode.HOTLINE_SIGN: DEFAULT,
    ClockCode.HOTLINE_RETURN: DEFAULT,
    ClockCode.HOTLINE_ANSWER: DEFAULT,
}
"""Where the length of each clock comes from."""
