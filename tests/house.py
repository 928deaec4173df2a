"""What migrations bring beside tables, and the roles: put back for a test that needs a house."""

from io import StringIO

from django.core.management import call_command

from bureau.models import Section
from config.first_rows import put_back_first_rows


def put_back_what_migrations_brought() -> None:
    """Put it back where an earlier test's flush took it away; else do nothing."""
    if Section.objects.exists():
        return
    put_back_first_rows()
    call_command("sync_roles", stdout=StringIO())
