"""The labels of the rules' words, in the language of whoever reads."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.choices import by_word
from followups.rules.register import RegisterState
from followups.rules.words import (
    CheckState,
    DischargeWay,
    DoubtState,
    Grade,
    Method,
    Outcome,
    ReportKind,
    RowState,
    Severity,
    Sex,
    SpecialKind,
    UploadState,
    Verdict,
)

OUTCOMES = by_word(
    {
        Outcome.REACHED_PATIENT: _("Reached the patient"),
        Outcome.REACHED_FAMILY: _("Reached the family"),
        Outcome.NO_ANSWER: _("No answer"),
        Outcome.INVALID_NUMBER: _("Number not in use"),
        Outcome.WRONG_NUMBER: _("Wrong number"),
        Outcome.REFUSED: _("Refused to talk"),
        Outcome.DECEASED: _("Deceased"),
        Outcome.READMITTED: _("Readmitted"),
        Outcome.LOST: _("Lost to follow-up"),
        Outcome.EXCLUDED: _("Excluded"),
        Outcome.PENDING: _("Not followed up yet"),
    }
)
METHODS = by_word(
    {
        Method.PHONE: _("Phone"),
        Method.VISIT: _("Home visit"),
        Method.WECHAT: _("WeChat"),
        Method.SMS: _("Text message"),
        Method.OUTPATIENT: _("Outpatient visit"),
        Method.LETTER: _("Letter"),
        Method.VIDEO: _("Video call"),
    }
)
SEXES = by_word({Sex.MALE: _("male"), Sex.FEMALE: _("female")})
DISCHARGE_WAYS = by_word(
    {
        DischargeWay.CURED: _("Cured"),
        DischargeWay.IMPROVED: _("Improved"),
        DischargeWay.NOT_CURED: _("Not cured"),
        DischargeWay.TRANSFERRED: _("Transferred"),
        DischargeWay.SELF_DISCHARGED: _("Left at own wish"),
        DischargeWay.DIED: _("Died"),
        DischargeWay.OTHER: pgettext_lazy("way of discharge", "Other"),
    }
)
SPECIAL_KINDS = by_word(
    {
        SpecialKind.CRITICAL: _("Critically ill"),
        SpecialKind.SURGERY: _("Surgery"),
        SpecialKind.TUMOUR: _("Tumour"),
        SpecialKind.CHRONIC: _("Chronic disease"),
        SpecialKind.MATERNITY: _("Pregnancy and childbirth"),
        SpecialKind.CHILD: _("Newborn or young child"),
        SpecialKind.AGED: _("80 years or older"),
        SpecialKind.PSYCHIATRIC: _("Psychiatric"),
        SpecialKind.TUBE_OR_DRUG: _("Discharged with a tube or risky drugs"),
        SpecialKind.COMPLAINED: _("Has complained"),
        SpecialKind.OTHER: pgettext_lazy("special patient", "Other"),
    }
)
GRADES = by_word(
    {
        Grade.VERY_SATISFIED: _("Very satisfied"),
        Grade.SATISFIED: _("Satisfied"),
        Grade.FAIR: _("Fairly satisfied"),
        Grade.DISSATISFIED: _("Dissatisfied"),
        Grade.VERY_DISSATISFIED: _("Very dissatisfied"),
    }
)
VERDICTS = by_word(
    {
        Verdict.GENUINE: _("True: was followed up"),
        Verdict.NOT_FOLLOWED: _("Not followed up, says the patient"),
        Verdict.CONTENT_MISMATCH: _("Followed up, but the content differs"),
        Verdict.NUMBER_WRONG: _("The number is wrong"),
        Verdict.UNREACHABLE: _("Not reached"),
        Verdict.REFUSED: pgettext_lazy("spot-check", "Would not answer"),
        Verdict.UNCLEAR: _("Does not remember"),
    }
)
CHECK_STATES = by_word(
    {
        CheckState.CALLING: _("being called"),
        CheckState.FINISHED: _("all results in"),
        CheckState.NOBODY: _("nobody to call"),
        CheckState.WAITING: _("waiting for approval"),
        CheckState.LAID_ASIDE: _("not drawn again"),
        CheckState.REPLACED: pgettext_lazy("draw", "replaced"),
    }
)
DOUBT_STATES = by_word(
    {
        DoubtState.SECOND_CALL: _("waits for a second call"),
        DoubtState.NOT_BORNE_OUT: _("not borne out by the second call"),
        DoubtState.EXPLAINING: _("with the institution to explain"),
        DoubtState.TO_DECIDE: _("to be decided"),
        DoubtState.CONFIRMED: _("made up"),
        DoubtState.DISMISSED: pgettext_lazy("follow-up", "not found to be made up"),
        DoubtState.TAKEN_BACK: pgettext_lazy("follow-up", "taken back"),
    }
)
REGISTER_STATES = by_word(
    {
        RegisterState.NOT_DUE: _("not due yet"),
        RegisterState.ON_TIME: _("on time"),
        RegisterState.LATE: _("late"),
        RegisterState.PARTIAL: _("in part"),
        RegisterState.MISSING: _("missing"),
        RegisterState.NIL: _("nil report"),
    }
)
UPLOAD_STATES = by_word(
    {
        UploadState.WAITING: _("Waiting to be read"),
        UploadState.READING: _("Being read"),
        UploadState.ASKING: _("A question is open"),
        UploadState.CHECKED: _("Checked"),
        UploadState.REFUSED: _("Cannot be read"),
        UploadState.FAILED: _("Failed"),
        UploadState.SUBMITTED: _("Submitted"),
        UploadState.WITHDRAWN: _("Withdrawn"),
    }
)
ROW_STATES = by_word(
    {
        RowState.NEW: pgettext_lazy("row", "New"),
        RowState.UPDATED: pgettext_lazy("row", "Updated"),
        RowState.UNCHANGED: pgettext_lazy("row", "Unchanged"),
        RowState.REFUSED: pgettext_lazy("row", "With problems"),
    }
)
SEVERITIES = by_word(
    {
        Severity.WARNING: pgettext_lazy("problem", "Warning"),
        Severity.ERROR: pgettext_lazy("problem", "Error"),
        Severity.BLOCK: pgettext_lazy("problem", "Blocks the whole file"),
    }
)
REPORT_KINDS = by_word({ReportKind.PROVISIONAL: _("Provisional"), ReportKind.FINAL: _("Final")})
# The answers to what a file leaves open.
OPTION_LABELS = {
    "by_content": _(
        "Where something is written about the follow-up it counts as reached;"
        " the other rows as not followed up yet"
    ),
    "all_reached": _("Everybody in the file was reached"),
    "yes": _("Yes"),
    "no": _("No"),
}
ACTS = {
    "receive_upload": pgettext_lazy("act", "File handed in"),
    "receive_rows": pgettext_lazy("act", "Rows handed in"),
    "check_upload": pgettext_lazy("act", "File checked"),
    "answer_questions": pgettext_lazy("act", "Questions about the file answered"),
    "correct_cells": pgettext_lazy("act", "Cells corrected on the page"),
    "withdraw_upload": pgettext_lazy("act", "File laid aside"),
    "take_back_register": pgettext_lazy("act", "Register taken back: none is owed"),
    "settle_left_out": pgettext_lazy("act", "Rows left out declared settled"),
    "submit_upload": pgettext_lazy("act", "Register submitted"),
    "file_nil_report": pgettext_lazy("act", "Nil report filed"),
    "note_download": pgettext_lazy("act", "Workbook downloaded"),
    "note_report_download": pgettext_lazy("act", "Monthly report downloaded"),
    "note_receipt_download": pgettext_lazy("act", "Receipt downloaded"),
    "remind": pgettext_lazy("act", "Institution reminded"),
    "remove_row": pgettext_lazy("act", "Row taken out"),
    "return_register": pgettext_lazy("act", "Register sent back"),
    "build_provisional_report": pgettext_lazy("act", "Provisional report built"),
    "build_final_report": pgettext_lazy("act", "Month closed"),
    "draw_spot_check": pgettext_lazy("act", "Spot-check drawn"),
    "reveal_number": pgettext_lazy("act", "Looked at a number"),
    "record_call": pgettext_lazy("act", "Call recorded"),
    "correct_result": pgettext_lazy("act", "Result of a call corrected"),
    "record_second_call": pgettext_lazy("act", "Second call recorded"),
    "explain_doubt": pgettext_lazy("act", "Follow-up in doubt explained"),
    "confirm_false_followup": pgettext_lazy("act", "Follow-up found to be made up"),
    "dismiss_doubt": pgettext_lazy("act", "Follow-up not found to be made up"),
    "take_back_doubt": pgettext_lazy("act", "Decision on a follow-up taken back"),
    "ask_redraw": pgettext_lazy("act", "Asked for a redraw"),
    "approve_redraw": pgettext_lazy("act", "Agreed to a redraw"),
    "refuse_redraw": pgettext_lazy("act", "Refused a redraw"),
    "withdraw_redraw": pgettext_lazy("act", "Withdrew the wish for a redraw"),
}
"""This app's verbs, as the timeline and the trail name them."""
REGISTER_STORY = {
    **REGISTER_STATES,
    **UPLOAD_STATES,
}
"""What a register and its files can be, for its timeline; no word stands for two things."""
CHECK_STORY = {
    **VERDICTS,
    **CHECK_STATES,
    **DOUBT_STATES,
}
"""What a draw and its people can be, for its timeline."""
