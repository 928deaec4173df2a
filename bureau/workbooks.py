"""Reading and marking up workbooks that strangers hand in, never in this process.

The work is done by `workbook_child.py` in a child with memory and time limits; see there.
This module only starts it and turns its answer into plain Python.
"""

import base64
import json
import math
import os
import selectors
import signal
import subprocess
import sys
import time as clock
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, cast

import orjson

from bureau.workbook_notes import CellNote, KeptRows, Mark
from bureau.workbook_refusals import REFUSALS, Refusal, WorkbookRefused

__all__ = [
    "REFUSALS",
    "Cell",
    "CellNote",
    "KeptRows",
    "Limits",
    "Mark",
    "Refusal",
    "Sheet",
    "Workbook",
    "WorkbookRefused",
    "annotate_workbook",
    "read_workbook",
]

CHILD = Path(__file__).resolve().with_name("workbook_child.py")
CHUNK = 1 << 18
EXIT_SECONDS = 1
ERROR_COLUMNS = 5

Cell = str | float | bool | date | datetime | time | None
"""One cell as read: text as written, every number a float, "" never (empty is None).

An error such as #N/A is its text, a duration its number of days.
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows[0]` is row 1 of the sheet as Excel counts; rows may be ragged."""

    name: str
    visible: bool
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: Sequence[Sheet]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may cost us. `rows` are those of one sheet below its heading."""

    zipped_bytes: int = 20_000_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 100
    members: int = 200
    sheets: int = 20
    rows: int = 20_000
    columns: int = 60
    cells: int = 1_200_000
    texts: int = 1_200_000
    styles: int = 100_000
    text_length: int = 32_767
    answer_bytes: int = 100_000_000
    memory_bytes: int = 512 << 20
    cpu_seconds: int = 8
    seconds: float = 9.0


READING = Limits()
MARKING = Limits(cpu_seconds=58, seconds=60.0)


def read_workbook(content: bytes, *, limits: Limits = READING) -> Workbook:
    """Return every cell of the workbook, or raise `WorkbookRefused` within `limits.seconds`."""
    sheets: list[Sheet] = []
    for line in _ask_child("read", content, limits):
        if "sheet" in line:
            rows: list[list[Cell]] = []
            sheets.append(Sheet(line["sheet"], line["visible"], rows))
        else:
            _add_rows(rows, line)
    return Workbook(sheets)


def annotate_workbook(
    content: bytes,
    *,
    notes: Sequence[CellNote],
    errors_title: str,
    errors_header: Sequence[str],
    keep: KeptRows | None = None,
    limits: Limits = MARKING,
) -> bytes:
    """Return the same workbook with each noted cell marked, and a list of the notes in front.

    The header names the list's five columns: row, column, what was written, problem, remedy.
    What an earlier copy had marked is taken out first. With `keep` the copy has only those rows
    of that sheet's table, and the list counts them as they stand there. Raises `WorkbookRefused`.
    """
    if len(errors_header) != ERROR_COLUMNS:
        raise ValueError(f"the list of errors has {ERROR_COLUMNS} columns")
    lines = _ask_child(
        "annotate",
        content,
        limits,
        notes=[asdict(note) for note in notes],
        title=errors_title,
        header=list(errors_header),
        keep=asdict(keep) if keep else None,
    )
    return b"".join(base64.b64decode(line["part"]) for line in lines)


TEMPORAL = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def _add_rows(rows: list[list[Cell]], block: dict[str, Any]) -> None:
    rows += block["rows"]
    for kind, parse in TEMPORAL.items():
        for row, column, text in block[kind]:
            rows[row][column] = parse(text)


def _ask_child(verb: str, content: bytes, limits: Limits, **arguments: Any) -> Iterator[Any]:
    """Yield the lines of the child's answer; raise unless the last says that it is done."""
    _check_size(content, limits)
    request = json.dumps({"limits": asdict(limits), **arguments}).encode() + b"\n"
    complaint = bytearray()
    with _child(verb) as child:
        for line in _lines(_converse(child, [request, content], limits, complaint)):
            if "refused" in line:
                raise WorkbookRefused(Refusal(line["refused"]), **line["facts"])
            if "done" in line:
                return
            yield line
        status = child.wait(timeout=EXIT_SECONDS)
    last_words = complaint[-500:].decode(errors="replace")
    raise WorkbookRefused(_cause_of_death(status, complaint), at=last_words)


