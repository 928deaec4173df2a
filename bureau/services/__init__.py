"""What happens on the ground floor: one function, one transaction each."""

from bureau.services.acts import PUBLIC, Doer, client_of, record_act, user_of
from bureau.services.api_keys import (
    ApiKeyError,
    IssuedKey,
    KeyRefused,
    count_request,
    issue_api_key,
    key_of_token,
    note_use,
    revoke_api_key,
    rotate_api_key,
)
from bureau.services.assignments import assign_officer, assign_officer_named, end_assignment
from bureau.services.attachments import (
    add_attachment,
    change_audience,
    file_under,
    hang_again,
    open_attachment,
    open_released,
    withdraw_attachment,
)
from bureau.services.beats import note_beat
from bureau.services.calendars import (
    MOST_NOTICE_BYTES,
    NOTICE_SOURCE,
    ask_where_dates_move,
    load_calendar_year,
    load_notice,
)
from bureau.services.directory import DirectoryError, assign_duty_section
from bureau.services.doors import DoorShut, forget_visitors, knock, visitor
from bureau.services.due import About, DueKind, keep_from_houses, take_due_levels
from bureau.services.errors import BureauError
from bureau.services.export_files import (
    build_export,
    download_export,
    expire_exports,
    exports_not_built,
    fail_export,
    hand_out,
)
from bureau.services.exports import approve_export, ask_export, lay_out, refuse_export
from bureau.services.failures import recorded
from bureau.services.files import atomic_with_files, forget_file, keep_file, open_file
from bureau.services.jobs import finish_job, queue_job, report_progress
from bureau.services.kept_answers import (
    KeyUsedOtherwise,
    TwinUnderWay,
    claim_key,
    keep_answer,
    purge_kept_answers,
)
from bureau.services.letters import LetterError, give_up_letter, resend_letter, send_due
from bureau.services.lexicon import (
    LexiconError,
    add_category,
    add_lexicon_entry,
    change_category,
    change_lexicon_entry,
)
from bureau.services.looks import record_look
from bureau.services.notices import Telling, choose_letters, read_all_notices, read_notice, tell
from bureau.services.paper_reviews import return_paper, review_paper, send_paper
from bureau.services.papers import (
    download_paper,
    draft_paper,
    issue_number,
    revise_paper,
    sign_paper,
    void_paper,
)
from bureau.services.people import (
    AccountError,
    lift_lockout,
    note_account,
    note_password,
    note_rights,
    open_account,
    rights_of,
    said_of,
    set_preferences,
)
from bureau.services.placements import check_placement, place_staff, transfer_staff
from bureau.services.posts import appoint_leader, end_post, name_deputies, set_remit
from bureau.services.records import (
    change_record,
    enter_record,
    remove_record,
    set_permissions,
)
from bureau.services.refusals import note_denial, note_failed_log_in, note_key_refused
from bureau.services.rule_versions import (
    RuleError,
    approve_rule_version,
    draft_rule_version,
    hold_rules,
    withdraw_draft,
)
from bureau.services.sealing_acts import anchor_chain, days_to_anchor, seal_acts
from bureau.services.serials import take_serial
from bureau.services.sheets import export_sheet
from bureau.services.sweeping import sweep_files
from bureau.services.visits import note_visits

__all__ = [
    "MOST_NOTICE_BYTES",
    "NOTICE_SOURCE",
    "PUBLIC",
    "About",
    "AccountError",
    "ApiKeyError",
    "BureauError",
    "DirectoryError",
    "Doer",
    "DoorShut",
    "DueKind",
    "IssuedKey",
    "KeyRefused",
    "KeyUsedOtherwise",
    "LetterError",
    "LexiconError",
    "RuleError",
    "Telling",
    "TwinUnderWay",
    "add_attachment",
    "add_category",
    "add_lexicon_entry",
    "anchor_chain",
    "appoint_leader",
    "approve_export",
    "approve_rule_version",
    "ask_export",
    "ask_where_dates_move",
    "assign_duty_section",
    "assign_officer",
    "assign_officer_named",
    "atomic_with_files",
    "build_export",
    "change_audience",
    "change_category",
    "change_lexicon_entry",
    "change_record",
    "check_placement",
    "choose_letters",
    "claim_key",
    "client_of",
    "count_request",
    "days_to_anchor",
    "download_export",
    "download_paper",
    "draft_paper",
    "draft_rule_version",
    "end_assignment",
    "end_post",
    "enter_record",
    "expire_exports",
    "export_sheet",
    "exports_not_built",
    "fail_export",
    "file_under",
    "finish_job",
    "forget_file",
    "forget_visitors",
    "give_up_letter",
    "hand_out",
    "hang_again",
    "hold_rules",
    "issue_api_key",
    "issue_number",
    "keep_answer",
    "keep_file",
    "keep_from_houses",
    "key_of_token",
    "knock",
    "lay_out",
    "lift_lockout",
    "load_calendar_year",
    "load_notice",
    "name_deputies",
    "note_account",
    "note_beat",
    "note_denial",
    "note_failed_log_in",
    "note_key_refused",
    "note_password",
    "note_rights",
    "note_use",
    "note_visits",
    "open_account",
    "open_attachment",
    "open_file",
    "open_released",
    "place_staff",
    "purge_kept_answers",
    "queue_job",
    "read_all_notices",
    "read_notice",
    "record_act",
    "record_look",
    "recorded",
    "refuse_export",
    "remove_record",
    "report_progress",
    "resend_letter",
    "return_paper",
    "review_paper",
    "revise_paper",
    "revoke_api_key",
    "rights_of",
    "rotate_api_key",
    "said_of",
    "seal_acts",
    "send_due",
    "send_paper",
    "set_permissions",
    "set_preferences",
    "set_remit",
    "sign_paper",
    "sweep_files",
    "take_due_levels",
    "take_serial",
    "tell",
    "transfer_staff",
    "user_of",
    "visitor",
    "void_paper",
    "withdraw_attachment",
    "withdraw_draft",
]
