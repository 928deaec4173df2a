"""Checking a book of cases row by row: every cell read, every row kept, whatever is wrong."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from typing import Any, NamedTuple

from bureau.sheet_cells import FORMULA_ERRORS, NOTHING, narrow, normal_heading, plain, written
from bureau.sheet_days import DayReader, NoDay
from bureau.sheet_names import Names
from bureau.sheet_tables import SheetTable, cell_at
from bureau.workbooks import Cell
from complaints.rules.words import Channel
from complaints.sheets import vocabulary
from complaints.sheets.books import LAYOUTS, Book
from complaints.sheets.problems import FaultCode, RowFault
from complaints.sheets.row_values import RowValues

LONGEST = {"external_no": 40, "name": 60, "phone": 30, "title": 200, "words": 10_000}
LONG = 4_000
DAYS = ("due_on", "occurred_on", "closed_on")
PERSONAL = frozenset({"name", "phone", "title", "words", "outcome"})
"""Columns that tell who complained or what they said: nothing of them stands in a fault."""
OF_DAY = re.compile(r"[T\s日号](\d{1,2})[:时](\d{1,2})")
WORDS = {
    "type": (vocabulary.TYPES, "投诉、举报、建议、咨询、求助、表扬"),
    "channel": (vocabulary.CHANNELS, "电话、12345、来信、来访、微信、意见箱、现场接待、上级转办"),
    "secret": (vocabulary.SECRET, "是、否"),
    "state": (vocabulary.DONE, "已办结、办理中"),
}  # fmt: skip
"""Fields that are said in one of a few words: what they mean, and what is offered."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is held against: the house's names, its zone, and the moment of handing in."""

    at: datetime
    zone: tzinfo
    institutions: Names = field(default_factory=Names)
    categories: Names = field(default_factory=Names)


class CheckedRow(NamedTuple):
    """A row with its number in the sheet. Refused ones have faults and no values."""

    number: int
    values: RowValues | None
    faults: tuple[RowFault, ...]
    cells: Mapping[str, str]


def check_rows(
    table: SheetTable, columns: Mapping[int, str], *, book: Book, known: Known
) -> list[CheckedRow]:
    """Check every row of a book, its columns as a person said, and keep them all."""
    reader = _Reader(book, known)
    rows = [_checked(number, cells, columns, reader) for number, cells in table.rows]
    return list(_without_repeats(rows))


def _checked(number: int, cells: Any, columns: Mapping[int, str], reader: "_Reader") -> CheckedRow:
    given = {name: cell_at(cells, at) for at, name in columns.items() if name}
    texts = {name: _shown(cell) for name, cell in given.items()}
    said, faults = reader.read(given, texts)
    values = RowValues(**said)
    if not faults:
        faults = list(_among_values(values, reader.known))
    marked = tuple(replace(one, written=_shown_in_fault(one, texts)) for one in faults)
    return CheckedRow(number, None if marked else values, marked, texts)


def _shown(cell: Cell) -> str:
    """Write a cell as a person reads it; midnight is how a sheet keeps a day."""
    return plain(written(cell)).removesuffix(" 00:00:00").replace("\r\n", "\n")


def _shown_in_fault(fault: RowFault, texts: Mapping[str, str]) -> str:
    return "" if fault.field in PERSONAL else texts.get(fault.field, "")


