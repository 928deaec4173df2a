"""What is so about cases: plain reads for rules, pages and the apps above."""

from complaints.selectors.cases import (
    case_secrecy,
    cases_of_matter,
    clocks_of,
    finders_of,
    findings_of,
    likely_same,
    matter_due_at,
    table_on,
)

__all__ = [
    "case_secrecy",
    "cases_of_matter",
    "clocks_of",
    "finders_of",
    "findings_of",
    "likely_same",
    "matter_due_at",
    "table_on",
]
