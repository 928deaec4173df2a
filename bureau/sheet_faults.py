"""What whoever handed a sheet in takes back: each fault in words, and the own workbook marked."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from bureau.sheet_tables import Column
from bureau.workbook_checks import column_letters
from bureau.workbooks import CellNote, annotate_workbook


class Line(NamedTuple):
    """One fault as a page and the marked workbook tell it."""

    row: int
    at: int
    column: str
    written: str
    problem: str
    remedy: str


class FaultWords(NamedTuple):
    """By a fault's code what is said of it and what mends it, and the columns by their fields."""

    problems: Mapping[Any, Any]
    remedies: Mapping[Any, Any]
    columns: Mapping[str, Column]


def lines_of(
    rows: Iterable[tuple[int, list[dict]]], places: Mapping[str, tuple[int, str]], words: FaultWords
) -> list[Line]:
    """Word the faults of rows, cell by cell; `places` tells where each field stands."""
    return [_line(number, fault, places, words) for number, faults in rows for fault in faults]


def places_of(columns: Iterable[tuple[int, str, str]]) -> dict[str, tuple[int, str]]:
    """Tell where each field stands: the number of its column, and its heading as written."""
    return {field: (at, heading) for at, heading, field in columns if field}


def _line(
    number: int, fault: dict, places: Mapping[str, tuple[int, str]], words: FaultWords
) -> Line:
    # A fault of a column that is not there is said of the first.
    at, heading = places.get(fault["field"], (1, words.columns[fault["field"]].heading))
    code, facts = fault["code"], fault["facts"]
    remedy = str(words.remedies[code]) % facts
    if meant := fault["suggestions"]:
        remedy = _("Meant perhaps: %(words)s. %(remedy)s") % {
            "words": "、".join(meant), "remedy": remedy,
        }  # fmt: skip
    problem = str(words.problems[code]) % facts
    return Line(number, at, f"{column_letters(at)} {heading}", fault["written"], problem, remedy)


def marked_copy(content: bytes, *, sheet: str, lines: Iterable[Line]) -> bytes:
    """Mark every refused cell in the workbook itself, with a list of the faults in front.

    :raises WorkbookRefused: if it can be read and not written.
    """
    notes = [
        CellNote(
            sheet=sheet,
            row=line.row,
            column=line.at,
            column_title=line.column.partition(" ")[2],
            value_text=line.written,
            problem=line.problem,
            remedy=line.remedy,
        )
        for line in lines
    ]
    return annotate_workbook(
        content,
        notes=notes,
        errors_title=_("List of errors"),
        errors_header=[_("Row"), _("Column"), _("You wrote"), _("Problem"), _("Remedy")],
    )
