"""What migrations brought is listed in one place, for whoever empties a database."""

from django.apps import apps
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from config.first_rows import FIRST_ROWS

# Migrations that mend rows which stand: in an empty database they find nothing to do.
MENDING = {
    ("followups", "0011_jobs_that_nobody_waits_for_are_over", "finish_what_was_left"),
    ("bureau", "0005_only_permissions_that_are_used", "remove_permissions"),
    ("bureau", "0033_calendar_years_stay", "remove_permission"),
    ("followups", "0018_id_numbers_that_stand_are_found", "hash_id_numbers"),
    ("bureau", "0007_first_placements_and_duty", "place_everybody"),
    ("bureau", "0039_remits_as_they_stand", "date_remits"),
    ("followups", "0008_staged_rows_have_one_number_each", "have_checked_files_read_again"),
    ("followups", "0010_what_cannot_be_read_again_is_withdrawn", "withdraw_what_lost_its_rows"),
    ("complaints", "0011_findings_held_so_far", "keep"),
    ("complaints", "0013_what_goes_on_while_paused", "keep"),
    ("complaints", "0018_grades_settled_by_a_reopening", "settle"),
}


def house_migrations():
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if not apps.get_app_config(app).module.__file__.count("site-packages"):
            yield app, name, migration


def test_every_migration_that_brings_rows_is_listed():
    found = {
        (app, name, operation.code.__name__)
        for app, name, migration in house_migrations()
        for operation in migration.operations
        if isinstance(operation, RunPython)
    }

    assert found - MENDING == set(FIRST_ROWS)
