"""What happens on the ground floor: one function, one transaction each."""

from bureau.services.acts import record_act, user_of
from bureau.services.calendars import load_calendar_year
from bureau.services.directory import DirectoryError, assign_officer
from bureau.services.files import keep_file, open_file
from bureau.services.jobs import finish_job, queue_job, report_progress
from bureau.services.people import AccountError, lift_lockout, open_account, set_preferences
from bureau.services.rule_versions import (
    RuleError,
    approve_rule_version,
    draft_rule_version,
    withdraw_draft,
)
from bureau.services.sealing_acts import anchor_chain, seal_acts

__all__ = [
    "AccountError",
    "DirectoryError",
    "RuleError",
    "anchor_chain",
    "approve_rule_version",
    "assign_officer",
    "draft_rule_version",
    "finish_job",
    "keep_file",
    "lift_lockout",
    "load_calendar_year",
    "open_account",
    "open_file",
    "queue_job",
    "record_act",
    "report_progress",
    "seal_acts",
    "set_preferences",
    "user_of",
    "withdraw_draft",
]
