"""The rows that migrations brought, put back where a database was emptied.

Tests and benchmarks empty databases; nobody else does.
"""

from importlib import import_module

from django.apps import apps

FIRST_ROWS = (
    ("bureau", "0003_sections_and_calendar", "add_sections_and_calendar"),
    ("bureau", "0003_sections_and_calendar", "put_on_duty"),
    ("bureau", "0004_number_series", "add_series"),
    ("bureau", "0005_categories_and_what_they_count_for", "add_categories"),
    ("bureau", "0006_first_lexicon", "add_lexicon"),
    ("followups", "0002_register_rules_version_one", "add_version_one"),
    ("complaints", "0003_case_rules_version_one", "add_version_one"),
    ("complaints", "0004_numbers_of_clarifications", "add_series"),
    ("rectification", "0002_rules_version_one", "add_version_one"),
    ("rectification", "0002_rules_version_one", "add_themes"),
    ("rectification", "0003_first_checklists", "add_checklists"),
    ("rectification", "0004_numbers_of_notices", "add_series"),
    ("accountability", "0002_rules_version_one", "add_version_one"),
    ("accountability", "0003_number_series", "add_series"),
    ("accountability", "0005_numbers_of_what_units_and_employers_are_told", "add_series"),
)
"""Each migration that brings rows of its own: its app, its name and its function."""


def put_back_first_rows() -> None:
    """Bring anew what migrations brought. Nothing of it may stand."""
    for app, migration, function in FIRST_ROWS:
        bring = getattr(import_module(f"{app}.migrations.{migration}"), function)
        bring(apps, None)
