"""The test database made from the models at once, and then as migrations would have left it.

Running the migrations renders the models of every app a hundred times over, in each worker.
`run.py check` makes it by the migrations all the same (`--migrations`), and runs every test on it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension
from django.db import connection
from django.db.migrations import Migration, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.db.models.signals import pre_migrate

from config.first_rows import put_back_first_rows
from config.rights import hold_triggers_for_all


class NoMigrations:
    """Says of every app that it has none, so that its tables are made from its models."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


@contextmanager
def straight_from_models() -> Iterator[None]:
    """Make what tables are made inside from the models alone."""
    known = settings.MIGRATION_MODULES
    steps = [step for _name, one in _migrations() for step in one.operations]
    extensions = {step.name for step in steps if isinstance(step, CreateExtension)}

    def lay_the_ground(**kwargs: object) -> None:
        # Rights are granted at the end, on the table of migrations as on any other.
        MigrationRecorder(connection).ensure_schema()
        with connection.cursor() as cursor:
            for name in extensions:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")

    settings.MIGRATION_MODULES = NoMigrations()
    pre_migrate.connect(lay_the_ground)
    try:
        yield
    finally:
        pre_migrate.disconnect(lay_the_ground)
        settings.MIGRATION_MODULES = known


def _migrations() -> list[tuple[tuple[str, str], Migration]]:
    return sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items())


def bring_what_models_do_not_say() -> None:
    """Add what migrations bring beside tables: triggers, their own SQL, first rows, their names.

    A database that is used again has it all, even where a flush took the first rows.
    """
    rows = MigrationRecorder(connection).migration_qs
    if rows.exists():
        return
    pgtrigger.install()
    migrations = _migrations()
    with connection.cursor() as cursor:
        for _name, migration in migrations:
            for step in migration.operations:
                if isinstance(step, RunSQL):
                    cursor.execute(step.sql)
    hold_triggers_for_all(connection)
    put_back_first_rows()
    rows.bulk_create(rows.model(app=app, name=name) for (app, name), _migration in migrations)


@contextmanager
def unguarded(model: type[Model]) -> Iterator[None]:
    """Let rows be written as no code may write them: as they stood before they were guarded."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
