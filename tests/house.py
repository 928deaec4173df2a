"""What migrations bring beside tables: sections, calendars, number series, rules, roles."""

from importlib import import_module
from io import StringIO

from django.apps import apps
from django.core.management import call_command

from bureau.models import Section


def put_back_what_migrations_brought() -> None:
    """Put it back where an earlier test's flush took it away; else do nothing."""
    if Section.objects.exists():
        return
    brought = import_module("bureau.migrations.0002_sections_and_calendar")
    brought.add_sections_and_calendar(apps, None)
    import_module("bureau.migrations.0007_first_placements_and_duty").put_on_duty(apps, None)
    import_module("bureau.migrations.0012_number_series").add_series(apps, None)
    rules = import_module("followups.migrations.0007_register_rules_version_one")
    rules.add_version_one(apps, None)
    call_command("sync_roles", stdout=StringIO())
