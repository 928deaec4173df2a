import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bureau import workbooks
from bureau.workbook_checks import column_letters
from bureau.workbooks import Limits, Refusal, WorkbookRefused, read_workbook
from tests.bureau import hostile

pytestmark = pytest.mark.child
ROOT = Path(workbooks.__file__).parent.parent
# Far above what any file takes: on a busy machine no other limit is forestalled by the wall clock.
PATIENT = 60


def refusal_of(content: bytes, **limits: object) -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(content, limits=Limits(**{"seconds": PATIENT, **limits}))
    return caught.value


def test_a_file_over_the_size_limit_is_not_even_handed_over(monkeypatch):
    monkeypatch.delattr(workbooks.subprocess, "Popen")

    assert refusal_of(bytes(20_000_001)).reason is Refusal.TOO_BIG


def test_the_number_of_filled_cells_is_limited_for_the_whole_workbook():
    assert refusal_of(hostile.sheets(3), cells=2).reason is Refusal.TOO_MANY_CELLS


@pytest.mark.long
@pytest.mark.parametrize("megabytes", [10, 20, 28, 32, 40])
def test_a_child_out_of_memory_is_a_sentence_wherever_it_runs_out(megabytes, sample):
    refused = refusal_of(sample("05"), memory_bytes=megabytes << 20)

    assert refused.reason is Refusal.OUT_OF_MEMORY


@pytest.mark.long
def test_a_child_that_spins_is_stopped_by_its_own_clock(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text(
        f"import sys; sys.path.append({str(ROOT)!r})\n"
        "from bureau import workbook_child\n"
        "def spin(*_):\n"
        "    while True: pass\n"
        "workbook_child.check = spin\n"
        "workbook_child.main()\n"
    )
    monkeypatch.setattr(workbooks, "CHILD", child)

    refused = refusal_of(hostile.workbook(), cpu_seconds=1)

    assert refused.reason is Refusal.TIMED_OUT


@pytest.fixture
def asleep(monkeypatch, tmp_path) -> None:
    """Let the child take no time of the processor at all: what ends it is the wall clock alone."""
    child = tmp_path / "child.py"
    child.write_text(f"import time; time.sleep({PATIENT})")
    monkeypatch.setattr(workbooks, "CHILD", child)


def test_a_child_that_is_too_slow_is_stopped_by_the_wall_clock_and_leaves_nothing(started, asleep):
    """It sleeps: were it waited for, it would end of itself, and not as one timed out."""
    refused = refusal_of(hostile.workbook(), seconds=0.15)

    assert refused.reason is Refusal.TIMED_OUT
    assert gone(started[0].pid)


@pytest.mark.parametrize("after", [0, 0.1], ids=["at once", "while it works"])
def test_a_child_killed_from_outside_is_a_sentence(started, asleep, after):
    timer = threading.Timer(after, lambda: started[0].send_signal(signal.SIGKILL))
    started.then = timer.start

    refused = refusal_of(hostile.workbook())

    timer.join()
    assert refused.reason is Refusal.CRASHED
    assert gone(started[0].pid)


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.abort()",
        "raise SystemExit(3)",
        "import sys; sys.stdin.close()",
        "print('{nonsense'); print('more')",
        "while True: print('x' * 1000, end='')",
    ],
    ids=["abort", "exit", "silence", "nonsense", "flood"],
)
def test_a_child_that_breaks_off_or_raves_is_a_sentence(monkeypatch, tmp_path, script):
    child = tmp_path / "child.py"
    child.write_text(script)
    monkeypatch.setattr(workbooks, "CHILD", child)

    refused = refusal_of(hostile.workbook(), answer_bytes=1_000_000)

    assert refused.reason is Refusal.CRASHED


@pytest.mark.long
def test_a_reader_interrupted_leaves_no_child(monkeypatch, started, sample):
    monkeypatch.setattr(workbooks, "_add_rows", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        read_workbook(sample("05"))

    assert gone(started[0].pid)


def test_the_child_may_open_write_and_start_next_to_nothing():
    code = (
        "import json, resource as r; from types import SimpleNamespace as N;"
        "from bureau.workbook_child import confine;"
        "confine(N(memory_bytes=1 << 29, cpu_seconds=8, seconds=9));"
        "names = ['AS', 'CPU', 'FSIZE', 'CORE', 'NPROC', 'NOFILE'];"
        "print(json.dumps([r.getrlimit(getattr(r, 'RLIMIT_' + n))[0] for n in names]))"
    )

    done = run_child("-c", code, cwd=ROOT)

    assert done.stdout == f"[{1 << 29}, 8, 0, 0, 0, 16]\n".encode()


def test_the_child_loads_nothing_of_django():
    done = run_child("-I", "-X", "importtime", str(workbooks.CHILD), "read")

    assert b"bureau.workbook_checks" in done.stderr
    assert b"django" not in done.stderr


def run_child(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, input=b"", **options)


class Started(list):
    then = staticmethod(lambda: None)


@pytest.fixture
def started(monkeypatch) -> Started:
    """Collect the children that are started; `then` runs right after each start."""
    children = Started()

    class Noted(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            children.append(self)
            children.then()

    monkeypatch.setattr(workbooks.subprocess, "Popen", Noted)
    return children


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.long
def test_the_largest_legal_file_is_read_within_the_memory_it_may_have():
    columns = [column_letters(number) for number in range(1, 41)]
    content = hostile.rows(20_000, columns)

    book = read_workbook(content, limits=Limits(seconds=PATIENT))

    assert (len(book.sheets[0].rows), len(book.sheets[0].rows[-1])) == (20_001, 40)
