"""What a file leaves open: asked once for the whole file, never guessed; and notes on it."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bureau.sheet_cells import is_empty, narrow
from bureau.sheet_days import possible_orders, short_readings
from bureau.workbooks import Cell
from followups.rules.rows import EXPECTED
from followups.sheets.columns import BY_FIELD, Kind, column_letters
from followups.sheets.marks import TEMPLATE_VERSION
from followups.sheets.table import Table


class QuestionCode(StrEnum):
    NO_OUTCOMES = "no_outcomes"
    DATE_ORDER = "date_order"  # example, and under each order the day it would make of it
    OTHER_INSTITUTION = "other_institution"  # named, own
    IS_THIS_COLUMN = "is_this_column"  # heading, column (its letters)


BY_CONTENT = "by_content"
"""Followed up where something stands under 随访内容, pending elsewhere."""
ALL_REACHED = "all_reached"
YES = "yes"
NO = "no"
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a whole file. Without a default it must be answered first."""

    code: QuestionCode
    field: str
    choices: tuple[str, ...]
    default: str = ""
    facts: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> str:
        """Name the question among a file's answers."""
        return f"{self.code}:{self.field}"


class NoteCode(StrEnum):
    COLUMN_MISSING = "column_missing"  # heading
    HEADINGS_UNKNOWN = "headings_unknown"  # headings
    HEADINGS_REPEATED = "headings_repeated"  # headings
    LINES_LEFT_OUT = "lines_left_out"  # rows
    OTHER_MONTH = "other_month"  # named, month
    OLD_TEMPLATE = "old_template"  # version, current
    OTHER_TEMPLATE = "other_template"  # institution


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing about a whole file; it refuses nothing."""

    code: NoteCode
    facts: dict[str, str] = dataclasses.field(default_factory=dict)


def questions(table: Table, *, month: date) -> list[Question]:
    """List what the file leaves open for the register of `month`, in the order of its columns."""
    asked = [_column_question(table, index, name) for index, name in sorted(table.near.items())]
    if table.rows and not has_outcomes(table):
        choices = (BY_CONTENT, ALL_REACHED)
        asked.append(Question(QuestionCode.NO_OUTCOMES, "outcome", choices, BY_CONTENT))
    for name, _ in sorted(table.columns.items(), key=lambda one: one[1]):
        if BY_FIELD[name].kind is Kind.DATE:
            asked += _order_question(table, name, month)
    return asked


def has_outcomes(table: Table) -> bool:
    """Test if the file says anything at all under 随访结果."""
    return "outcome" in table.columns and not all(map(is_empty, table.column("outcome")))


def _column_question(table: Table, index: int, name: str) -> Question:
    heading = dict(table.unknown)[index]
    facts = {"heading": heading, "column": column_letters(index)}
    return Question(QuestionCode.IS_THIS_COLUMN, name, (YES, NO), facts=facts)


def _order_question(table: Table, name: str, month: date) -> list[Question]:
    texts = _texts(table.column(name))
    orders = possible_orders(texts, month)
    if len(orders) < 2:
        return []
    readings = [(text, short_readings(text, month)) for text in texts]
    example, days = next(one for one in readings if len(set(one[1].values())) > 1)
    facts = {"example": example} | {order: days[order].isoformat() for order in orders}
    return [Question(QuestionCode.DATE_ORDER, name, orders, facts=facts)]


def _texts(cells: Iterable[Cell]) -> list[str]:
    return [narrow(cell) for cell in dict.fromkeys(cells) if isinstance(cell, str)]


def date_order(cells: Iterable[Cell], name: str, month: date, answers: Mapping[str, str]) -> str:
    """Tell in which order a column writes its short dates: "" while that is open."""
    orders = possible_orders(_texts(cells), month)
    if len(orders) == 1:
        return orders[0]
    answer = answers.get(f"{QuestionCode.DATE_ORDER}:{name}", "")
    return answer if answer in orders else ""


def confirmed_columns(table: Table, answers: Mapping[str, str]) -> dict[str, int]:
    """List the columns that were asked about and are what they look like."""
    return {
        name: index
        for index, name in table.near.items()
        if answers.get(f"{QuestionCode.IS_THIS_COLUMN}:{name}") == YES
    }


def notes(table: Table, *, month: date, institution_code: str) -> list[Note]:
    """List what is worth knowing about the file before its rows."""
    found = [
        Note(NoteCode.COLUMN_MISSING, {"heading": BY_FIELD[name].heading})
        for name in EXPECTED
        if name not in table.columns and name != "outcome" and name not in table.near.values()
    ]
    if table.unknown:
        headings = "、".join(heading for _, heading in table.unknown)
        found.append(Note(NoteCode.HEADINGS_UNKNOWN, {"headings": headings}))
    if table.repeated:
        found.append(Note(NoteCode.HEADINGS_REPEATED, {"headings": "、".join(table.repeated)}))
    if table.below:
        rows = "、".join(str(number) for number, _ in table.below)
        found.append(Note(NoteCode.LINES_LEFT_OUT, {"rows": rows}))
    return [*found, *_month_notes(table, month), *_template_notes(table, institution_code)]


def _month_notes(table: Table, month: date) -> list[Note]:
    named = {(year or month.year, number) for year, number in table.months}
    if table.mark and table.mark.month:
        year, _, number = table.mark.month.partition("-")
        if year.isdigit() and number.isdigit():
            named.add((int(year), int(number)))
    others = sorted(named - {(month.year, month.month)})
    if not others or (month.year, month.month) in named:
        return []
    text = "、".join(f"{year}-{number:02d}" for year, number in others)
    return [Note(NoteCode.OTHER_MONTH, {"named": text, "month": f"{month:%Y-%m}"})]


def _template_notes(table: Table, institution_code: str) -> list[Note]:
    mark, found = table.mark, []
    if mark and mark.version < TEMPLATE_VERSION:
        facts = {"version": str(mark.version), "current": str(TEMPLATE_VERSION)}
        found.append(Note(NoteCode.OLD_TEMPLATE, facts))
    if mark and mark.institution_code not in ("", institution_code):
        found.append(Note(NoteCode.OTHER_TEMPLATE, {"institution": mark.institution_code}))
    return found
