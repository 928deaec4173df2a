"""Reads of registers and spot-checks: plain data out."""

from followups.selectors.checks import (
    check_in_force,
    check_lines,
    checks_of_months,
    drawn_before,
    figures_of_checks,
    items_to_call,
    registers_to_draw,
    replay,
)
from followups.selectors.months import (
    Matrix,
    is_closed,
    matrix,
    month_figures,
    months_to_reconcile,
    owing_institutions,
    registers_missing,
    registers_owed,
    versions_after_closing,
)
from followups.selectors.uploads import (
    absent_count,
    absent_rows,
    open_upload,
    problems_of,
    search_records,
)

__all__ = [
    "Matrix",
    "absent_count",
    "absent_rows",
    "check_in_force",
    "check_lines",
    "checks_of_months",
    "drawn_before",
    "figures_of_checks",
    "is_closed",
    "items_to_call",
    "matrix",
    "month_figures",
    "months_to_reconcile",
    "open_upload",
    "owing_institutions",
    "problems_of",
    "registers_missing",
    "registers_owed",
    "registers_to_draw",
    "replay",
    "search_records",
    "versions_after_closing",
]
