from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own, and then the rights: a table made and not granted would be of no use."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        looks_only = options["plan"] or options["check_unapplied"]
        if options["database"] == "default" and not looks_only:
            call_command("grant_rights", verbosity=options["verbosity"])
