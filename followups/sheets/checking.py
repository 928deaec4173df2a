"""Checking a register row by row: every cell read, every rule asked, every row kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from followups.rules.numbering import Place, Sighting, number_followups, shared_phones
from followups.rules.outcomes import reached_whom, refine_outcome
from followups.rules.problems import Problem, ProblemCode
from followups.rules.rows import NO_ROSTER, Roster, RowValues, row_problems
from followups.rules.words import Outcome, Severity
from followups.sheets.columns import BY_FIELD, Kind
from followups.sheets.drafts import Corrections, Draft, RowTexts, draft_of
from followups.sheets.questions import ALL_REACHED, QuestionCode, confirmed_columns
from followups.sheets.table import Table

SEVERITIES = (Severity.WARNING, Severity.ERROR, Severity.BLOCK)
SUPPLEMENT = "补报"
"""Written at the head of 备注 it marks a row as a supplement, as 是 under 是否补报 does."""
MOST_SUGGESTIONS = 2
Stay = tuple[str, date | None]
NO_STAY: Stay = ("", None)


class CheckedRow(NamedTuple):
    """A row of the file with its number there, its cells as written and what is wrong with it.

    Refused rows have no values; whoever has values may be taken in.
    """

    number: int
    values: RowValues | None
    problems: tuple[Problem, ...]
    written: Mapping[str, str]
    stay: Stay = NO_STAY
    """Of a refused row whose stay it was, as far as that could be read."""

    @property
    def is_repeated(self) -> bool:
        return any(problem.code is ProblemCode.REPEATED_ROW for problem in self.problems)

    @property
    def severity(self) -> Severity | None:
        """Tell the worst there is; None for a row without a problem."""
        if not self.problems:
            return None
        found = {problem.severity for problem in self.problems}
        return next((one for one in reversed(SEVERITIES) if one in found), None)

    @property
    def has_own_seq(self) -> bool:
        """Test if the file itself says which follow-up of the stay the row is."""
        return "seq" in self.written and bool(self.written["seq"])


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
    draft = draft_of(table, month, answers, corrections)
    _settle_outcomes(draft, answers)
    _settle_supplements(draft)
    _compare_institutions(draft, institution_code, roster)

    def judge(values: RowValues, silent: frozenset[str]) -> list[Problem]:
        return row_problems(values, month=month, day=day, roster=roster, silent=silent)

    return list(_judged(draft, judge))


def _settle_outcomes(draft: Draft, answers: Mapping[str, str]) -> None:
    """Tell what came of a row from its word, or for the whole file where it has no such words."""
    all_reached = answers.get(f"{QuestionCode.NO_OUTCOMES}:outcome") == ALL_REACHED
    said = any(draft.texts.get("outcome", ()))

    def outcome(word: str | None, answered_by: str, content: str) -> Outcome | None:
        if word:
            return refine_outcome(word, answered_by)
        if said:
            return None
        return reached_whom(answered_by) if all_reached or content else Outcome.PENDING

    columns = draft.columns("outcome", "answered_by", "content")
    draft.values["outcome"] = [outcome(*row) for row in columns]


def _settle_supplements(draft: Draft) -> None:
    draft.values["is_supplement"] = [
        said or remark.startswith(SUPPLEMENT)
        for said, remark in draft.columns("is_supplement", "remark")
    ]


def _compare_institutions(draft: Draft, code: str, roster: Roster) -> None:
    institution = _institution_rule(code, roster)
    for index, written in enumerate(draft.values.pop("institution", ())):
        if foreign := institution(written):
            draft.problems[index].append(foreign)


Judge = Callable[[RowValues, frozenset[str]], list[Problem]]


def _judged(draft: Draft, judge: Judge) -> Iterator[CheckedRow]:
    places = number_followups(_sightings(draft))
    among_rows = _problems_among_rows(draft, places)
    draft.values["seq"] = [
        places[number].seq if number in places else own
        for number, (own,) in zip(draft.numbers, draft.columns("seq"), strict=True)
    ]
    for index, (number, values) in enumerate(zip(draft.numbers, draft.rows(), strict=True)):
        silent, found = draft.silent(index), draft.problems.get(index, ())
        problems = [
            *(_with_days_that_fit(one, values, silent, judge) for one in found),
            *judge(values, silent),
            *among_rows.get(number, ()),
        ]
        yield _checked(number, values, problems, RowTexts(draft.texts, index))


def _with_days_that_fit(
    problem: Problem, values: RowValues, silent: frozenset[str], judge: Judge
) -> Problem:
    """Suggest for a day only those to which no other check has anything to say in this row."""
    if not problem.suggestions or BY_FIELD[problem.field].kind is not Kind.DATE:
        return problem
    known = {(one.field, one.code) for one in judge(values, silent)}

    def fits(day: str) -> bool:
        change: dict[str, Any] = {problem.field: date.fromisoformat(day)}
        tried = judge(values._replace(**change), silent)
        return {(one.field, one.code) for one in tried} <= known

    days = tuple(filter(fits, problem.suggestions))
    return replace(problem, suggestions=days[:MOST_SUGGESTIONS])


def _sightings(draft: Draft) -> Iterator[Sighting]:
    columns = draft.columns("inpatient_no", "discharged_on", "followed_on", "seq")
    for number, one in zip(draft.numbers, columns, strict=True):
        inpatient_no, discharged_on, *_ = one
        if inpatient_no and discharged_on:
            yield Sighting(number, *one)


def _problems_among_rows(
    draft: Draft, places: Mapping[int, Place]
) -> Mapping[int, Sequence[Problem]]:
    """List what only the other rows tell of a row: that it repeats one, or has its phone."""
    problems: defaultdict[int, list[Problem]] = defaultdict(list)
    for number, place in places.items():
        if place.repeats:
            facts = {"row": str(place.repeats)}
            problems[number].append(Problem("inpatient_no", ProblemCode.REPEATED_ROW, facts=facts))
    named_phones = draft.columns("phone", "patient_name")
    phones = ((number, *one) for number, one in zip(draft.numbers, named_phones, strict=True))
    for number, other in shared_phones(phones).items():
        facts = {"row": str(other)}
        shared = Problem("phone", ProblemCode.PHONE_SHARED, Severity.WARNING, facts)
        problems[number].append(shared)
    return problems


def _checked(
    number: int, values: RowValues, found: Iterable[Problem], written: RowTexts
) -> CheckedRow:
    problems = tuple([_as_written(one, written) for one in found])
    if any(one.severity is not Severity.WARNING for one in problems):
        stay = values.inpatient_no, values.discharged_on
        return CheckedRow(number, None, problems, written, stay)
    if values.outcome is None:
        # Nothing said about the outcome is nothing done: it never counts as followed.
        values = values._replace(outcome=Outcome.PENDING)
    return CheckedRow(number, values, problems, written)


def _as_written(problem: Problem, written: Mapping[str, str]) -> Problem:
    text = problem.written or written.get(problem.field, "")
    return problem if text == problem.written else replace(problem, written=text)


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
