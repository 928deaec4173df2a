"""Where things stand: the project, and what running it leaves behind, which is under var/."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# Other accounts may pass through these folders, since the servers of a root user have their own,
# but may not look around in them.
PASSABLE = 0o711


class SetUpError(Exception):
    """Something the person at the terminal has to settle, said in one sentence."""


def var() -> Path:
    """Return the folder of everything this installation makes; MANYI_VAR moves it."""
    return passable(Path(os.environ.get("MANYI_VAR", PROJECT / "var")))


def passable(folder: Path) -> Path:
    """Make the folder unless it is there, and return it.

    :raises SetUpError: if it is there but another account's, so that nothing can be kept in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(PASSABLE)
    elif not os.access(folder, os.W_OK):
        raise SetUpError(f"{folder} belongs to another account: run this as that account.")
    return folder


def log_file(name: str) -> Path:
    return passable(var() / "log") / f"{name}.log"


@contextmanager
def held(lock: Path, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
    """Hold a lock file for the block and yield whether it was had; the kernel frees it at death.

    Without `wait`, a lock that somebody else holds yields False and the block runs all the same.
    """
    mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    with lock.open("a") as file:
        try:
            fcntl.flock(file, mode if wait else mode | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
