"""The labels of the rules' words, in the language of whoever reads."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.choices import by_word
from rectification.rules.verification import Bar
from rectification.rules.words import (
    Decision,
    ItemState,
    LookBackResult,
    Method,
    RectKind,
    Severity,
    SourceKind,
    Stage,
    Tab,
    Verdict,
)

STATES = by_word(
    {
        ItemState.DRAFT: pgettext_lazy("ledger", "to be taken up"),
        ItemState.DISMISSED: pgettext_lazy("ledger", "not taken up"),
        ItemState.ISSUED: pgettext_lazy("ledger", "issued"),
        ItemState.PLANNED: pgettext_lazy("ledger", "plan handed in"),
        ItemState.RECTIFYING: pgettext_lazy("ledger", "being rectified"),
        ItemState.RETURNED: pgettext_lazy("ledger", "returned"),
        ItemState.CLOSURE_REQUESTED: pgettext_lazy("ledger", "strike-off applied for"),
        ItemState.VERIFYING: pgettext_lazy("ledger", "being verified"),
        ItemState.PUBLICITY: pgettext_lazy("ledger", "on public notice"),
        ItemState.PHASED: pgettext_lazy("ledger", "done for this phase"),
        ItemState.CLOSED: pgettext_lazy("ledger", "struck off"),
        ItemState.WITHDRAWN: pgettext_lazy("ledger", "withdrawn"),
    }
)
TABS = by_word(
    {
        Tab.TO_TAKE_UP: pgettext_lazy("ledger tab", "To take up"),
        Tab.TO_RECTIFY: pgettext_lazy("ledger tab", "To rectify"),
        Tab.RECTIFYING: pgettext_lazy("ledger tab", "Being rectified"),
        Tab.TO_VERIFY: pgettext_lazy("ledger tab", "To verify"),
        Tab.CLOSED: pgettext_lazy("ledger tab", "Struck off"),
        Tab.LOOK_BACK: pgettext_lazy("ledger tab", "Look-back"),
        Tab.ALL: pgettext_lazy("ledger tab", "All"),
    }
)
SOURCES = by_word(
    {
        SourceKind.COMPLAINT: pgettext_lazy("source", "Complaint"),
        SourceKind.HOTLINE: pgettext_lazy("source", "12345 hotline"),
        SourceKind.PETITION: pgettext_lazy("source", "Petition"),
        SourceKind.FOLLOWUP: pgettext_lazy("source", "Follow-up"),
        SourceKind.SPOT_CHECK: pgettext_lazy("source", "Spot-check"),
        SourceKind.SURVEY: pgettext_lazy("source", "Satisfaction survey"),
        SourceKind.INSPECTION: pgettext_lazy("source", "Inspection"),
        SourceKind.UNANNOUNCED: pgettext_lazy("source", "Unannounced visit"),
        SourceKind.ASSESSMENT: pgettext_lazy("source", "Assessment"),
        SourceKind.SUPERIOR: pgettext_lazy("source", "Superior authority"),
        SourceKind.SELF_CHECK: pgettext_lazy("source", "Self-check"),
        SourceKind.INTERVIEW: pgettext_lazy("source", "Formal interview"),
    }
)
SEVERITIES = by_word(
    {
        Severity.ORDINARY: pgettext_lazy("severity", "ordinary"),
        Severity.SERIOUS: pgettext_lazy("severity", "serious"),
        Severity.HIGH: pgettext_lazy("severity", "high"),
    }
)
RECT_KINDS = by_word(
    {
        RectKind.IMMEDIATE: pgettext_lazy("rectification", "at once"),
        RectKind.LIMITED: pgettext_lazy("rectification", "within a limit"),
        RectKind.STANDING: pgettext_lazy("rectification", "kept up for good"),
    }
)
METHODS = by_word(
    {
        Method.ON_SITE: pgettext_lazy("verification", "on site"),
        Method.DOCUMENTS: pgettext_lazy("verification", "by documents"),
        Method.TELEPHONE: pgettext_lazy("verification", "by telephone"),
    }
)
VERDICTS = by_word(
    {
        Verdict.ACCEPTED: pgettext_lazy("verification", "the problem is gone"),
        Verdict.PHASED: pgettext_lazy("verification", "done for this phase"),
        Verdict.RETURNED: pgettext_lazy("verification", "returned"),
        Verdict.TAKEN_BACK: pgettext_lazy("verification", "taken back by the unit"),
    }
)
STAGES = by_word(
    {
        Stage.BEFORE: pgettext_lazy("evidence", "before"),
        Stage.AFTER: pgettext_lazy("evidence", "after"),
    }
)
LOOK_BACK_RESULTS = by_word(
    {
        LookBackResult.HOLDS: pgettext_lazy("look-back", "holds"),
        LookBackResult.RELAPSE: pgettext_lazy("look-back", "relapse"),
    }
)
DECISIONS = by_word(
    {
        Decision.GRANTED: pgettext_lazy("extension", "granted"),
        Decision.REFUSED: pgettext_lazy("extension", "refused"),
    }
)
BARS = by_word(
    {
        Bar.NO_EVIDENCE: _("Nothing shows yet that the problem is gone: add a photo or a paper."),
        Bar.OLD_EVIDENCE: _(
            "What hangs here was seen before: add a photo or a paper that is newer than that."
        ),
        Bar.OWN_WORK: _("You had a hand in this yourself: somebody else has to verify it."),
        Bar.OWN_UNIT: _("An institution does not strike off: the bureau verifies."),
        Bar.OWN_FINDING: _(
            "You found this problem yourself, or said that it is back: somebody else of the bureau"
            " has to verify it."
        ),
        Bar.OWN_VERDICT: _(
            "You verified this yourself: somebody else of the bureau looks at it again."
        ),
        Bar.NOT_ON_SITE: _("A problem of high severity is verified on site."),
    }
)
ACTS = {
    "open_item": pgettext_lazy("act", "Problem entered in the ledger"),
    "import_item": pgettext_lazy("act", "Brought over from an old ledger"),
    "change_item": pgettext_lazy("act", "Ledger entry changed"),
    "dismiss_item": pgettext_lazy("act", "Problem not taken up"),
    "issue_item": pgettext_lazy("act", "Rectification ordered"),
    "correct_order": pgettext_lazy("act", "Order put right"),
    "withdraw_item": pgettext_lazy("act", "Order withdrawn"),
    "submit_plan": pgettext_lazy("act", "Plan handed in"),
    "report_progress": pgettext_lazy("act", "Progress reported"),
    "add_evidence": pgettext_lazy("act", "Evidence added"),
    "ask_extension": pgettext_lazy("act", "Extension asked for"),
    "decide_extension": pgettext_lazy("act", "Extension decided"),
    "request_closure": pgettext_lazy("act", "Strike-off applied for"),
    "take_back_closure": pgettext_lazy("act", "Application for strike-off taken back"),
    "begin_verification": pgettext_lazy("act", "Verification begun"),
    "accept_closure": pgettext_lazy("act", "Verified"),
    "return_item": pgettext_lazy("act", "Returned"),
    "strike_off": pgettext_lazy("act", "Struck off"),
    "plan_look_back": pgettext_lazy("act", "Look-back planned"),
    "record_look_back": pgettext_lazy("act", "Looked back"),
    "reopen_item": pgettext_lazy("act", "Reopened after a relapse"),
}
"""This app's verbs, as the timeline and the trail name them."""
WHY = {
    "accept_closure": pgettext_lazy("act", "Opinion on verifying"),
    "strike_off": pgettext_lazy("act", "Opinion on verifying"),
    "record_look_back": pgettext_lazy("act", "What was seen"),
    "reopen_item": pgettext_lazy("act", "What was seen"),
    "decide_extension": _("Answer"),
}
"""What people write with an act that is no reason for it."""
ORDER = {
    "kind": _("Kind of rectification"),
    "due_on": _("Due on"),
    "term_reason": _("Why it takes longer"),
    "leader": _("Accountable leader"),
    "sections": _("Accountable sections"),
    "responsible": _("Responsible person"),
    "measures": _("Measures"),
}
"""What an order says, as the timeline names what was put right in it."""
STORY = {**STATES, **LOOK_BACK_RESULTS, **DECISIONS}
"""What an item and what hangs on it can be, for its timeline."""
