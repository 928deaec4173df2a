"""What happens on the ground floor: one function, one transaction each."""

from bureau.services.acts import Doer, client_of, record_act, user_of
from bureau.services.api_keys import (
    ApiKeyError,
    IssuedKey,
    count_request,
    issue_api_key,
    key_of_token,
    note_use,
    revoke_api_key,
    rotate_api_key,
)
from bureau.services.calendars import load_calendar_year
from bureau.services.directory import DirectoryError, assign_officer
from bureau.services.files import keep_file, open_file
from bureau.services.jobs import finish_job, queue_job, report_progress
from bureau.services.kept_answers import (
    KeyUsedOtherwise,
    TwinUnderWay,
    claim_key,
    keep_answer,
    purge_kept_answers,
)
from bureau.services.people import AccountError, lift_lockout, open_account, set_preferences
from bureau.services.sealing_acts import anchor_chain, seal_acts

__all__ = [
    "AccountError",
    "ApiKeyError",
    "DirectoryError",
    "Doer",
    "IssuedKey",
    "KeyUsedOtherwise",
    "TwinUnderWay",
    "anchor_chain",
    "assign_officer",
    "claim_key",
    "client_of",
    "count_request",
    "finish_job",
    "issue_api_key",
    "keep_answer",
    "keep_file",
    "key_of_token",
    "lift_lockout",
    "load_calendar_year",
    "note_use",
    "open_account",
    "open_file",
    "purge_kept_answers",
    "queue_job",
    "record_act",
    "report_progress",
    "revoke_api_key",
    "rotate_api_key",
    "seal_acts",
    "set_preferences",
    "user_of",
]
