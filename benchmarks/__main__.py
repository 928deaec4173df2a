"""Run the benchmarks on an empty database, one after the other, and name the machine."""

import os
import platform
import sys

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> int:
    # Tables are made and emptied here, which the runtime role may not do.
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks import api_push, field_history, ledger_pages, register_import, the_tenth

    known = {
        "register_import": register_import,
        "field_history": field_history,
        "api_push": api_push,
        "the_tenth": the_tenth,
        "ledger_pages": ledger_pages,
    }
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in sys.argv[1:] or known:
        known[name].run()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