def _check_size(content: bytes, limits: Limits) -> None:
    if not content:
        raise WorkbookRefused(Refusal.EMPTY)
    if len(content) > limits.zipped_bytes:
        megabytes = math.ceil(len(content) / 1_000_000)
        limit = limits.zipped_bytes // 1_000_000
        raise WorkbookRefused(Refusal.TOO_BIG, megabytes=megabytes, limit=limit)


def _cause_of_death(status: int, complaint: bytes | bytearray) -> Refusal:
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        return Refusal.TIMED_OUT
    if b"memory allocation of" in complaint:  # the last words of calamine
        return Refusal.OUT_OF_MEMORY
    return Refusal.CRASHED


@contextmanager
def _child(verb: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start the child in a session of its own; whatever happens, it is gone afterwards."""
    child = subprocess.Popen(
        [sys.executable, "-I", str(CHILD), verb],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        start_new_session=True,
    )
    try:
        yield child
    except (TimeoutError, subprocess.TimeoutExpired):
        raise WorkbookRefused(Refusal.TIMED_OUT) from None
    finally:
        if child.returncode is None:  # once waited for, its number may be another's
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        for pipe in _pipes(child):
            with suppress(BrokenPipeError):
                pipe.close()


def _lines(chunks: Iterator[bytes]) -> Iterator[Any]:
    kept = []  # joined once a line is whole: a line may be many chunks long
    for chunk in chunks:
        first, *rest = chunk.split(b"\n")
        kept.append(first)
        for start in rest:
            yield _parsed(b"".join(kept))
            kept = [start]


def _parsed(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except ValueError:
        raise WorkbookRefused(Refusal.CRASHED) from None


def _converse(
    child: subprocess.Popen[bytes], parts: Sequence[bytes], limits: Limits, complaint: bytearray
) -> Iterator[bytes]:
    """Feed the child and drain it at the same time, so that neither waits for the other."""
    deadline = clock.monotonic() + limits.seconds
    unsent, heard = deque(memoryview(part) for part in parts), 0
    feed, answer, errors = _pipes(child)
    os.set_blocking(feed.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(feed, selectors.EVENT_WRITE)
        selector.register(answer, selectors.EVENT_READ)
        selector.register(errors, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(_left_until(deadline)):
                if key.fileobj is feed:
                    if not _send(key.fd, unsent):
                        selector.unregister(feed)
                        feed.close()
                    continue
                chunk = os.read(key.fd, CHUNK)
                heard += len(chunk)
                if heard > 2 * limits.answer_bytes:
                    raise WorkbookRefused(Refusal.CRASHED)
                if not chunk:
                    selector.unregister(key.fileobj)
                elif key.fileobj is answer:
                    yield chunk
                else:
                    complaint += chunk


def _pipes(child: subprocess.Popen[bytes]) -> list[IO[bytes]]:
    return cast("list[IO[bytes]]", [child.stdin, child.stdout, child.stderr])


def _left_until(deadline: float) -> float:
    left = deadline - clock.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _send(pipe: int, unsent: deque[memoryview]) -> bool:
    """Write as much as the pipe takes; False when all is written or nobody reads any more."""
    try:
        sent = os.write(pipe, unsent[0])
    except BrokenPipeError:
        return False
    unsent[0] = unsent[0][sent:]
    if not unsent[0]:
        unsent.popleft()
    return bool(unsent)
