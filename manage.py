#!/usr/bin/env python3
"""Django's commands, with the servers they need."""

import os
import sys
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

# They make, change or empty tables, which the runtime role may not.
OWNERS_COMMANDS = frozenset({"migrate", "grant_rights", "flush", "createcachetable"})


def main(argv: Sequence[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if os.environ.get("DATABASE_URL"):
        run(argv)
        return
    from config.embedded import SetUpError, ensure_servers

    try:
        with ensure_servers():
            run(argv)
    except SetUpError as error:
        sys.exit(str(error))


def run(argv: Sequence[str]) -> None:
    owner = os.environ.get("DATABASE_OWNER_URL")
    if owner and OWNERS_COMMANDS & set(argv[1:2]):
        runtime = urlsplit(os.environ["DATABASE_URL"]).username or ""
        os.environ["DATABASE_RUNTIME_ROLE"] = unquote(runtime)
        os.environ["DATABASE_PATIENCE"] = "owner"
        os.environ["DATABASE_URL"] = owner
    execute(argv)


def execute(argv: Sequence[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(list(argv))


if __name__ == "__main__":
    main(sys.argv)
