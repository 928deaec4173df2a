"""Checking an old ledger row by row: every cell read, every row kept, whatever is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from bureau.sheet_cells import FORMULA_ERRORS, NOTHING, narrow, normal_heading, plain, written
from bureau.sheet_days import DayReader, NoDay
from bureau.sheet_names import Names
from bureau.sheet_tables import cell_at
from bureau.workbooks import Cell
from rectification.rules.words import RectKind, SourceKind
from rectification.sheets import vocabulary
from rectification.sheets.columns import KIND_WORDS, MUST_HAVE, SEVERITY_WORDS, SOURCE_WORDS
from rectification.sheets.directory import Directory
from rectification.sheets.problems import FaultCode, RowFault
from rectification.sheets.row_rules import faults_among_values
from rectification.sheets.row_values import RowValues
from rectification.sheets.table import OldLedger

LONGEST = {"source_no": 80, "no": 80, "responsible": 60}
LONG = 2_000
LONGEST_MEASURE = 500
MEASURE_ENDS = re.compile(r"[\n；;]+")
LIST_MARK = re.compile(r"\A\s*(?:[（(]?\d{1,2}[)）.、．]|[一二三四五六七八九十]{1,2}、|[①-⑳])\s*")
NAMES_END = re.compile(r"[、,，;；/\s]+")
DAYS = ("found_on", "due_on", "requested_on", "closed_on")
WORDS = {
    "source": (vocabulary.SOURCES, "、".join(SOURCE_WORDS.values())),
    "severity": (vocabulary.SEVERITIES, "、".join(SEVERITY_WORDS.values())),
    "kind": (vocabulary.KINDS, "、".join(KIND_WORDS.values())),
    "state": (vocabulary.STATES, "待整改、整改中、已销号"),
    "is_common": (vocabulary.YES_NO, "是、否"),
}
"""Fields that are said in one of a few words: what they mean, and what is offered."""


class CheckedRow(NamedTuple):
    """A row with its number in the sheet. Refused ones have faults and no values."""

    number: int
    values: RowValues | None
    faults: tuple[RowFault, ...]
    cells: Mapping[str, str]


def check_rows(
    table: OldLedger,
    columns: Mapping[int, str],
    *,
    directory: Directory,
    source: SourceKind,
    day: date,
) -> list[CheckedRow]:
    """Check every row of a ledger on `day`, its columns as a person said, and keep them all.

    `source` is taken where a row names none.
    """
    reader = _Reader(directory, DayReader(day), source)
    rows = [_checked(number, cells, columns, reader, day) for number, cells in table.rows]
    return list(_without_repeats(rows))


def _checked(
    number: int, cells: Any, columns: Mapping[int, str], reader: "_Reader", day: date
) -> CheckedRow:
    given = {name: cell_at(cells, at) for at, name in columns.items() if name}
    texts = {name: _shown(cell) for name, cell in given.items()}
    said, faults = reader.read(given, texts)
    values = RowValues(**said)
    if not faults:
        faults = list(faults_among_values(values, day))
    marked = tuple(replace(one, written=texts.get(one.field, "")) for one in faults)
    return CheckedRow(number, None if marked else values, marked, texts)


def _shown(cell: Cell) -> str:
    """Write a cell as a person reads it; midnight is how a sheet keeps a day."""
    return plain(written(cell)).removesuffix(" 00:00:00").replace("\r\n", "\n")


class _Reader:
    """Reads the cells of a row into values, and tells of those that cannot be."""

    def __init__(self, directory: Directory, days: DayReader, source: SourceKind) -> None:
        self.directory, self.days, self.source = directory, days, source

    def read(
        self, given: Mapping[str, Cell], texts: Mapping[str, str]
    ) -> tuple[dict[str, Any], list[RowFault]]:
        said: dict[str, Any] = {"source": self.source}
        faults: list[RowFault] = []
        for name, text in texts.items():
            found = self._cell(name, given[name], text, said)
            if isinstance(found, RowFault):
                faults.append(found)
            elif found is not None:
                said |= found
        told = {one.field for one in faults}
        missing = [name for name in MUST_HAVE if not said.get(name) and name not in told]
        return said, [*(RowFault(name, FaultCode.MISSING) for name in missing), *faults]

    def _cell(
        self, name: str, cell: Cell, text: str, said: Mapping[str, Any]
    ) -> dict[str, Any] | RowFault | None:
        if narrow(text) in NOTHING:
            return None
        if text in FORMULA_ERRORS:
            return RowFault(name, FaultCode.FORMULA_ERROR)
        if name in DAYS:
            return self._day(name, cell, narrow(text))
        if name in WORDS:
            return _word(name, text)
        if name in ASKED:
            return ASKED[name](self, text, said)
        return _text(name, text)

    def _day(self, name: str, cell: Cell, text: str) -> dict[str, Any] | RowFault:
        if name == "due_on" and (kind := vocabulary.KINDS.get(normal_heading(text))):
            return {"kind": RectKind(kind)}
        found = self.days.read(cell, text)
        if isinstance(found, NoDay):
            code = FaultCode(found.fault)
            return RowFault(name, code, suggestions=found.suggestions[:2], facts=found.facts)
        return {name: found}

    def _institution(self, text: str, said: Mapping[str, Any]) -> dict[str, Any] | RowFault:
        return self._named("institution", text, self.directory.institutions,
                           FaultCode.UNKNOWN_INSTITUTION)  # fmt: skip

    def _category(self, text: str, said: Mapping[str, Any]) -> dict[str, Any] | RowFault:
        names = self.directory.categories
        return self._named("category", text, names, FaultCode.UNKNOWN_CATEGORY)

    def _theme(self, text: str, said: Mapping[str, Any]) -> dict[str, Any] | RowFault:
        return self._named("theme", text, self.directory.themes, FaultCode.UNKNOWN_CATEGORY)

    def _named(
        self, name: str, text: str, names: Names, fault: FaultCode
    ) -> dict[str, Any] | RowFault:
        key = names.find(text)
        return {name: key} if key else RowFault(name, fault, suggestions=names.near(text))

    def _leader(self, text: str, said: Mapping[str, Any]) -> dict[str, Any] | RowFault:
        """Find a leader by name. Whoever led when an old matter ended may be on no list here."""
        house = said.get("institution")
        if key := self.directory.leader(house, text):
            return {"leader": key}
        if len(text) > LONGEST["responsible"]:
            return RowFault(
                "leader", FaultCode.TOO_LONG, facts={"most": str(LONGEST["responsible"])}
            )
        return {"leader_named": text, "leader_names": self.directory.leader_names(house)}

    def _sections(self, text: str, said: Mapping[str, Any]) -> dict[str, Any] | RowFault:
        keys: list[int] = []
        for name in filter(None, NAMES_END.split(text)):
            key = self.directory.sections.find(name)
            if key is None:
                facts = {"names": "、".join(self.directory.sections.shown)}
                near = self.directory.sections.near(name)
                return RowFault(
                    "sections", FaultCode.UNKNOWN_SECTION, suggestions=near, facts=facts
                )
            keys.append(key)
        return {"sections": tuple(dict.fromkeys(keys))}

    def _measures(self, text: str, said: Mapping[str, Any]) -> dict[str, Any] | RowFault:
        parts = [LIST_MARK.sub("", one).strip() for one in MEASURE_ENDS.split(text)]
        measures = tuple(filter(None, parts))
        if any(len(one) > LONGEST_MEASURE for one in measures):
            return RowFault("measures", FaultCode.TOO_LONG, facts={"most": str(LONGEST_MEASURE)})
        return {"measures": measures}


ASKED: dict[str, Callable[[_Reader, str, Mapping[str, Any]], dict[str, Any] | RowFault]] = {
    "institution": _Reader._institution,
    "category": _Reader._category,
    "theme": _Reader._theme,
    "leader": _Reader._leader,
    "sections": _Reader._sections,
    "measures": _Reader._measures,
}


def _word(name: str, text: str) -> dict[str, Any] | RowFault:
    known, offered = WORDS[name]
    meaning = known.get(normal_heading(text))
    if meaning is None:
        return RowFault(name, FaultCode.UNKNOWN_WORD, facts={"words": offered})
    return {name: meaning == "yes" if name == "is_common" else meaning}


def _text(name: str, text: str) -> dict[str, Any] | RowFault:
    most = LONGEST.get(name, LONG)
    if len(text) > most:
        return RowFault(name, FaultCode.TOO_LONG, facts={"most": str(most)})
    return {name: text}


def _without_repeats(rows: list[CheckedRow]) -> Iterator[CheckedRow]:
    """Refuse what stands in the file already, further up: the first of equal rows counts."""
    problems: dict[Any, int] = {}
    numbers: dict[Any, int] = {}
    for row in rows:
        if row.values is None:
            yield row
            continue
        first = problems.setdefault(row.values.identity, row.number)
        # A source may name several problems; a book gives each of its rows a number of its own.
        own_no = "" if row.values.source_no else row.values.no
        at = row.values.problem_at_source[:3]
        same_no = numbers.setdefault(at, row.number) if own_no else row.number
        if first != row.number:
            yield _refused(row, "problem", FaultCode.REPEATED_ROW, first)
        elif same_no != row.number:
            yield _refused(row, "no", FaultCode.REPEATED_NUMBER, same_no)
        else:
            yield row


def _refused(row: CheckedRow, name: str, code: FaultCode, other: int) -> CheckedRow:
    fault = RowFault(name, code, row.cells.get(name, ""), facts={"row": str(other)})
    return row._replace(values=None, faults=(fault,))
