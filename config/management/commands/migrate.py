from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection

from config.rights import hold_triggers_for_all


class Command(migrate.Command):
    """Django's own, and then the rights: a table made and not granted would be of no use.

    What guards tables is made to hold for all first: it does so even where one role does it all.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        looks_only = options["plan"] or options["check_unapplied"]
        if options["database"] == "default" and not looks_only:
            hold_triggers_for_all(connection)
            call_command("grant_rights", verbosity=options["verbosity"])
