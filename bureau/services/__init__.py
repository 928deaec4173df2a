"""What happens on the ground floor: one function, one transaction each."""

from bureau.services.acts import record_act, user_of
from bureau.services.attachments import (
    add_attachment,
    change_audience,
    open_attachment,
    withdraw_attachment,
)
from bureau.services.calendars import load_calendar_year
from bureau.services.directory import DirectoryError, assign_officer
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
from bureau.services.files import forget_file, keep_file, open_file
from bureau.services.jobs import finish_job, queue_job, report_progress
from bureau.services.papers import (
    download_paper,
    draft_paper,
    issue_number,
    return_paper,
    review_paper,
    revise_paper,
    sign_paper,
    void_paper,
)
from bureau.services.people import AccountError, lift_lockout, open_account, set_preferences
from bureau.services.sealing_acts import anchor_chain, seal_acts

__all__ = [
    "AccountError",
    "BureauError",
    "DirectoryError",
    "add_attachment",
    "anchor_chain",
    "approve_export",
    "ask_export",
    "assign_officer",
    "build_export",
    "change_audience",
    "download_export",
    "download_paper",
    "draft_paper",
    "expire_exports",
    "exports_not_built",
    "fail_export",
    "finish_job",
    "forget_file",
    "hand_out",
    "issue_number",
    "keep_file",
    "lay_out",
    "lift_lockout",
    "load_calendar_year",
    "open_account",
    "open_attachment",
    "open_file",
    "queue_job",
    "record_act",
    "refuse_export",
    "report_progress",
    "return_paper",
    "review_paper",
    "revise_paper",
    "seal_acts",
    "set_preferences",
    "sign_paper",
    "user_of",
    "void_paper",
    "withdraw_attachment",
]
