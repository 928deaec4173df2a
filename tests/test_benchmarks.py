"""What the benchmarks measure with: a process together with its children."""

import subprocess
import sys

import pytest

from benchmarks.memory import run_watched

TAKES = "taken = b'x' * (60 << 20); import time; time.sleep(0.3); print('done')"
TAKES_WITH_A_CHILD = (
    f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {TAKES!r}]); "
    f"{TAKES}; child.wait()"
)


def test_a_child_counts_beside_its_parent():
    _told, alone = run_watched([sys.executable, "-c", TAKES])
    _told, both = run_watched([sys.executable, "-c", TAKES_WITH_A_CHILD])

    assert 60 < alone < 100
    assert 120 < both < 200


def test_what_fails_is_no_measurement():
    with pytest.raises(subprocess.CalledProcessError):
        run_watched([sys.executable, "-c", "raise SystemExit(3)"])
