"""One cell at a time: from what stands there to a value, or to what is wrong with it."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import NamedTuple

from bureau.sheet_cells import BLANKS, FORMULA_ERRORS, NOTHING, narrow, plain, written
from bureau.sheet_days import DayReader, NoDay
from bureau.tables import as_meant
from bureau.workbooks import Cell
from followups.rules.problems import Problem, ProblemCode
from followups.rules.words import Severity
from followups.sheets.columns import Column, Kind
from followups.sheets.counts import read_age, read_flag, read_ordinal
from followups.sheets.options import FLAG_WORDS, OPTIONS, choose, normal_word
from followups.sheets.phones import MOBILE, read_phone

SCIENTIFIC = re.compile(r"\A\d(?:\.\d{1,17})?E\+\d{1,3}\Z", re.ASCII)
LONGEST_WORD = 40
LATIN = re.compile(r"[A-Za-z]")


class Reading(NamedTuple):
    """A cell's value, the text as written, and what is wrong with it."""

    value: object
    written: str = ""
    problems: tuple[Problem, ...] = ()


Reader = Callable[[Cell], Reading]


def reader_for(column: Column, *, month: date, order: str = "") -> Reader:
    """Make the reader of a column's cells: it never raises, whatever stands there.

    A cell with nothing in it, or with something wrong, reads as the field's empty value.
    """
    read = READERS[column.kind](column, month, order)
    empty = EMPTY.get(column.field, EMPTY.get(column.kind))
    is_ready = READY.get(column.kind)

    def reader(cell: Cell) -> Reading:
        if is_ready and isinstance(cell, str) and is_ready(cell) and len(cell) <= column.most:
            return Reading(cell, cell)
        shown = written(cell)
        text = plain(shown)
        if not text:
            return Reading(empty)
        if text in FORMULA_ERRORS:
            problem = Problem(
                column.field, ProblemCode.FORMULA_ERROR, facts={"error": text}, written=text
            )
            return Reading(empty, shown, (problem,))
        if ("*" in text or "＊" in text) and _is_masked(column, text):
            return Reading(
                empty, shown, (Problem(column.field, ProblemCode.MASKED, written=shown),)
            )
        found, *problems = read(cell, text)
        value = empty if found is None else found
        if not problems:
            return Reading(value, shown)
        return Reading(value, shown, tuple(replace(one, written=shown) for one in problems))

    return reader


NUMBER_LEFT_OF_A_MASK = re.compile(r"\*\*|\A\*\Z")
LEFT_OF_A_MASK = {
    # 王*, 欧阳**, 王*明: letters and stars alone. Who writes more than that meant to write it.
    Kind.NAME: re.compile(r"\A[^\W\d_]*\*+[^\W\d_]*\Z"),
    Kind.CODE: NUMBER_LEFT_OF_A_MASK,
    Kind.PHONE: NUMBER_LEFT_OF_A_MASK,
    Kind.TEXT: re.compile(r"\A\*+\Z"),
}
"""What a list taken out of the system with its masks shows in the place of a value: 病**,
138****1234, ***. Taken in it would be written over the value itself."""


def _is_masked(column: Column, text: str) -> bool:
    mask = LEFT_OF_A_MASK.get(column.kind)
    return mask is not None and mask.search(narrow(text)) is not None


def _is_ready_code(text: str) -> bool:
    return text.isascii() and text.isalnum() and text == text.upper()


def _is_ready_name(text: str) -> bool:
    return text.isalpha() and text not in NOTHING


def _is_ready_phone(text: str) -> bool:
    return MOBILE.match(text) is not None


READY: dict[Kind, Callable[[str], bool]] = {
    Kind.CODE: _is_ready_code,
    Kind.NAME: _is_ready_name,
    Kind.PHONE: _is_ready_phone,
}
"""Tests for the thousands of cells that read as they are written; the long way agrees."""


Found = tuple[object, *tuple[Problem, ...]]
Read = Callable[[Cell, str], Found]

EMPTY: dict[str, object] = {
    Kind.NAME: "",
    Kind.TEXT: "",
    Kind.CODE: "",
    Kind.PHONE: "",
    "needs_followup": True,
    "is_supplement": False,
}


def _text_reader(column: Column, month: date, order: str) -> Read:
    def read(cell: Cell, text: str) -> Found:
        return _fitting(column, as_meant(text.replace("\r\n", "\n")))

    return read


def _name_reader(column: Column, month: date, order: str) -> Read:
    """Names keep their signs (·, •, ・); blanks that pad a Chinese name go."""

    def read(cell: Cell, text: str) -> Found:
        if text in NOTHING:
            return (None,)
        text = as_meant(text)
        return _fitting(column, BLANKS.sub(" " if LATIN.search(text) else "", text))

    return read


