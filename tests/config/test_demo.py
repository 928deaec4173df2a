"""The real demo: its main job on a fresh county, and how it is stopped in every way there is."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.embedded.processes import is_running

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc"),
]

PROJECT = Path(__file__).resolve().parents[2]
# Theirs is the shell's; the demo makes its own.
OURS = ("DJANGO_SETTINGS_MODULE", "SEAL_KEYS", "HASH_KEY", "SECRET_KEY", "FILES_DIR")
LONGEST = 1200
ENDS = ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9))
FAMILY = ("gunicorn", "celery -A config worker", "beat", "postgres -D")


@pytest.fixture
def var():
    made = Path(tempfile.mkdtemp(prefix="manyi-tests-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def given(var) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    env = {name: value for name, value in env.items() if name not in OURS}
    return env | {"MANYI_VAR": str(var), "PYTHONUNBUFFERED": "1"}


@contextmanager
def demo(var):
    """Start the demo on the county that is there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "config.embedded", "demo"],
        cwd=PROJECT, env=given(var), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def address(demo):
    for line in demo.stdout:
        if line.startswith("http://"):
            return line.strip()
    raise AssertionError("the demo ended before it was open")


def offspring(pid):
    """Return the process's children, and theirs, with what each of them runs."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found, generation = [], [pid]
    while generation := [child for parent in generation for child in parents.get(parent, ())]:
        found += generation
    return {each: command(each) for each in found}


def command(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def first(family, words):
    return next(pid for pid in sorted(family) if words in family[pid])


def assert_all_gone(family, within=20):
    end = time.monotonic() + within
    while left := [pid for pid, words in family.items() if is_running(pid, with_words=words[:20])]:
        assert time.monotonic() < end, [family[pid] for pid in left]
        time.sleep(0.1)


def runs_its_main_job_once(var):
    """`run.py demo --once`: the main job on a fresh county, told, and everything ended again."""
    done = subprocess.run(
        [sys.executable, "-m", "config.embedded", "demo", "--once"],
        cwd=PROJECT, env=given(var), capture_output=True, text=True, timeout=LONGEST,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    # The register handed in, the month closed with its report, the log-ins told.
    assert re.search(r"371323A01-\d{6}-1", done.stdout)
    assert re.search(r"/registers/report/\d{4}-\d\d/", done.stdout)
    assert "shenji" in done.stdout
    assert not list(var.glob("**/postmaster.pid"))


def nothing_goes_on_after(var, signum, code):
    with demo(var) as process:
        with urllib.request.urlopen(address(process)) as page:  # noqa: S310
            assert page.status == 200
        family = offspring(process.pid)
        assert len(family) >= 10  # database, broker, web, worker, beat and their children

        process.send_signal(signum)

        assert process.wait(40) == code
        assert_all_gone(family)


def takes_the_others_along(var, who):
    with demo(var) as process:
        address(process)
        family = offspring(process.pid)

        os.kill(first(family, who), signal.SIGKILL)

        assert process.wait(40) == 128 + signal.SIGKILL, who
        assert_all_gone(family)


def test_the_demo_does_its_job_once_and_leaves_nothing_behind_however_it_ends(var):
    """One story: a county takes minutes to make, and the next start opens what one left behind."""
    runs_its_main_job_once(var)
    for signum, code in ENDS:
        nothing_goes_on_after(var, signum, code)
    for who in FAMILY:
        takes_the_others_along(var, who)
