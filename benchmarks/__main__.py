"""Run the benchmarks on an empty database, one after the other, and name the machine.

A table of goals ends it. One that is not met fails nothing: the machine may be busy. What
breaks fails.
"""

import os
import platform
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> int:
    # Tables are made and emptied here, which the runtime role may not do.
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks import (
        api_push,
        case_pages,
        cases_list,
        field_history,
        goals,
        ledger_pages,
        recount,
        register_import,
        the_tenth,
    )

    known = {
        "register_import": register_import,
        "field_history": field_history,
        "api_push": api_push,
        "the_tenth": the_tenth,
        "ledger_pages": ledger_pages,
        "case_pages": case_pages,
        "cases_list": cases_list,
        "recount": recount,
    }
    print(_machine(), flush=True)
    broken = [name for name in sys.argv[1:] or known if not _runs(name, known[name].run)]
    print("", *goals.table(goals.TOLD), sep="\n")
    if broken:
        print(f"\nbroken: {', '.join(broken)}")
    return int(bool(broken))


def _machine() -> str:
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    name = model[1] if model else platform.machine()
    load = f"load {os.getloadavg()[0]:.1f}"
    return f"{name}, {os.cpu_count()} cores, {load}, Python {platform.python_version()}"


def _runs(name: str, run: Callable[[], None]) -> bool:
    """Run one benchmark; one that breaks keeps nobody from the others."""
    try:
        run()
    except Exception:
        print(f"\n{name} broke:", flush=True)
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
