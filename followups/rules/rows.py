"""What makes one row of a follow-up register acceptable, over plain values.

Source: the county register template and its checks (plan S-20 and S-21).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from followups.rules.identity import read_identity
from followups.rules.problems import Problem, ProblemCode
from followups.rules.words import (
    NOT_ATTEMPTED,
    DischargeWay,
    Grade,
    Method,
    Outcome,
    Severity,
    Sex,
    SpecialKind,
)

MUST_HAVE = ("patient_name", "inpatient_no", "discharged_on")
"""A row is refused without these."""
EXPECTED = (
    "department",
    "attending_doctor",
    "phone",
    "followed_on",
    "method",
    "outcome",
    "follower",
)
"""A row lacking one of these is taken, with a warning."""
ALL_EXPECTED = attrgetter(*MUST_HAVE, *EXPECTED)
OF_THE_FOLLOW_UP = frozenset({"followed_on", "method", "follower"})
"""Not missed in a row that says nobody has tried yet."""
OLDEST = 130


class RowValues(NamedTuple):
    """One row, understood. Text is "" where absent, everything else None."""

    department: str = ""
    patient_name: str = ""
    sex: Sex | None = None
    age: int | None = None
    id_no: str = ""
    inpatient_no: str = ""
    admitted_on: date | None = None
    discharged_on: date | None = None
    diagnosis: str = ""
    discharge_way: DischargeWay | None = None
    attending_doctor: str = ""
    contact_relation: str = ""
    address: str = ""
    phone: str = ""
    needs_followup: bool = True
    special_kind: SpecialKind | None = None
    due_on: date | None = None
    seq: int | None = None
    followed_on: date | None = None
    method: Method | None = None
    answered_by: str = ""
    content: str = ""
    condition: str = ""
    advice: str = ""
    outcome: Outcome | None = None
    grade: Grade | None = None
    opinion: str = ""
    converted_to: str = ""
    follower: str = ""
    remark: str = ""
    is_supplement: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """Whom and what the institution has; an empty set checks nothing."""

    staff: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    institution_names: frozenset[str] = frozenset()


NO_ROSTER = Roster()


def row_problems(
    values: RowValues,
    *,
    month: date,
    day: date | None,
    roster: Roster = NO_ROSTER,
    silent: Collection[str] = frozenset(),
) -> list[Problem]:
    """List what is wrong with a row of the register of `month` that arrived on `day`.

    Without a day nothing counts as in the future. Fields in `silent` are not called missing:
    the file has no such column, or the cell has been found fault with already.
    """
    return [
        *_missing(values, silent),
        *_time_problems(values, month, day),
        *_person_problems(values),
        *_roster_problems(values, roster),
    ]


def _missing(values: RowValues, silent: Collection[str]) -> Iterator[Problem]:
    if all(ALL_EXPECTED(values)):
        return
    for name in MUST_HAVE:
        if not getattr(values, name) and name not in silent:
            yield Problem(name, ProblemCode.MISSING)
    untried = not values.needs_followup or values.outcome in NOT_ATTEMPTED
    for name in EXPECTED:
        if getattr(values, name) or name in silent or (untried and name in OF_THE_FOLLOW_UP):
            continue
        if values.needs_followup or name != "outcome":
            yield Problem(name, ProblemCode.MISSING, Severity.WARNING)


def _time_problems(values: RowValues, month: date, day: date | None) -> Iterator[Problem]:
    """Check the order of a stay and its follow-up (county register template, checks).

    A follow-up on the day of discharge is in order. An admission after the discharge is only
    warned about: hospital systems export readmissions that way.
    """
    discharged_on, followed_on, admitted_on = (
        values.discharged_on,
        values.followed_on,
        values.admitted_on,
    )
    if discharged_on and not in_month(values, month):
        yield _outside_month(discharged_on, month)
    if discharged_on and followed_on and followed_on < discharged_on:
        facts = {"discharged_on": discharged_on.isoformat()}
        yield Problem("followed_on", ProblemCode.FOLLOWED_BEFORE_DISCHARGE, facts=facts)
    if discharged_on and admitted_on and admitted_on > discharged_on:
        facts = {"discharged_on": discharged_on.isoformat()}
        code = ProblemCode.ADMITTED_AFTER_DISCHARGE
        yield Problem("admitted_on", code, Severity.WARNING, facts)
    if day is None:
        return
    happened = {
        "admitted_on": admitted_on,
        "discharged_on": discharged_on,
        "followed_on": followed_on,
    }
    for name, happened_on in happened.items():
        if happened_on and happened_on > day:
            yield Problem(name, ProblemCode.IN_FUTURE, facts={"day": day.isoformat()})


def in_month(values: RowValues, month: date) -> bool:
    """Test if a row belongs in the register of a month (plan S-21: by month of discharge).

    A supplement may bring up earlier months, never later ones.
    """
    if values.discharged_on is None:
        return False
    discharged_in = (values.discharged_on.year, values.discharged_on.month)
    wanted = (month.year, month.month)
    return discharged_in == wanted or (values.is_supplement and discharged_in < wanted)


def _outside_month(discharged_on: date, month: date) -> Problem:
    facts = {"month": f"{month:%Y-%m}", "found": f"{discharged_on:%Y-%m}"}
    if (discharged_on.year, discharged_on.month) < (month.year, month.month):
        facts["remedy"] = "supplement"
    return Problem("discharged_on", ProblemCode.OUTSIDE_MONTH, facts=facts)


def _person_problems(values: RowValues) -> Iterator[Problem]:
    age = values.age
    if age is not None and not 0 <= age <= OLDEST:
        yield Problem("age", ProblemCode.AGE_OUT_OF_RANGE, facts={"most": str(OLDEST)})
        age = None
    if values.discharge_way is DischargeWay.DIED and values.outcome is Outcome.REACHED_PATIENT:
        yield Problem("outcome", ProblemCode.DIED_BUT_REACHED, Severity.WARNING)
    if values.id_no:
        yield from _identity_problems(values, age)


def _identity_problems(values: RowValues, age: int | None) -> Iterator[Problem]:
    born_on, sex, fault = read_identity(values.id_no)
    if fault:
        yield fault
    if sex and values.sex and sex is not values.sex:
        yield Problem("sex", ProblemCode.SEX_AGAINST_ID, Severity.WARNING)
    seen_on = values.admitted_on or values.discharged_on
    if born_on is None or seen_on is None:
        return
    years = seen_on.year - born_on.year
    years -= (seen_on.month, seen_on.day) < (born_on.month, born_on.day)
    if years < 0:
        yield Problem("id_no", ProblemCode.ID_BIRTH_DATE)
    elif age is not None and abs(years - age) > 1:
        facts = {"born_on": born_on.isoformat(), "age_by_id": str(years)}
        yield Problem("age", ProblemCode.AGE_AGAINST_ID, Severity.WARNING, facts)


def _roster_problems(values: RowValues, roster: Roster) -> Iterator[Problem]:
    if roster.staff:
        for name in ("attending_doctor", "follower"):
            written = getattr(values, name)
            if not written or written in roster.staff:
                continue
            unknown = [one for one in names_in(written) if one not in roster.staff]
            if unknown:
                facts = {"names": "、".join(unknown)}
                yield Problem(name, ProblemCode.UNKNOWN_STAFF, Severity.WARNING, facts)
    department = values.department
    if roster.departments and department and department not in roster.departments:
        yield Problem("department", ProblemCode.UNKNOWN_DEPARTMENT, Severity.WARNING)


def digits_of(phone: str) -> str:
    """Reduce a phone number to what tells it from others, however it is written."""
    return phone if phone.isdigit() else "".join(filter(str.isdigit, phone))


def names_in(text: str) -> list[str]:
    """Split a cell that names several people."""
    for mark in "，,；;/\\\n":
        text = text.replace(mark, "、")
    return [name.strip() for name in text.split("、") if name.strip()]