def _fitting(column: Column, text: str) -> Found:
    if len(text) <= column.most:
        return (text,)
    facts = {"length": str(len(text)), "most": str(column.most)}
    return None, Problem(column.field, ProblemCode.TOO_LONG, facts=facts)


def _code_reader(column: Column, month: date, order: str) -> Read:
    """Codes count only as text: a number of more than 15 digits is lost, and never repaired."""

    def read(cell: Cell, text: str) -> Found:
        if isinstance(cell, date | datetime | time):
            return None, Problem(column.field, ProblemCode.BECAME_DATE)
        if isinstance(cell, bool) or _is_fraction(cell):
            return None, Problem(column.field, ProblemCode.NOT_A_CODE)
        code = BLANKS.sub("", narrow(text)).upper()
        if SCIENTIFIC.match(code):
            return None, Problem(column.field, ProblemCode.PRECISION_LOST)
        return (None,) if code in NOTHING else _fitting(column, code)

    return read


def _is_fraction(cell: Cell) -> bool:
    return isinstance(cell, float) and (cell < 0 or not math.isfinite(cell) or cell % 1 != 0)


def _phone_reader(column: Column, month: date, order: str) -> Read:
    code_of = _code_reader(column, month, order)

    def read(cell: Cell, text: str) -> Found:
        if isinstance(cell, str):
            text = narrow(text)
            if text in NOTHING:
                return (None,)
            if SCIENTIFIC.match(text.upper()):
                return None, Problem(column.field, ProblemCode.PRECISION_LOST)
        else:
            code, *problems = code_of(cell, text)
            if problems:
                return None, *problems
            text = str(code)
        phone, found = read_phone(text, was_number=not isinstance(cell, str))
        return phone or None, *found

    return read


def _date_reader(column: Column, month: date, order: str) -> Read:
    reader = DayReader(month, order)

    def read(cell: Cell, text: str) -> Found:
        text = narrow(text) if isinstance(cell, str) else text
        if text in NOTHING:
            return (None,)
        found = reader.read(cell, text)
        if not isinstance(found, NoDay):
            return (found,)
        facts, code = dict(found.facts), ProblemCode(found.fault)
        return None, Problem(column.field, code, facts=facts, suggestions=found.suggestions)

    return read


def _age_reader(column: Column, month: date, order: str) -> Read:
    return _word_reader(column, read_age, Problem(column.field, ProblemCode.NOT_A_NUMBER))


def _ordinal_reader(column: Column, month: date, order: str) -> Read:
    return _word_reader(column, read_ordinal, Problem(column.field, ProblemCode.NOT_A_NUMBER))


def _flag_reader(column: Column, month: date, order: str) -> Read:
    problem = Problem(
        column.field, ProblemCode.NOT_AN_OPTION, facts={"options": "、".join(FLAG_WORDS)}
    )
    return _word_reader(column, read_flag, problem)


def _word_reader(column: Column, meaning: Callable[[str], int | None], problem: Problem) -> Read:
    def read(cell: Cell, text: str) -> Found:
        word = normal_word(text[:LONGEST_WORD])
        found = meaning(word)
        if found is not None or word in NOTHING:
            return (found,)
        return None, problem

    return read


def _option_reader(column: Column, month: date, order: str) -> Read:
    labels = "、".join(OPTIONS[column.field].labels)

    def read(cell: Cell, text: str) -> Found:
        if narrow(text) in NOTHING:
            return (None,)
        choice = choose(column.field, text)
        if not choice.understood:
            suggestions = (choice.nearest,) if choice.nearest else ()
            facts = {"options": labels}
            code = ProblemCode.NOT_AN_OPTION
            return None, Problem(column.field, code, facts=facts, suggestions=suggestions)
        if choice.taken:
            facts = {"taken": choice.taken}
            code = ProblemCode.SEVERAL_OPTIONS
            return choice.meaning, Problem(column.field, code, Severity.WARNING, facts)
        return (choice.meaning,)

    return read


READERS: dict[Kind, Callable[[Column, date, str], Read]] = {
    Kind.NAME: _name_reader,
    Kind.TEXT: _text_reader,
    Kind.CODE: _code_reader,
    Kind.PHONE: _phone_reader,
    Kind.DATE: _date_reader,
    Kind.AGE: _age_reader,
    Kind.ORDINAL: _ordinal_reader,
    Kind.FLAG: _flag_reader,
    Kind.OPTION: _option_reader,
}
