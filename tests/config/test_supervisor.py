import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from config.embedded.processes import Account, Running, free_port, is_running, spawn
from config.embedded.supervisor import Ending, Interrupted, Supervisor, exit_code

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc"),
]

PROJECT = Path(__file__).resolve().parents[2]
SLEEP = ("sleep", "60")
# Says its name when asked to stop, so that the order can be read.
FOREVER = "while :; do sleep 0.05; done"
DUMMY = 'trap "echo {name} >> stopped; exit 0" TERM; echo {name} >> started; ' + FOREVER
STUBBORN = 'trap "" TERM; echo stubborn >> started; sleep 60 & ' + FOREVER
RUN = """
import sys
from pathlib import Path
from config.embedded.processes import spawn
from config.embedded.supervisor import Ending, Interrupted, Supervisor

try:
    with Ending() as ending, Supervisor(ending) as supervisor:
        for name, script in zip(sys.argv[1::2], sys.argv[2::2]):
            log = Path(f"{name}.log")
            supervisor.add(spawn(name, ["sh", "-c", script], log=log, patience=1))
        sys.exit(supervisor.watch())
except Interrupted as interrupted:
    sys.exit(interrupted.exit_code)
"""


class Run:
    """A supervisor in a process of its own, known with all its offspring by a mark."""

    def __init__(self, folder, **scripts):
        self.folder = folder
        self.mark = uuid.uuid4().hex
        words = [word for item in scripts.items() for word in item]
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "MARK": self.mark},
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_until(lambda: len(self.lines("started")) == len(scripts))

    def lines(self, name):
        file = self.folder / name
        return file.read_text().splitlines() if file.exists() else []

    def end(self, signum=None):
        if signum:
            self.process.send_signal(signum)
        words = self.process.communicate(timeout=20)[1]
        return self.process.returncode, words


def living(mark):
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_until(condition, within=15):
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.05)


def dummies(*names):
    return {name: DUMMY.format(name=name) for name in names}


@pytest.fixture
def run(tmp_path):
    runs = []

    def start(**scripts):
        runs.append(Run(tmp_path, **scripts))
        return runs[-1]

    yield start
    for each in runs:
        each.process.kill()
        each.process.communicate()
        for pid in living(each.mark):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_stops_the_last_started_first_and_leaves_nobody(run, signum, code):
    county = run(**dummies("database", "broker", "worker", "web", "beat"))

    assert county.end(signum)[0] == code

    assert county.lines("stopped") == ["beat", "web", "worker", "broker", "database"]
    assert living(county.mark) == []


def test_a_childs_crash_stops_the_others_and_keeps_its_exit_code(run):
    crash = "echo crash >> started; echo it broke; sleep 1; exit 7"
    county = run(**dummies("database", "web"), worker=crash)

    code, words = county.end()

    assert code == 7
    assert "worker stopped by itself (exit code 7)" in words
    assert "it broke" in words
    assert county.lines("stopped") == ["web", "database"]
    assert living(county.mark) == []


def test_a_child_that_ends_as_if_all_were_well_is_a_failure_too(run):
    county = run(web="echo web >> started; sleep 1")

    assert county.end()[0] == 1


def test_nothing_survives_when_the_parent_is_killed(run):
    county = run(**dummies("database", "web"))

    county.end(signal.SIGKILL)

    wait_until(lambda: living(county.mark) == [])
    assert sorted(county.lines("stopped")) == ["database", "web"]


def test_a_child_that_will_not_stop_is_killed_with_its_own_children(run):
    county = run(**dummies("database"), web=STUBBORN)

    county.end(signal.SIGTERM)

    assert living(county.mark) == []
    assert county.lines("stopped") == ["database"]


def test_a_second_signal_does_not_cut_the_stopping_short(run):
    county = run(**dummies("database"), web=STUBBORN)
    county.process.send_signal(signal.SIGINT)
    time.sleep(0.3)

    county.end(signal.SIGINT)

    assert county.lines("stopped") == ["database"]


@pytest.mark.parametrize(("script", "code"), [("exit 3", 3), ("kill -9 $$", 137)])
def test_a_commands_exit_code_is_kept(script, code):
    with Ending() as ending, Supervisor(ending) as supervisor:
        assert supervisor.run(["sh", "-c", script]) == code


def test_a_signal_that_comes_while_nobody_waits_is_not_lost():
    with Ending() as ending, Supervisor(ending) as supervisor:
        os.kill(os.getpid(), signal.SIGTERM)
        child = supervisor.add(spawn("sleep", SLEEP))

        with pytest.raises(Interrupted):
            supervisor.wait_for(child)

    assert exit_code(child) == 128 + signal.SIGTERM


def test_the_handlers_of_before_are_put_back():
    before = signal.getsignal(signal.SIGTERM)

    with Ending():
        assert signal.getsignal(signal.SIGTERM) != before

    assert signal.getsignal(signal.SIGTERM) == before


def test_a_zombie_does_not_run():
    process = subprocess.Popen(["sleep", "0"])
    wait_until(lambda: "Z" in Path(f"/proc/{process.pid}/stat").read_text())

    assert not is_running(process.pid, with_words="sleep")
    process.wait()


def test_a_process_is_known_by_its_command_line_and_not_by_its_number():
    child = spawn("sleep", SLEEP)

    assert is_running(child.process.pid, with_words="sleep")
    assert not is_running(child.process.pid, with_words="postgres")
    child.stop()
    assert not is_running(child.process.pid, with_words="sleep")


def test_a_taken_port_is_passed_over_and_one_used_just_now_is_not():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert free_port(port) != port
        with socket.create_connection(listener.getsockname()) as client:
            listener.accept()[0].close()  # whoever closes first keeps the port for a minute
            client.recv(1)

    assert free_port(port) == port


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may start another account's processes")
def test_a_child_of_another_account_dies_with_its_parent_too():
    script = (
        "import os; from config.embedded.processes import Account, spawn;"
        "child = spawn('sleep', ['sleep', '60'], account=Account(65534, 65534));"
        "print(child.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )

    wait_until(lambda: not is_running(int(answer.stdout), with_words="sleep"))


def test_last_words_are_the_end_of_the_log(tmp_path):
    log = tmp_path / "log"
    child = spawn("talker", ["sh", "-c", "seq 100"], log=log)
    child.process.wait()

    assert child.last_words().split() == [str(number) for number in range(86, 101)]
    assert Running("mute", child.process).last_words() == ""
    assert Account().options() == {}
