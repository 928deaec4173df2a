"""What migrations brought is listed in one place, for whoever empties a database."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pgtrigger import registered

from config.first_rows import FIRST_ROWS


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

    assert found == set(FIRST_ROWS)


def test_every_guard_that_models_name_is_in_the_database(db):
    guards = registered()

    assert len(guards) > 200
    assert [
        f"{model.__name__}.{trigger.name}"
        for model, trigger in guards
        if trigger.get_installation_status(model)[0] != "INSTALLED"
    ] == []


def test_a_database_between_the_old_migrations_and_the_new_is_refused(db):
    rows = MigrationRecorder(connection).migration_qs
    rows.filter(app="bureau", name="0003_acts").delete()
    rows.create(app="bureau", name="0004_trail")

    with pytest.raises(CommandError, match=r"bureau\.0001_tables"):
        call_command("migrate", verbosity=0)
