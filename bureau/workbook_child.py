"""Read a stranger's workbook, or mark it up, in a process that may die of it.

`workbooks.py` runs this file as `python -I workbook_child.py read|annotate` in an empty
environment; it never loads Django. Standard input is one line of JSON (limits and arguments), then
the workbook. Standard output ends with one line of JSON that says `done` or `refused`; if that
line is missing the parent knows that we died.
"""

import base64
import gc
import io
import json
import math
import re
import resource
import signal
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import python_calamine as calamine

# Last, so that a module of ours can never stand in for one of Python's.
sys.path.append(str(Path(__file__).resolve().parent.parent))

from bureau.workbook_checks import check, column_letters
from bureau.workbook_container import Limits, Package, Refused, place_of, refuse

ROWS_PER_LINE = 1_000
PART = 3 << 18
ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["'])e(["'])""")
Line = dict[str, Any]


class Place(NamedTuple):
    """A row of a sheet, as Excel counts."""

    sheet: str
    row: int


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    confine(limits)
    sys.excepthook = lambda _, error, __: sys.stderr.write(place_of(error))
    verdict: Line = {"done": True}
    try:
        content = sys.stdin.buffer.read()
        lines = read(content, limits) if sys.argv[1] == "read" else marked(content, request, limits)
        for line in lines:
            sys.stdout.buffer.write(line + b"\n")
    except Refused as refusal:
        verdict = {"refused": refusal.reason, "facts": refusal.facts}
    except MemoryError:
        verdict = {"refused": "out_of_memory", "facts": {}}
    sys.stdout.buffer.write(orjson.dumps(verdict) + b"\n")
    sys.stdout.buffer.flush()


def confine(limits: Limits) -> None:
    """Leave this process its memory and time, and no file, core or child of its own."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    signal.alarm(math.ceil(limits.seconds) + 5)  # for a parent that died and cannot stop us


def marked(content: bytes, request: Line, limits: Limits) -> Iterator[bytes]:
    """Yield the workbook marked up, in parts."""
    from bureau.workbook_marks import annotate  # slow to load, and reading does not need it

    copy = annotate(content, request, limits)
    for at in range(0, len(copy), PART):
        yield orjson.dumps({"part": base64.b64encode(copy[at : at + PART]).decode()})


def read(content: bytes, limits: Limits) -> Iterator[bytes]:
    """Yield the workbook as lines of JSON: a sheet's name, then its rows in blocks."""
    gc.disable()  # hundreds of thousands of live cells, no cycles, and seconds to live
    package, sheets = check(content, limits)
    if package.has_error_cells:
        content = _with_errors_as_text(package, sheets)
    try:
        yield from _within(_lines(calamine.load_workbook(io.BytesIO(content)), limits), limits)
    except calamine.PasswordError:
        refuse("encrypted")
    except calamine.CalamineError:
        refuse("damaged")


def _with_errors_as_text(package: Package, sheets: dict[str, str]) -> bytes:
    """Copy the workbook with `#N/A` and its like as text, for calamine reads them as empty."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        for name, info in package.members.items():
            if not name.endswith((".xml", ".rels")):
                continue
            part = b"".join(package.pieces(name))
            if name in sheets:
                part = ERROR_CELL.sub(rb"\1str\2", part)
            archive.writestr(info.filename, part)
    return copy.getvalue()


def _within(lines: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Pass lines on while they stay small: one long text may be shared by a million cells."""
    size = 0
    for line in lines:
        size += len(line)
        if size > limits.answer_bytes:
            refuse("too_much_text")
        yield line


def _lines(book: calamine.CalamineWorkbook, limits: Limits) -> Iterator[bytes]:
    blank = True
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        visible = about.visible is calamine.SheetVisibleEnum.Visible
        yield orjson.dumps({"sheet": about.name, "visible": visible})
        for block in _blocks(book.get_sheet_by_index(index), limits):
            blank = False
            yield orjson.dumps(block)
    if blank:
        refuse("blank")


def _blocks(sheet: calamine.CalamineSheet, limits: Limits) -> Iterator[Line]:
    """Yield rows in blocks, from row 1 on and up to the last that holds something."""
    if sheet.end and sheet.end[1] >= limits.columns:
        refuse("too_many_columns", sheet=sheet.name, limit=limits.columns)
    indent = [None] * sheet.start[1] if sheet.start else []
    block, blanks = _empty_block(), 0
    for number, row in _numbered(sheet):
        cells = _plain([*indent, *row], Place(sheet.name, number), block, limits)
        if cells.count(None) == len(cells):
            blanks += 1
            continue
        block["rows"] += [[]] * blanks
        block["rows"].append(cells)
        blanks = 0
        if len(block["rows"]) >= ROWS_PER_LINE:
            yield block
            block = _empty_block()
    if block["rows"]:
        yield block


def _empty_block() -> Line:
    return {"rows": [], "date": [], "datetime": [], "time": []}


def _numbered(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    rows = sheet.iter_rows()
    number = 0
    while True:
        number += 1
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except OverflowError:  # a telephone number, say, in a cell formatted as a duration
            refuse("impossible_time", sheet=sheet.name, row=number)


def _plain(row: list[Any], place: Place, block: Line, limits: Limits) -> list[Any]:
    """Make cells what JSON can say: nearly all of them are texts, and stay as they are."""
    longest = limits.text_length
    return [
        (cell or None)
        if cell.__class__ is str and len(cell) <= longest
        else _plain_other(cell, place, column, block, limits)
        for column, cell in enumerate(row)
    ]


def _plain_other(cell: Any, place: Place, column: int, block: Line, limits: Limits) -> Any:
    kind = cell.__class__
    if kind is str:
        at = f"{column_letters(column + 1)}{place.row}"
        refuse("long_cell", sheet=place.sheet, cell=at, limit=limits.text_length)
    if cell is None or kind is bool:
        return cell
    if kind is float or kind is int:
        return float(cell) if math.isfinite(cell) else "#NUM!"
    if kind is timedelta:  # a duration is a number of days, as the cell stores it
        return cell.total_seconds() / 86_400
    block[TEMPORAL[kind]].append((place.row - 1, column, cell.isoformat()))
    return cell


TEMPORAL = {date: "date", datetime: "datetime", time: "time"}

if __name__ == "__main__":
    main()
