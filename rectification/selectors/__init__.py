"""What is so in the ledger: plain reads for rules, pages and the apps above."""

from rectification.selectors.items import (
    TabCount,
    TablesByDay,
    closed_in,
    has_items_since,
    months_to_draw,
    recurrences,
    tab_counts,
    table_on,
    work_of,
)

__all__ = [
    "TabCount",
    "TablesByDay",
    "closed_in",
    "has_items_since",
    "months_to_draw",
    "recurrences",
    "tab_counts",
    "table_on",
    "work_of",
]