class _Reader:
    """Reads the cells of a row into values, and tells of those that cannot be."""

    def __init__(self, book: Book, known: Known) -> None:
        self.book, self.known = book, known
        self.days = DayReader(known.at.astimezone(known.zone).date())
        own = Channel.HOTLINE if book is Book.ORDERS else Channel.BUREAU_PHONE
        self.begin = {"channel": own.value}

    def read(
        self, given: Mapping[str, Cell], texts: Mapping[str, str]
    ) -> tuple[dict[str, Any], list[RowFault]]:
        said: dict[str, Any] = dict(self.begin)
        faults: list[RowFault] = []
        for name, text in texts.items():
            found = self._cell(name, given[name], text)
            if isinstance(found, RowFault):
                faults.append(found)
            elif found is not None:
                said |= found
        told = {one.field for one in faults}
        needed = LAYOUTS[self.book].must_have
        missing = [name for name in needed if not said.get(name) and name not in told]
        return said, [*(RowFault(name, FaultCode.MISSING) for name in missing), *faults]

    def _cell(self, name: str, cell: Cell, text: str) -> dict[str, Any] | RowFault | None:
        if narrow(text) in NOTHING:
            return None
        if text in FORMULA_ERRORS:
            return RowFault(name, FaultCode.FORMULA_ERROR)
        if name == "received_at":
            return self._moment(cell, narrow(text))
        if name in DAYS:
            return self._day(name, cell, narrow(text))
        if name in WORDS:
            return _word(name, text)
        return ASKED[name](self, text) if name in ASKED else _text(name, text)

    def _day(self, name: str, cell: Cell, text: str) -> dict[str, Any] | RowFault:
        """Read a day; of a moment its day, which is in time up to its end."""
        found = self.days.read(cell, text)
        if isinstance(found, NoDay):
            code = FaultCode(found.fault)
            return RowFault(name, code, suggestions=found.suggestions[:2], facts=found.facts)
        return {name: found}

    def _moment(self, cell: Cell, text: str) -> dict[str, Any] | RowFault:
        """Read when it came. A day alone is taken from its beginning."""
        day = self._day("received_at", cell, text)
        if isinstance(day, RowFault):
            return day
        hour = cell.time() if isinstance(cell, datetime) else _hour(text)
        if hour is None:
            return RowFault("received_at", FaultCode.NOT_A_DATE)
        at = datetime.combine(day["received_at"], hour.replace(tzinfo=None), self.known.zone)
        return {"received_at": at}

    def _institution(self, text: str) -> dict[str, Any] | RowFault | None:
        if normal_heading(text) in vocabulary.BUREAU_ITSELF:
            return None
        names = self.known.institutions
        return _named("institution", text, names, FaultCode.UNKNOWN_INSTITUTION)

    def _category(self, text: str) -> dict[str, Any] | RowFault | None:
        return _named("category", text, self.known.categories, FaultCode.UNKNOWN_CATEGORY)

    def _name(self, text: str) -> dict[str, Any] | RowFault | None:
        return None if text in vocabulary.NAMELESS else _text("name", text)


ASKED: dict[str, Callable[[_Reader, str], dict[str, Any] | RowFault | None]] = {
    "institution": _Reader._institution,
    "category": _Reader._category,
    "name": _Reader._name,
}


def _hour(text: str) -> time | None:
    """Return the time of day in a text; its beginning where none stands, None where it is none."""
    match = OF_DAY.search(text)
    if match is None:
        return time(0)
    hour, minute = int(match[1]), int(match[2])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _named(name: str, text: str, names: Names, fault: FaultCode) -> dict[str, Any] | RowFault:
    key = names.find(text)
    return {name: key} if key else RowFault(name, fault, suggestions=names.near(text))


def _word(name: str, text: str) -> dict[str, Any] | RowFault:
    known, offered = WORDS[name]
    meaning = known.get(normal_heading(text))
    if meaning is None:
        return RowFault(name, FaultCode.UNKNOWN_WORD, facts={"words": offered})
    return {name: meaning == "yes" if name == "secret" else str(meaning)}


def _text(name: str, text: str) -> dict[str, Any] | RowFault:
    most = LONGEST.get(name, LONG)
    if len(text) > most:
        return RowFault(name, FaultCode.TOO_LONG, facts={"most": str(most)})
    return {name: text}


def _among_values(values: RowValues, known: Known) -> Iterator[RowFault]:
    """Tell what does not go together in a row."""
    received_on: date = values.came_at.astimezone(known.zone).date()
    said = {"received_on": received_on.isoformat()}
    if values.came_at > known.at:
        yield RowFault("received_at", FaultCode.IN_FUTURE)
    if values.due_on and values.due_on < received_on:
        yield RowFault("due_on", FaultCode.BEFORE_RECEIVED, facts=said)
    if values.occurred_on and values.occurred_on > received_on:
        yield RowFault("occurred_on", FaultCode.AFTER_RECEIVED, facts=said)
    if values.closed_on and values.closed_on < received_on:
        yield RowFault("closed_on", FaultCode.BEFORE_RECEIVED, facts=said)
    if values.closed_on and values.closed_on > known.at.astimezone(known.zone).date():
        yield RowFault("closed_on", FaultCode.IN_FUTURE)
    if values.state == "yes" and not values.closed_on:
        yield RowFault("state", FaultCode.NO_DAY_OF_CLOSING)
    if values.state == "no" and values.closed_on:
        yield RowFault("state", FaultCode.CLOSED_YET_OPEN)


def _without_repeats(rows: list[CheckedRow]) -> Iterator[CheckedRow]:
    """Refuse what stands in the file already, further up: the first of equal rows counts."""
    seen: dict[str, int] = {}
    for row in rows:
        if row.values is None:
            yield row
            continue
        first = seen.setdefault(row.values.identity, row.number)
        if first == row.number:
            yield row
            continue
        at, code = ("words", FaultCode.REPEATED_ROW)
        if row.values.external_no:
            at, code = ("external_no", FaultCode.REPEATED_NUMBER)
        fault = RowFault(at, code, row.values.external_no, facts={"row": str(first)})
        yield row._replace(values=None, faults=(fault,))
