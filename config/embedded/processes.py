"""Starting, stopping and recognising processes, so that none outlives whoever started it."""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen, TimeoutExpired
from typing import Any

PR_SET_PDEATHSIG = 1
LAST_LINES = 15
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """Whom a server runs as; no uid means the caller's own account."""

    uid: int | None = None
    gid: int | None = None

    def options(self) -> dict[str, Any]:
        """Return what `Popen` needs for this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Running:
    """A child in its own session, and how it likes to be asked to stop."""

    name: str
    process: "Popen[bytes]"
    stop_signal: int = signal.SIGTERM
    patience: float = 10
    log: Path | None = None

    def stop(self) -> int:
        """End the child and what is left of its session; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with suppress(TimeoutExpired):
                self.process.wait(self.patience)
        # macOS says "not permitted" of a group in which only zombies are left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()

    def feed(self, words: bytes) -> None:
        """Give the child its standard input, to the end."""
        if self.process.stdin:
            with self.process.stdin as stdin:
                stdin.write(words)

    def last_words(self) -> str:
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-LAST_LINES:])


def spawn(
    name: str,
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    account: Account | None = None,
    stop_signal: int = signal.SIGTERM,
    orphan_signal: int | None = None,
    patience: float = 10,
    stdin: int = DEVNULL,
) -> Running:
    """Start a child in its own session that gets `orphan_signal` when this process dies.

    That is `stop_signal` unless told otherwise: nobody is left then to lose patience with it.
    Call it from the main thread: the kernel ties a child to the thread that started it.
    """
    output = log.open("wb") if log else None
    try:
        process = Popen(
            [str(part) for part in argv],
            env=env,
            stdin=stdin,
            stdout=output,
            stderr=STDOUT if output else None,
            # Another account may not be able to stand where we stand.
            cwd="/" if account and account.uid is not None else None,
            start_new_session=True,
            preexec_fn=_tie_to(os.getpid(), orphan_signal or stop_signal),
            **(account or Account()).options(),
        )
    finally:
        if output:
            output.close()
    return Running(name, process, stop_signal, patience, log)


def _tie_to(parent: int, orphan_signal: int) -> Callable[[], None] | None:
    if _libc is None:
        return None

    def tie() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(orphan_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died before it could be tied to
            os._exit(1)

    return tie


def is_running(pid: int, *, with_words: str) -> bool:
    """Test if the process lives and has the words in its command line; a zombie does not live.

    Where there is no /proc the number alone has to do.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    folder = Path("/proc") / str(pid)
    if not folder.parent.joinpath("self").exists():
        return True
    try:
        return with_words.encode() in folder.joinpath("cmdline").read_bytes()
    except OSError:
        return False


def free_port(preferred: int | None = None) -> int:
    """Return a loopback port nobody listens on: the preferred one, the next free one, or any."""
    for port in range(preferred, preferred + 100) if preferred else [0]:
        with socket.socket() as probe:
            # As servers do it, or a port would count as taken for a minute after its last use.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port from {preferred} on")
