"""Back to a county that nobody has seen yet: throws away what the embedded servers keep."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from config.embedded.accounts import outside_home
from config.embedded.places import SetUpError, held, passable, var
from config.embedded.supervisor import say

YES = "--yes"
# By name, for whoever put something else into var/ wants to keep it.
MADE_BY_RUNNING = (
    "embedded",
    "broker",
    "beat",
    "demo",
    "files",
    "static",
    "log",
    "secrets.env",
)


def reset(arguments: Sequence[str]) -> int:
    """Remove the demo's data, files and keys, once the person has agreed.

    :raises SetUpError: if they are in use, or if the data are not in an embedded server.
    """
    if os.environ.get("DATABASE_URL"):
        raise SetUpError("DATABASE_URL names a database of your own, which reset does not touch.")
    if YES not in arguments and not _agreed():
        say("Nothing was removed.")
        return 1
    folder = passable(var())
    users = passable(folder / "embedded") / "users.lock"
    with held(folder / "demo.lock", wait=False) as no_demo, held(users, wait=False) as no_command:
        if not (no_demo and no_command):
            raise SetUpError("The data are in use: end the demo and other commands first.")
        for name in MADE_BY_RUNNING:
            _remove(folder / name)
        _remove(outside_home())
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise SetUpError(f"reset removes all the demo's data: say `reset {YES}`.")
    return input(f"Remove all the demo's data in {var()}? (yes/no) ").strip().lower() == "yes"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
