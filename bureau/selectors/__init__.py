"""Reads of the ground floor that return plain values."""

from bureau.selectors.calendars import (
    was_asked_where_dates_move,
    work_calendar,
    year_to_load,
)
from bureau.selectors.counts import count_for
from bureau.selectors.looks import looks_of, who_looked_often
from bureau.selectors.notices import (
    letter_counts,
    letters_due,
    letters_forgotten,
)
from bureau.selectors.papers import (
    addressees,
    only_signer,
    papers_waiting_for,
    reviewers,
    signers,
    unsaid_by,
    waits_for,
)
from bureau.selectors.people import (
    able_to_approve,
    department_names,
    deputies_over,
    hospital_officers,
    leaders,
    liaison_officers,
    section_people,
    staff_names,
)
from bureau.selectors.rules import rule_version_on, rules_on
from bureau.selectors.trail import end_of_chain, trail_faults

__all__ = [
    "able_to_approve",
    "addressees",
    "count_for",
    "department_names",
    "deputies_over",
    "end_of_chain",
    "hospital_officers",
    "leaders",
    "letter_counts",
    "letters_due",
    "letters_forgotten",
    "liaison_officers",
    "looks_of",
    "only_signer",
    "papers_waiting_for",
    "reviewers",
    "rule_version_on",
    "rules_on",
    "section_people",
    "signers",
    "staff_names",
    "trail_faults",
    "unsaid_by",
    "waits_for",
    "was_asked_where_dates_move",
    "who_looked_often",
    "work_calendar",
    "year_to_load",
]
