"""What is so in the ledger: plain reads for rules, pages and the apps above."""

from rectification.selectors.items import (
    TabCount,
    TablesByDay,
    closed_in,
    has_items_since,
    looker_of,
    months_to_draw,
    recurrences,
    relapse_candidates,
    tab_counts,
    table_on,
    verifier_of,
    work_of,
)
from rectification.selectors.overview import (
    Tally,
    extensions_asked,
    look_backs_due,
    off_notice,
    tally,
    tally_by_leader,
    tally_by_section,
    waiting_closures,
)
from rectification.selectors.pages import PER_PAGE, Page, mark_of, page_of

__all__ = [
    "PER_PAGE",
    "Page",
    "TabCount",
    "TablesByDay",
    "Tally",
    "closed_in",
    "extensions_asked",
    "has_items_since",
    "look_backs_due",
    "looker_of",
    "mark_of",
    "months_to_draw",
    "off_notice",
    "page_of",
    "recurrences",
    "relapse_candidates",
    "tab_counts",
    "table_on",
    "tally",
    "tally_by_leader",
    "tally_by_section",
    "verifier_of",
    "waiting_closures",
    "work_of",
]
