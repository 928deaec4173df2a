"""What leaves the house on paper or as a workbook: figures in, bytes out."""

from followups.papers.report import report_document, report_workbook
from followups.papers.tables import (
    check_cells,
    checks_workbook,
    matrix_workbook,
    people_workbook,
)
from followups.papers.words import STATE_WORDS, percent, state_words

__all__ = [
    "STATE_WORDS",
    "check_cells",
    "checks_workbook",
    "matrix_workbook",
    "people_workbook",
    "percent",
    "report_document",
    "report_workbook",
    "state_words",
]
