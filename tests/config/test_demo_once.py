"""`run.py demo --once`: the main job on a fresh county, told, and everything ended again."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.embedded import places
from config.embedded.places import held

pytestmark = pytest.mark.kill

PROJECT = Path(__file__).resolve().parents[2]
# Theirs is the shell's; the demo makes its own.
OURS = ("DJANGO_SETTINGS_MODULE", "SEAL_KEYS", "HASH_KEY", "SECRET_KEY", "FILES_DIR")
LONGEST = 1200


@pytest.fixture
def var():
    made = Path(tempfile.mkdtemp(prefix="manyi-once-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def test_once_runs_the_main_job_tells_it_and_ends_well(var):
    env = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    env = {name: value for name, value in env.items() if name not in OURS}
    with held(places.var() / "test-demo.lock"):
        done = subprocess.run(
            [sys.executable, "-m", "config.embedded", "demo", "--once"],
            cwd=PROJECT, env=env | {"MANYI_VAR": str(var)}, capture_output=True, text=True,
            timeout=LONGEST,
        )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    # The register handed in, the month closed with its report, the log-ins told.
    assert re.search(r"371323A01-\d{6}-1", done.stdout)
    assert re.search(r"/registers/report/\d{4}-\d\d/", done.stdout)
    assert "shenji" in done.stdout
    assert not list(var.glob("**/postmaster.pid"))
