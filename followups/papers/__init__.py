"""What leaves the house on paper or as a workbook: figures in, bytes out."""

from followups.papers.report import report_document, report_workbook
from followups.papers.tables import (
    Lines,
    check_cells,
    checks_lines,
    matrix_lines,
    people_lines,
)
from followups.papers.words import STATE_WORDS, anchor, percent, state_words

__all__ = [
    "STATE_WORDS",
    "Lines",
    "anchor",
    "check_cells",
    "checks_lines",
    "matrix_lines",
    "people_lines",
    "percent",
    "report_document",
    "report_workbook",
    "state_words",
]
