"""What happens to a case: one function, one transaction each."""

from complaints.services.accusing import make_accusation
from complaints.services.answering import (
    archive_case,
    close_case,
    open_rectification,
    record_callback,
    reply_case,
    review_callback,
)
from complaints.services.clocks import (
    ask_more_time,
    convert_to_many,
    decide_more_time,
    resume_case,
    suspend_case,
)
from complaints.services.dispatching import (
    begin_investigation,
    dispatch_case,
    return_case,
    submit_report,
)
from complaints.services.errors import CaseError
from complaints.services.fabricating import confirm_fabricated, mark_fabricated
from complaints.services.files import (
    attach_file,
    hand_in_evidence,
    show_file,
    withdraw_file,
)
from complaints.services.finding import (
    find_allegation,
    find_person,
    tie_person,
    verify_case,
)
from complaints.services.leaving import withdraw_case, write_entry
from complaints.services.matters import merge_cases, unmerge_case
from complaints.services.orders import (
    ask_exclusion,
    ask_return,
    contact_caller,
    decide_request,
    note_package,
    sign_order,
)
from complaints.services.petitions import object_petition
from complaints.services.rechecking import draw_rechecks, record_recheck
from complaints.services.registering import (
    Complainant,
    Registered,
    Told,
    add_allegation,
    name_person,
    register_case,
)
from complaints.services.reminders import remind_of_cases
from complaints.services.reopening import reopen_case
from complaints.services.sorting import reveal_complainant, sort_case
from complaints.services.stating import file_statement
from complaints.services.supervising import list_supervised, note_supervision
from complaints.services.triage import accept_case, decline_case, take_case, transfer_case

__all__ = [
    "CaseError",
    "Complainant",
    "Registered",
    "Told",
    "accept_case",
    "add_allegation",
    "archive_case",
    "ask_exclusion",
    "ask_more_time",
    "ask_return",
    "attach_file",
    "begin_investigation",
    "close_case",
    "confirm_fabricated",
    "contact_caller",
    "convert_to_many",
    "decide_more_time",
    "decide_request",
    "decline_case",
    "dispatch_case",
    "draw_rechecks",
    "file_statement",
    "find_allegation",
    "find_person",
    "hand_in_evidence",
    "list_supervised",
    "make_accusation",
    "mark_fabricated",
    "merge_cases",
    "name_person",
    "note_package",
    "note_supervision",
    "object_petition",
    "open_rectification",
    "record_callback",
    "record_recheck",
    "register_case",
    "remind_of_cases",
    "reopen_case",
    "reply_case",
    "resume_case",
    "return_case",
    "reveal_complainant",
    "review_callback",
    "show_file",
    "sign_order",
    "sort_case",
    "submit_report",
    "suspend_case",
    "take_case",
    "tie_person",
    "transfer_case",
    "unmerge_case",
    "verify_case",
    "withdraw_case",
    "withdraw_file",
    "write_entry",
]
