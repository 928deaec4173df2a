"""What happens on the ground floor: one function, one transaction each."""

from bureau.services.acts import record_act, user_of
from bureau.services.calendars import load_calendar_year
from bureau.services.directory import DirectoryError, assign_duty_section, assign_officer
from bureau.services.due import About, DueKind, take_due_levels
from bureau.services.files import keep_file, open_file
from bureau.services.jobs import finish_job, queue_job, report_progress
from bureau.services.letters import LetterError, give_up_letter, resend_letter, send_due
from bureau.services.notices import (
    Telling,
    choose_letters,
    read_all_notices,
    read_notice,
    tell,
)
from bureau.services.people import AccountError, lift_lockout, open_account, set_preferences
from bureau.services.placements import place_staff, transfer_staff
from bureau.services.posts import appoint_leader, end_post, name_deputies, set_remit
from bureau.services.sealing_acts import anchor_chain, seal_acts

__all__ = [
    "About",
    "AccountError",
    "DirectoryError",
    "DueKind",
    "LetterError",
    "Telling",
    "anchor_chain",
    "appoint_leader",
    "assign_duty_section",
    "assign_officer",
    "choose_letters",
    "end_post",
    "finish_job",
    "give_up_letter",
    "keep_file",
    "lift_lockout",
    "load_calendar_year",
    "name_deputies",
    "open_account",
    "open_file",
    "place_staff",
    "queue_job",
    "read_all_notices",
    "read_notice",
    "record_act",
    "report_progress",
    "resend_letter",
    "seal_acts",
    "send_due",
    "set_preferences",
    "set_remit",
    "take_due_levels",
    "tell",
    "transfer_staff",
    "user_of",
]
