"""The rows that migrations brought, put back where a database was emptied.

Tests and benchmarks empty databases; nobody else does.
"""

from importlib import import_module

from django.apps import apps

FIRST_ROWS = (
    ("bureau", "0002_sections_and_calendar", "add_sections_and_calendar"),
    ("bureau", "0007_first_placements_and_duty", "put_on_duty"),
    ("bureau", "0012_number_series", "add_series"),
    ("bureau", "0019_categories_and_what_they_count_for", "add_categories"),
    ("bureau", "0020_first_lexicon", "add_lexicon"),
    ("bureau", "0022_calendar_names_its_notice_alone", "name_the_notice_alone"),
    ("followups", "0007_register_rules_version_one", "add_version_one"),
    ("complaints", "0002_case_rules_version_one", "add_version_one"),
    ("complaints", "0022_numbers_of_clarifications", "add_series"),
    ("rectification", "0002_ledger_rules_version_one", "add_version_one"),
    ("rectification", "0002_ledger_rules_version_one", "add_themes"),
    ("rectification", "0004_posting_rules_version_one", "add_version_one"),
    ("rectification", "0006_first_checklists", "add_checklists"),
    ("rectification", "0021_brackets_of_the_badge", "mend_brackets"),
    ("rectification", "0024_numbers_of_notices", "add_series"),
    ("accountability", "0002_ladders_version_one", "add_version_one"),
    ("accountability", "0004_terms_of_the_road_version_one", "add_version_one"),
    ("accountability", "0004_terms_of_the_road_version_one", "add_series"),
    ("accountability", "0008_numbers_of_redress", "add_series"),
    ("accountability", "0011_numbers_of_second_appeals", "add_series"),
    ("accountability", "0014_numbers_of_talks", "add_series"),
    ("accountability", "0017_numbers_of_letters_on_awards", "add_series"),
    ("accountability", "0030_joint_liability_version_one", "add_version_one"),
    ("accountability", "0038_ladder_of_made_up_followups_version_one", "add_version_one"),
    ("accountability", "0033_numbers_of_ends", "add_series"),
)
"""Each migration that brings rows of its own: its app, its name and its function."""


def put_back_first_rows() -> None:
    """Bring anew what migrations brought. Nothing of it may stand."""
    for app, migration, function in FIRST_ROWS:
        bring = getattr(import_module(f"{app}.migrations.{migration}"), function)
        bring(apps, None)
