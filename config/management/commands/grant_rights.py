from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.utils import ProgrammingError
from django.utils.translation import gettext as _

from bureau.commands import SpokenCommand
from config.rights import TRAIL, grant_rights


class Command(SpokenCommand):
    help = "Give the run-time role its rights, as `migrate` does at its end. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        role = settings.RUNTIME_ROLE
        try:
            is_another = grant_rights(connection, role)
        except ProgrammingError as error:
            raise CommandError(f"the rights of {role} could not be granted: {error}") from error
        if options["verbosity"] == 0:
            return
        if is_another:
            facts = {"role": role, "n": len(TRAIL)}
            self.stdout.write(_("%(role)s may add to %(n)s tables of the trail, no more.") % facts)
        else:
            self.stderr.write(
                _(
                    "The run-time role owns the tables, so nothing can be kept from it: give "
                    "DATABASE_OWNER_URL a role of its own."
                )
            )
