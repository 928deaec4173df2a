"""How much memory a process takes together with all its children, looked at while they run."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

EVERY = 0.003
KB_IN_MB = 1024


def run_watched(argv: list[str]) -> tuple[str, float]:
    """Run a command; return what it printed and the most its processes held together, in MB.

    Pages that processes share count for each of them, so the truth is a little less.

    :raises subprocess.CalledProcessError: if it fails.
    """
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(_resident_kb(pid) for pid in _tree(process.pid)))
            time.sleep(EVERY)
        told = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, argv, told)
    return told, peak / KB_IN_MB


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:  # it ended while we looked
            continue
        for child in children:
            yield from _tree(int(child))


def _resident_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
