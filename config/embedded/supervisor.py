"""Children run together and are stopped in order, whatever ends the run."""

import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Self

from config.embedded.processes import Running, spawn

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK = 0.1


class Interrupted(Exception):
    """Somebody asked the run to end, by Ctrl-C or another signal."""

    def __init__(self, signum: int) -> None:
        super().__init__(signal.Signals(signum).name)
        self.exit_code = 128 + signum


class Ending:
    """Takes down Ctrl-C, SIGTERM and SIGHUP for the block, instead of ending it anywhere.

    So no child is lost between being started and being known, and none is left half stopped.
    """

    def __init__(self) -> None:
        self._signal: int | None = None
        self._handlers_before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for signum in ENDING_SIGNALS:
            self._handlers_before[signum] = signal.signal(signum, self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        for signum, handler in self._handlers_before.items():
            signal.signal(signum, handler)

    def _note(self, signum: int, frame: FrameType | None) -> None:
        self._signal = self._signal or signum

    def check(self) -> None:
        """Do nothing, unless the run is to end.

        :raises Interrupted: if it is.
        """
        if self._signal is not None:
            raise Interrupted(self._signal)


class Supervisor:
    """Runs children, and at the end of the block stops those still there, last first.

    If this process is killed outright, the kernel tells every child (see `spawn`).
    """

    def __init__(self, ending: Ending) -> None:
        self._ending = ending
        self._children: list[Running] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        while self._children:
            self._children.pop().stop()

    def add(self, child: Running) -> Running:
        self._children.append(child)
        return child

    def go_on(self) -> None:
        """Do nothing, unless the run is to end.

        :raises Interrupted: if it is.
        """
        self._ending.check()

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        stop_signal: int = signal.SIGINT,
    ) -> int:
        """Run a command to its end, on our terminal, and return its exit code.

        :raises Interrupted: if the run is to end.
        """
        return self.wait_for(self.add(spawn("command", argv, env=env, stop_signal=stop_signal)))

    def wait_for(self, child: Running) -> int:
        """Wait for a child that ends by itself and return its exit code.

        :raises Interrupted: if the run is to end.
        """
        while child.process.poll() is None:
            self.go_on()
            time.sleep(TICK)
        self._children.remove(child)
        child.stop()
        self.go_on()
        return exit_code(child)

    def watch(self, *others: Running) -> int:
        """Wait until a child, or one of the others, ends, which none should.

        Return its exit code, or 1 where that says nothing is wrong.

        :raises Interrupted: if the run is to end.
        """
        while True:
            self.go_on()
            for child in (*others, *self._children):
                if child.process.poll() is not None:
                    code = exit_code(child)
                    say(f"The {child.name} stopped by itself (exit code {code}). Its last words:")
                    say(child.last_words())
                    return code or 1
            time.sleep(TICK)


def exit_code(child: Running) -> int:
    """Return the exit code of a child that has ended, as a shell would: 128 and the signal."""
    code = child.process.wait()
    return code if code >= 0 else 128 - code


def say(words: str) -> None:
    """Tell the person at the terminal, apart from what a command prints as its result."""
    print(words, file=sys.stderr, flush=True)
