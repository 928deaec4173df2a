"""The living demo county: everything started, the main job shown, and kept up until Ctrl-C."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.embedded.places import PROJECT, SetUpError, held, log_file, passable, var
from config.embedded.processes import Running, free_port, spawn
from config.embedded.servers import Servers, using_servers
from config.embedded.supervisor import Ending, Supervisor, say

MANAGE = (sys.executable, PROJECT / "manage.py")
FIRST_PORT, LAST_PORT = 8000, 65_000
ANSWERS_WITHIN = 60.0
# What fills the database; each keeps what it finds there.
PREPARATIONS = (
    ("migrate", "--verbosity", "0"),
    ("seed_demo", "--without-debug", "--log-ins-later"),
)
MAIN_JOB = ("demo_main_job",)
# Thousands of small commits; the disk need not confirm each before the next is made.
IN_ONE_SWEEP = {"PGOPTIONS": "-c synchronous_commit=off"}


class StepError(Exception):
    def __init__(self, words: Sequence[str], exit_code: int) -> None:
        super().__init__(f"`manage.py {' '.join(words)}` failed (exit code {exit_code}).")
        self.exit_code = exit_code


def demo(arguments: Sequence[str]) -> int:
    """Show the main job, then run web, worker and beat until Ctrl-C; `--once` stops before those.

    :raises SetUpError: if a demo is running already.
    """
    once = _read(arguments)
    lock = passable(var()) / "demo.lock"
    with held(lock, wait=False) as alone:
        if not alone:
            raise SetUpError(
                "The demo is running already, in another window. Ctrl-C there ends it."
            )
        with Ending() as ending, using_servers(os.environ, wait_for_others=False) as servers:
            env = os.environ | servers.environment
            with Supervisor(ending) as supervisor:
                _prepare(supervisor, env, static_files=not once)
                if once:
                    return 0
                return _live(supervisor, env, servers)


def _read(arguments: Sequence[str]) -> bool:
    unknown = set(arguments) - {"--once"}
    if unknown:
        raise SetUpError(f"demo knows --once and nothing else, not {' '.join(sorted(unknown))}.")
    return "--once" in arguments


def _prepare(supervisor: Supervisor, env: Mapping[str, str], *, static_files: bool) -> None:
    """Fill the database and run the main job, while the static files are collected beside."""
    collecting = supervisor.add(_collect_static(env)) if static_files else None
    say("正在准备演示县，第一次约需一两分钟…… (Preparing the demo county …)")
    for words in (*PREPARATIONS, MAIN_JOB):
        code = supervisor.run([*MANAGE, *words], env={**env, **IN_ONE_SWEEP})
        if code:
            raise StepError(words, code)
    if collecting and (code := supervisor.wait_for(collecting)):
        say(collecting.last_words())
        raise StepError(["collectstatic"], code)


def _collect_static(env: Mapping[str, str]) -> Running:
    words = ("collectstatic", "--noinput", "--verbosity", "0")
    return spawn("collecting", [*MANAGE, *words], env=env, log=log_file("collectstatic"))


def _live(supervisor: Supervisor, env: Mapping[str, str], servers: Servers) -> int:
    port = free_port(_first_port(env))
    # What is printed on a poster or written in a letter leads to this demo.
    env = {"SITE_URL": f"http://127.0.0.1:{port}", **env}
    supervisor.add(_worker(env))
    web = supervisor.add(_web(env, port))
    supervisor.add(_beat(env))
    if _answers(supervisor, web, port):
        print(f"\nhttp://127.0.0.1:{port}/\n", flush=True)
        say("演示县已在上面的地址打开。按 Ctrl-C 结束，数据保留。")
        say("(The demo county is open at the address above. Ctrl-C ends it; its data stay.)")
    return supervisor.watch(*servers.running)


def _first_port(env: Mapping[str, str]) -> int:
    """Return where the demo is looked for: DEMO_PORT, or the next free one after it.

    :raises SetUpError: if that is no port.
    """
    said = env.get("DEMO_PORT", "") or str(FIRST_PORT)
    if not said.isdecimal() or not 1024 <= int(said) <= LAST_PORT:
        raise SetUpError(f"DEMO_PORT is a number from 1024 to {LAST_PORT}, not {said}.")
    return int(said)


def _worker(env: Mapping[str, str]) -> Running:
    return _celery(
        "worker",
        ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO"],
        env,
        # Does not wait for a long task: whatever it leaves is handed out again.
        stop_signal=signal.SIGQUIT,
        # Where the broker dies at the same moment, an orderly end may wait for it for ever.
        orphan_signal=signal.SIGKILL,
    )


def _beat(env: Mapping[str, str]) -> Running:
    schedule = passable(var() / "beat") / "schedule"
    return _celery("beat", ["--schedule", schedule, "--pidfile", ""], env)


def _celery(
    name: str,
    options: Sequence[str | Path],
    env: Mapping[str, str],
    stop_signal: int = signal.SIGTERM,
    orphan_signal: int | None = None,
) -> Running:
    argv = [sys.executable, "-m", "celery", "-A", "config", name, *options]
    return spawn(
        name,
        argv,
        env=env,
        log=log_file(name),
        stop_signal=stop_signal,
        orphan_signal=orphan_signal,
    )


def _web(env: Mapping[str, str], port: int) -> Running:
    argv = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    # Its control socket would lie in the home folder.
    argv += ["--workers", "2", "--graceful-timeout", "5", "--no-control-socket"]
    return spawn("web", argv, env=env, log=log_file("web"))


def _answers(supervisor: Supervisor, web: Running, port: int) -> bool:
    """Wait until the web server answers with a page; False if it ends before."""
    end = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < end:
        supervisor.go_on()
        if web.process.poll() is not None:
            return False
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status < 500:
                return True
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise SetUpError(f"The web server does not answer:\n{web.last_words()}")
