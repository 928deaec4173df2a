"""The real demo, stopped in every way there is."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from config.embedded import places
from config.embedded.places import held
from config.embedded.processes import is_running

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc"),
]

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def var():
    made = Path(tempfile.mkdtemp(prefix="manyi-tests-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def demo(var):
    given = {"MANYI_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    env = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    for name in ("DJANGO_SETTINGS_MODULE", "SEAL_KEYS", "HASH_KEY", "SECRET_KEY"):
        env.pop(name, None)
    # One after the other: each alone wants both cores.
    with held(places.var() / "test-demo.lock"):
        process = subprocess.Popen(
            [sys.executable, "-m", "config.embedded", "demo"],
            cwd=PROJECT,
            env=env | given,
            stdout=subprocess.PIPE,
            text=True,
        )
        yield process
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


@pytest.mark.parametrize(
    ("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_however_the_demo_ends_nothing_goes_on(demo, signum, code):
    with urllib.request.urlopen(address(demo)) as page:  # noqa: S310
        assert page.status == 200
    family = offspring(demo.pid)
    assert len(family) >= 10  # database, broker, web, worker, beat and their children

    demo.send_signal(signum)

    assert demo.wait(40) == code
    assert_all_gone(family)


@pytest.mark.parametrize("who", ["gunicorn", "celery -A config worker", "beat", "postgres -D"])
def test_whoever_crashes_takes_the_others_along(demo, who):
    address(demo)
    family = offspring(demo.pid)

    os.kill(first(family, who), signal.SIGKILL)

    assert demo.wait(40) == 128 + signal.SIGKILL
    assert_all_gone(family)
