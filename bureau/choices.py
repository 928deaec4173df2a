"""The labels of the rules' words, in the language of whoever reads."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.access_keys import KeyState, Scope
from bureau.attachments import Unfit
from bureau.calendar import Counting
from bureau.due import LevelKind
from bureau.rule_tables import Basis, VersionState
from bureau.rules import (
    ActorKind,
    Audience,
    DayKind,
    ExportForm,
    ExportState,
    Grade,
    InstitutionKind,
    JobState,
    LeaderKind,
    PaperState,
    Role,
)
from bureau.sending import ChannelName, DeliveryState, NoticeKind, Urgency
from bureau.trail import FaultKind


def by_word(labels: Mapping[str, Any]) -> dict[str, Any]:
    """Key labels by plain strings: migrations keep words, a rule's word finds its label."""
    return {str(word): label for word, label in labels.items()}


ROLES = by_word(
    {
        Role.SYS_ADMIN: _("System administrator"),
        Role.AUDITOR: _("Auditor"),
        Role.LEADER: _("Bureau leader"),
        Role.SECTION_HEAD: _("Section head"),
        Role.BUREAU_STAFF: _("Bureau staff"),
        Role.LIAISON: _("Liaison officer"),
        Role.HOSPITAL_OFFICER: _("Hospital quality officer"),
        Role.DEPARTMENT_HANDLER: _("Department handler"),
    }
)
LEADER_KINDS = by_word(
    {
        LeaderKind.HEAD: _("Principal head"),
        LeaderKind.DEPUTY: _("Deputy in charge"),
    }
)
INSTITUTION_KINDS = by_word(
    {
        InstitutionKind.GENERAL: _("General hospital"),
        InstitutionKind.TCM: _("Hospital of Chinese medicine"),
        InstitutionKind.MATERNITY: _("Maternal and child health hospital"),
        InstitutionKind.SPECIALIST: _("Specialist hospital"),
        InstitutionKind.TOWNSHIP: _("Township health centre"),
        InstitutionKind.COMMUNITY: _("Community health centre"),
        InstitutionKind.CLINIC: _("Village clinic"),
    }
)
GRADES = by_word(
    {
        Grade.THREE_A: _("Level 3, class A"),
        Grade.THREE_B: _("Level 3, class B"),
        Grade.THREE: _("Level 3"),
        Grade.TWO_A: _("Level 2, class A"),
        Grade.TWO_B: _("Level 2, class B"),
        Grade.TWO: _("Level 2"),
        Grade.ONE: _("Level 1"),
        Grade.NONE: _("Not graded"),
    }
)
DAY_KINDS = by_word(
    {
        DayKind.HOLIDAY: _("Holiday"),
        DayKind.MAKEUP: _("Make-up working day"),
    }
)
COUNTINGS = by_word(
    {
        Counting.COUNTS: pgettext_lazy("day", "counts"),
        Counting.MAKEUP: pgettext_lazy("day", "counts (make-up day)"),
        Counting.NOT: pgettext_lazy("day", "does not count"),
    }
)
JOB_STATES = by_word(
    {
        JobState.QUEUED: _("Waiting"),
        JobState.RUNNING: _("Under way"),
        JobState.DONE: _("Done"),
        JobState.FAILED: _("Failed"),
    }
)
ACTOR_KINDS = by_word(
    {
        ActorKind.USER: _("Account"),
        ActorKind.API: _("Hospital system"),
        ActorKind.PUBLIC: _("Citizen"),
        ActorKind.JOB: _("Automatic job"),
    }
)
NOTICE_KINDS = by_word(
    {
        NoticeKind.DUE: _("Reminder before a due day"),
        NoticeKind.OVERDUE: _("Overdue"),
        NoticeKind.URGED: _("Urged by the bureau"),
        NoticeKind.TASK: _("Work that came to you"),
        NoticeKind.SYSTEM: _("About the system"),
    }
)
URGENCIES = by_word(
    {
        Urgency.NORMAL: _("In the day's letter"),
        Urgency.PROMPT: _("By itself, in office hours"),
        Urgency.SAFETY: _("At any hour"),
    }
)
CHANNELS = by_word({ChannelName.EMAIL: _("E-mail")})
DELIVERY_STATES = by_word(
    {
        DeliveryState.WAITING: pgettext_lazy("letter", "Waiting"),
        DeliveryState.CLAIMED: pgettext_lazy("letter", "Being sent"),
        DeliveryState.SENT: pgettext_lazy("letter", "Sent"),
        DeliveryState.FAILED: pgettext_lazy("letter", "Failed, will be tried again"),
        DeliveryState.UNKNOWN: pgettext_lazy("letter", "Outcome unknown"),
        DeliveryState.DEAD: pgettext_lazy("letter", "Not delivered"),
        DeliveryState.IN_APP: pgettext_lazy("letter", "On the platform only"),
        DeliveryState.GIVEN_UP: pgettext_lazy("letter", "Given up"),
    }
)
LEVEL_KINDS = by_word(
    {
        LevelKind.WARN: pgettext_lazy("level", "Warning"),
        LevelKind.REMIND: pgettext_lazy("level", "Reminder"),
        LevelKind.ESCALATE: pgettext_lazy("level", "Carried further"),
    }
)
# What a letter says of itself where nothing went out: the reason, worded when shown.
NOT_MAILED = {
    "no_server": _("No mail server is set up."),
    "no_address": _("The account has no e-mail address."),
    "inactive": _("The account is closed."),
    "read": _("Everything in it had been read."),
    "never_reported": _("The worker broke off; the letter may have arrived."),
}
TRAIL_FAULTS = by_word(
    {
        FaultKind.EDITED: _("Act edited"),
        FaultKind.DELETED: _("Act deleted"),
        FaultKind.INSERTED: _("Act put in afterwards"),
        FaultKind.REORDERED: _("Act moved to another place"),
        FaultKind.CUT: _("The end of the chain is cut off, as the anchor says of"),
        FaultKind.REPLACED: _("The chain was replaced, as the anchor says of"),
        FaultKind.UNSEALED: _("Act not sealed in time"),
        FaultKind.UNGUARDED: _("Table open to edits"),
        FaultKind.NO_ANCHOR: _("Anchor missing of"),
    }
)
EXPORT_FORMS = by_word(
    {
        ExportForm.XLSX: _("Workbook (xlsx)"),
        ExportForm.CSV: _("Text (csv)"),
    }
)
EXPORT_STATES = by_word(
    {
        ExportState.ASKED: pgettext_lazy("export", "Waiting for a second person"),
        ExportState.QUEUED: pgettext_lazy("export", "Waiting to be built"),
        ExportState.BUILDING: pgettext_lazy("export", "Being built"),
        ExportState.READY: pgettext_lazy("export", "Ready"),
        ExportState.DELIVERED: pgettext_lazy("export", "Fetched"),
        ExportState.REFUSED: pgettext_lazy("export", "Refused"),
        ExportState.FAILED: pgettext_lazy("export", "Failed"),
        ExportState.EXPIRED: pgettext_lazy("export", "Expired"),
    }
)
PAPER_STATES = by_word(
    {
        PaperState.DRAFT: pgettext_lazy("paper", "Draft"),
        PaperState.REVIEWED: pgettext_lazy("paper", "Reviewed"),
        PaperState.SIGNED: pgettext_lazy("paper", "Signed"),
        PaperState.VOIDED: pgettext_lazy("paper", "Voided"),
    }
)
AUDIENCES = by_word(
    {
        Audience.INTERNAL: pgettext_lazy("audience", "The bureau only"),
        Audience.INSTITUTION: pgettext_lazy("audience", "The bureau and the institution"),
        Audience.PUBLIC: pgettext_lazy("audience", "Everybody"),
    }
)
UNFIT = by_word(
    {
        Unfit.EMPTY: _("This file is empty. Choose another."),
        Unfit.TOO_BIG: _("This file is too big: at most 10 MB, unpacked at most 100 MB."),
        Unfit.UNKNOWN_TYPE: _(
            "This kind of file is not taken. Send a photo (jpg, png, webp), a PDF, or a document,"
            " workbook or presentation (docx, xlsx, pptx)."
        ),
        Unfit.ACTIVE: _(
            "There is a program in this file. Save it without macros or scripts and try again."
        ),
        Unfit.TOO_MANY_PIXELS: _("This picture is too large: at most 40 million points."),
        Unfit.BROKEN: _("This file cannot be read to its end. Send it again."),
        Unfit.ENCRYPTED: _("This file is locked with a password. Save it without one."),
    }
)
API_SCOPES = by_word(
    {
        Scope.REGISTERS_READ: _("read registers"),
        Scope.REGISTERS_WRITE: _("hand in registers"),
        Scope.POSTINGS_READ: _("read posting places"),
        Scope.INSPECTIONS_READ: _("read inspections"),
        Scope.LEDGER_READ: _("read the own ledger items"),
        Scope.LEDGER_WRITE: _("name problems for the ledger"),
    }
)
KEY_STATES = by_word(
    {
        KeyState.ACTIVE: pgettext_lazy("key", "In use"),
        KeyState.OVERLAP: pgettext_lazy("key", "Replaced, still accepted"),
        KeyState.EXPIRED: pgettext_lazy("key", "Expired"),
        KeyState.REVOKED: pgettext_lazy("key", "Revoked"),
    }
)
VERSION_STATES = by_word(
    {
        VersionState.DRAFT: pgettext_lazy("rules", "Draft"),
        VersionState.APPROVED: pgettext_lazy("rules", "Approved"),
        VersionState.WITHDRAWN: pgettext_lazy("rules", "Withdrawn"),
    }
)
BASES = by_word(
    {
        Basis.PLAN: _("the county's plan"),
        Basis.LAW: _("law"),
        Basis.DEFAULT: _("the bureau's default"),
    }
)
ACTS = {
    "log_in": pgettext_lazy("act", "Logged in"),
    "log_out": pgettext_lazy("act", "Logged out"),
    "fail_log_in": pgettext_lazy("act", "Log-in failed"),
    "be_denied": pgettext_lazy("act", "Was denied"),
    "read_trail": pgettext_lazy("act", "Read the trail"),
    "lift_lockout": pgettext_lazy("act", "Opened log-in again"),
    "open_account": pgettext_lazy("act", "Account opened"),
    "change_rights": pgettext_lazy("act", "Changed what an account may"),
    "set_password": pgettext_lazy("act", "Set another password"),
    "appoint_leader": pgettext_lazy("act", "Leader appointed"),
    "set_remit": pgettext_lazy("act", "Leader's remit changed"),
    "end_post": pgettext_lazy("act", "Leader's post ended"),
    "transfer_staff": pgettext_lazy("act", "Staff member transferred"),
    "place_staff": pgettext_lazy("act", "Staff taken over from the roster"),
    "assign_officer": pgettext_lazy("act", "Liaison officer assigned"),
    "assign_duty_section": pgettext_lazy("act", "Section put on duty"),
    "choose_letters": pgettext_lazy("act", "Chose what comes by e-mail"),
    "give_up_letter": pgettext_lazy("act", "Gave a letter up"),
    "resend_letter": pgettext_lazy("act", "Had a letter sent again"),
    "take_due_level": pgettext_lazy("act", "Reminded or carried further when due"),
    "add_attachment": pgettext_lazy("act", "Attached a file"),
    "change_audience": pgettext_lazy("act", "Changed who sees an attachment"),
    "withdraw_attachment": pgettext_lazy("act", "Withdrew an attachment"),
    "open_attachment": pgettext_lazy("act", "Opened an attachment"),
    "draft_paper": pgettext_lazy("act", "Drafted a paper"),
    "revise_paper": pgettext_lazy("act", "Revised a paper"),
    "send_paper": pgettext_lazy("act", "Sent a paper for review"),
    "review_paper": pgettext_lazy("act", "Reviewed a paper"),
    "return_paper": pgettext_lazy("act", "Returned a paper"),
    "sign_paper": pgettext_lazy("act", "Signed a paper"),
    "void_paper": pgettext_lazy("act", "Voided a paper"),
    "download_paper": pgettext_lazy("act", "Downloaded a paper"),
    "ask_export": pgettext_lazy("act", "Asked for an export"),
    "approve_export": pgettext_lazy("act", "Approved an export"),
    "refuse_export": pgettext_lazy("act", "Refused an export"),
    "build_export": pgettext_lazy("act", "Export built"),
    "fail_export": pgettext_lazy("act", "Export failed"),
    "download_export": pgettext_lazy("act", "Fetched an export"),
    "expire_export": pgettext_lazy("act", "Export expired"),
    "export_sheet": pgettext_lazy("act", "Exported master data"),
    "issue_api_key": pgettext_lazy("act", "Issued an API key"),
    "rotate_api_key": pgettext_lazy("act", "Replaced an API key"),
    "revoke_api_key": pgettext_lazy("act", "Revoked an API key"),
    "draft_rule_version": pgettext_lazy("act", "Drafted a rule version"),
    "approve_rule_version": pgettext_lazy("act", "Approved a rule version"),
    "replace_rule_version": pgettext_lazy("act", "Replaced a rule version before it began"),
    "withdraw_draft": pgettext_lazy("act", "Withdrew a draft"),
    "add_category": pgettext_lazy("act", "Added a problem category"),
    "change_category": pgettext_lazy("act", "Changed a problem category"),
    "retire_category": pgettext_lazy("act", "Retired a problem category"),
    "add_lexicon_entry": pgettext_lazy("act", "Added a phrase to the lexicon"),
    "change_lexicon_entry": pgettext_lazy("act", "Changed a phrase of the lexicon"),
    "retire_lexicon_entry": pgettext_lazy("act", "Retired a phrase of the lexicon"),
}
"""The ground floor's verbs, as the timeline and the trail name them."""
