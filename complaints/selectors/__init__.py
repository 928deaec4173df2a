"""What is so about cases: plain reads for rules, pages and the apps above."""

from complaints.selectors.cases import (
    TablesByDay,
    cases_of_matter,
    clocks_of,
    finders_of,
    findings_of,
    has_clocks_since,
    likely_same,
    likely_same_as,
    longest_extension,
    matter_due_at,
    owes_findings,
    table_on,
)
from complaints.selectors.explaining import why
from complaints.selectors.files import files_of, files_of_no
from complaints.selectors.given import given_text, given_to, handed_in_by, told_words
from complaints.selectors.hearing import unheard
from complaints.selectors.held import findings_that_hold, findings_void, made_to_hold_by
from complaints.selectors.lacking import (
    asks_whose,
    lacks_review,
    lacks_to_close,
    lacks_to_dispatch,
    lacks_to_pack,
    lacks_to_rectify,
    lacks_to_reopen,
    lacks_to_reply,
    lacks_to_verify,
)
from complaints.selectors.pages import page_of, tab_counts
from complaints.selectors.rounds import (
    callbacks_of_round,
    clocks_of_round,
    drafts_of,
    items_of_round,
    ordered_items_of_round,
    ordered_items_of_rounds,
    replies_of_round,
    reports_of_round,
    times,
    was_accepted,
    was_reopened,
)
from complaints.selectors.searching import search
from complaints.selectors.waiting import (
    extensions_asked,
    order_requests_asked,
    waiting_for,
    waits_for_review,
)
from complaints.selectors.withdrawing import is_accepted_first, withdrawn_to

__all__ = [
    "TablesByDay",
    "asks_whose",
    "callbacks_of_round",
    "cases_of_matter",
    "clocks_of",
    "clocks_of_round",
    "drafts_of",
    "extensions_asked",
    "files_of",
    "files_of_no",
    "finders_of",
    "findings_of",
    "findings_that_hold",
    "findings_void",
    "given_text",
    "given_to",
    "handed_in_by",
    "has_clocks_since",
    "is_accepted_first",
    "items_of_round",
    "lacks_review",
    "lacks_to_close",
    "lacks_to_dispatch",
    "lacks_to_pack",
    "lacks_to_rectify",
    "lacks_to_reopen",
    "lacks_to_reply",
    "lacks_to_verify",
    "likely_same",
    "likely_same_as",
    "longest_extension",
    "made_to_hold_by",
    "matter_due_at",
    "order_requests_asked",
    "ordered_items_of_round",
    "ordered_items_of_rounds",
    "owes_findings",
    "page_of",
    "replies_of_round",
    "reports_of_round",
    "search",
    "tab_counts",
    "table_on",
    "times",
    "told_words",
    "unheard",
    "waiting_for",
    "waits_for_review",
    "was_accepted",
    "was_reopened",
    "why",
    "withdrawn_to",
]
