"""Checking a register row by row: every cell read, every rule asked, every row kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bureau.workbooks import Cell
from followups.rules.numbering import Place, Sighting, number_followups, shared_phones
from followups.rules.outcomes import reached_whom, refine_outcome
from followups.rules.problems import Problem, ProblemCode
from followups.rules.rows import EXPECTED, NO_ROSTER, Roster, RowValues, row_problems
from followups.rules.words import Outcome, Severity
from followups.sheets.cells import Reader, Reading, reader_for
from followups.sheets.columns import BY_FIELD, Kind
from followups.sheets.questions import (
    ALL_REACHED,
    QuestionCode,
    confirmed_columns,
    date_order,
)
from followups.sheets.table import Table

SEVERITIES = (Severity.WARNING, Severity.ERROR, Severity.BLOCK)
SUPPLEMENT = "补报"
"""Written at the head of 备注 it marks a row as a supplement, as 是 under 是否补报 does."""
Corrections = Mapping[int, Mapping[str, str]]
MOST_SUGGESTIONS = 2


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of the file with its number there, its cells as written and what is wrong with it.

    Refused rows have no values; whoever has values may be taken in.
    """

    number: int
    values: RowValues | None
    problems: tuple[Problem, ...]
    written: dict[str, str]

    @property
    def severity(self) -> Severity | None:
        """Tell the worst there is; None for a row without a problem."""
        found = {problem.severity for problem in self.problems}
        return next((one for one in reversed(SEVERITIES) if one in found), None)

    @property
    def has_own_seq(self) -> bool:
        """Test if the file itself says which follow-up of the stay the row is."""
        return bool(self.written.get("seq"))


