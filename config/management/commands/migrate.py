from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from config.rights import hold_triggers_for_all


class Command(migrate.Command):
    """Django's own, and then the rights: a table made and not granted would be of no use.

    What guards tables is made to hold for all first: it does so even where one role does it all.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_what_stands_between()
        super().handle(*args, **options)
        looks_only = options["plan"] or options["check_unapplied"]
        if options["database"] == "default" and not looks_only:
            hold_triggers_for_all(connection)
            call_command("grant_rights", verbosity=options["verbosity"])


def _refuse_what_stands_between() -> None:
    """Refuse a database that has only some of the migrations that one file now stands for.

    Django would leave the app out and say nothing of it.
    """
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    for (app, name), migration in loader.replacements.items():
        is_there = {one in loader.applied_migrations for one in migration.replaces}
        if len(is_there) > 1:
            said = _(
                "This database stands between migrations that %(name)s now replaces. Migrate it to"
                " its end with the version it was made by, then with this one."
            )
            raise CommandError(said % {"name": f"{app}.{name}"})