def check_rows(
    table: Table,
    *,
    month: date,
    institution_code: str,
    roster: Roster = NO_ROSTER,
    answers: Mapping[str, str] | None = None,
    day: date | None = None,
    corrections: Corrections | None = None,
) -> list[CheckedRow]:
    """Check every row of a register of `month` that arrived on `day`, and keep them all.

    `answers` are those to `questions` by their keys; one left out counts as its default, and a
    date whose order is open stays an error. `corrections` are texts that take the place of a
    cell, by row number and field. A BLOCK in any row keeps the whole file from being submitted.

    :raises TableProblem: if a must-have column was asked about and is not what it looked like.
    """
    answers, corrections = answers or {}, corrections or {}
    table = table.with_columns(confirmed_columns(table, answers))
    table.require_must_haves()
    drafts = _drafts(table, _columns(table, month, answers, corrections))
    outcome = _outcome_rule(answers, said=any(draft.written.get("outcome") for draft in drafts))
    institution = _institution_rule(institution_code, roster)
    for draft in drafts:
        draft.values["outcome"] = outcome(draft.values)
        if draft.values.get("remark", "").startswith(SUPPLEMENT):
            draft.values["is_supplement"] = True
        if foreign := institution(draft.values.pop("institution", "")):
            draft.problems.append(foreign)

    def judge(draft: Draft, values: RowValues) -> list[Problem]:
        return row_problems(values, month=month, day=day, roster=roster, silent=draft.silent)

    return _judged(drafts, judge)


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column read: its values, its texts, and the problems of the rows that have some."""

    values: list[Any]
    texts: list[str]
    problems: dict[int, tuple[Problem, ...]]


class Memory(dict[Any, Reading]):
    """Reads each cell once, however often it comes."""

    def __init__(self, read: Reader) -> None:
        self.read = read

    def __missing__(self, cell: Cell) -> Reading:
        reading = self[cell] = self.read(cell)
        return reading


def read_column(cells: Sequence[Cell], read: Reader) -> ReadColumn:
    """Read cells, equal ones once; where there are booleans each, for True has the hash of 1."""
    if bool in set(map(type, cells)):
        readings = [read(cell) for cell in cells]
    else:
        memory = Memory(read)
        readings = [memory[cell] for cell in cells]
    return ReadColumn(
        values=[reading[0] for reading in readings],
        texts=[reading[1] for reading in readings],
        problems={index: one[2] for index, one in enumerate(readings) if one[2]},
    )


def _columns(
    table: Table, month: date, answers: Mapping[str, str], corrections: Corrections
) -> dict[str, ReadColumn]:
    cells_of = table.by_column()
    corrected = {name for texts in corrections.values() for name in texts if name in BY_FIELD}
    columns = {}
    for name in (*cells_of, *sorted(corrected - set(cells_of))):
        column, order = BY_FIELD[name], ""
        cells = cells_of.get(name, (None,) * len(table.rows))
        if column.kind is Kind.DATE:
            order = date_order(cells, name, month, answers)
        if name in corrected:
            cells = [
                corrections.get(number, {}).get(name, cell)
                for (number, _), cell in zip(table.rows, cells, strict=True)
            ]
        columns[name] = read_column(cells, reader_for(column, month=month, order=order))
    return columns


@dataclass(slots=True)
class Draft:
    """A row read but not yet judged; what is in `silent` need not be called missing."""

    number: int
    values: dict[str, Any]
    written: dict[str, str]
    problems: list[Problem]
    silent: frozenset[str]


def _drafts(table: Table, columns: Mapping[str, ReadColumn]) -> list[Draft]:
    absent = frozenset(name for name in EXPECTED if name not in columns)
    drafts = [
        Draft(number, dict(zip(columns, values, strict=True)), texts, [], absent)
        for (number, _), values, texts in zip(
            table.rows,
            zip(*(column.values for column in columns.values()), strict=True),
            _texts(columns),
            strict=True,
        )
    ]
    for name, column in columns.items():
        for index, problems in column.problems.items():
            drafts[index].problems += problems
            drafts[index].silent |= {name}
    return drafts


def _texts(columns: Mapping[str, ReadColumn]) -> Iterator[dict[str, str]]:
    for texts in zip(*(column.texts for column in columns.values()), strict=True):
        yield dict(zip(columns, texts, strict=True))


Judge = Callable[[Draft, RowValues], list[Problem]]


def _judged(drafts: list[Draft], judge: Judge) -> list[CheckedRow]:
    places = number_followups(_sightings(drafts))
    shared = shared_phones(
        (one.number, one.values.get("phone", ""), one.values["patient_name"]) for one in drafts
    )
    checked = []
    for draft in drafts:
        if place := places.get(draft.number):
            draft.values["seq"] = place.seq
        values = RowValues(**draft.values)
        found = judge(draft, values)
        draft.problems = [_with_days_that_fit(one, draft, values, judge) for one in draft.problems]
        draft.problems += found
        if (place and place.repeats) or draft.number in shared:
            draft.problems += _problems_among_rows(place, shared.get(draft.number))
        checked.append(_checked(draft, values))
    return checked


def _with_days_that_fit(problem: Problem, draft: Draft, values: RowValues, judge: Judge) -> Problem:
    """Suggest for a day only those to which no other check has anything to say in this row."""
    if not problem.suggestions or BY_FIELD[problem.field].kind is not Kind.DATE:
        return problem
    known = {(one.field, one.code) for one in judge(draft, values)}

    def fits(day: str) -> bool:
        change: dict[str, Any] = {problem.field: date.fromisoformat(day)}
        tried = judge(draft, replace(values, **change))
        return {(one.field, one.code) for one in tried} <= known

    days = tuple(filter(fits, problem.suggestions))
    return replace(problem, suggestions=days[:MOST_SUGGESTIONS])


def _problems_among_rows(place: Place | None, shared: int | None) -> Iterator[Problem]:
    if place and place.repeats:
        facts = {"row": str(place.repeats)}
        yield Problem("inpatient_no", ProblemCode.REPEATED_ROW, facts=facts)
    if shared:
        facts = {"row": str(shared)}
        yield Problem("phone", ProblemCode.PHONE_SHARED, Severity.WARNING, facts)


def _checked(draft: Draft, values: RowValues) -> CheckedRow:
    problems = tuple([_as_written(one, draft.written) for one in draft.problems])
    if any(one.severity is not Severity.WARNING for one in problems):
        return CheckedRow(draft.number, None, problems, draft.written)
    if values.outcome is None:
        # Nothing said about the outcome is nothing done: it never counts as followed.
        values = replace(values, outcome=Outcome.PENDING)
    return CheckedRow(draft.number, values, problems, draft.written)


def _as_written(problem: Problem, written: Mapping[str, str]) -> Problem:
    text = problem.written or written.get(problem.field, "")
    return problem if text == problem.written else replace(problem, written=text)


def _sightings(drafts: Iterable[Draft]) -> Iterator[Sighting]:
    for one in drafts:
        values = one.values
        if values["inpatient_no"] and values["discharged_on"]:
            yield Sighting(
                one.number,
                values["inpatient_no"],
                values["discharged_on"],
                values.get("followed_on"),
                values.get("seq"),
            )


def _outcome_rule(
    answers: Mapping[str, str], *, said: bool
) -> Callable[[dict[str, Any]], Outcome | None]:
    """Tell what came of a row from its word, or for the whole file where it has no such words."""
    all_reached = answers.get(f"{QuestionCode.NO_OUTCOMES}:outcome") == ALL_REACHED

    def outcome(values: dict[str, Any]) -> Outcome | None:
        answered_by = values.get("answered_by", "")
        word = values.get("outcome")
        if word:
            return refine_outcome(word, answered_by)
        if said:
            return None
        reached = all_reached or values.get("content")
        return reached_whom(answered_by) if reached else Outcome.PENDING

    return outcome


def _institution_rule(code: str, roster: Roster) -> Callable[[str], Problem | None]:
    """Refuse another institution's code; a name in its place is only compared."""
    own = code.upper()

    def institution(written: str) -> Problem | None:
        if not written or written == own:
            return None
        if written.isascii():
            facts = {"own": code}
            fault = ProblemCode.FOREIGN_INSTITUTION
            return Problem("institution", fault, Severity.BLOCK, facts, written)
        if not roster.institution_names or written in roster.institution_names:
            return None
        fault = ProblemCode.OTHER_INSTITUTION_NAME
        return Problem("institution", fault, Severity.WARNING, {}, written)

    return institution
