"""Months: who owes a register, how it stands, what its rows amount to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet

from bureau.models import Institution
from bureau.rules import Grade, InstitutionKind, is_level2_or_above
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    MonthReport,
    RegisterVersion,
    SpotCheck,
)
from followups.rules import opinions as opinion_rules
from followups.rules import register as rules
from followups.rules.sampling import CheckFigures
from followups.rules.words import Outcome, ReportKind
from followups.selectors.checks import checks_of_months, undrawn
from followups.selectors.uploads import with_left_out

LEVEL2_GRADES = [grade.value for grade in Grade if is_level2_or_above(grade)]


def owing_institutions(month: date) -> QuerySet[Institution]:
    """Those that owe a register (S-21): township centres and level-2-or-above institutions."""
    kinds = Q(kind=InstitutionKind.TOWNSHIP) | Q(grade__in=LEVEL2_GRADES)
    return Institution.objects.active_in(month, rules.last_of_month(month)).filter(kinds)


def is_closed(month: date) -> bool:
    return MonthReport.objects.filter(month=month, kind=ReportKind.FINAL).exists()


def months_to_reconcile(this_month: date) -> list[date]:
    """List months with something left to do, oldest first; on a new system from last month."""
    first = MonthlyRegister.objects.aggregate(first=Min("month"))["first"]
    month = first or rules.month_before(this_month)
    closed = set(MonthReport.objects.filter(kind=ReportKind.FINAL).values_list("month", flat=True))
    settled = closed - set(undrawn().values_list("month", flat=True))
    months = []
    while month <= this_month:
        if month not in settled:
            months.append(month)
        month = rules.month_after(month)
    return months


def registers_owed(registers: QuerySet[MonthlyRegister], *, day: date) -> QuerySet[MonthlyRegister]:
    """Registers that are wanted now: of a month that is over, not in or in only in part."""
    return (
        registers.filter(month__lt=rules.first_of_month(day), completed_on__isnull=True)
        .select_related("institution")
        .order_by("due_on", "institution__code")
    )


def registers_to_mend(registers: QuerySet[MonthlyRegister]) -> QuerySet[MonthlyRegister]:
    """Complete registers whose newest file left rows out: they stand as they did without them."""
    left_out = Q(completed_on__isnull=False, left_out__gt=0)
    to_mend = with_left_out(registers).filter(left_out)
    return to_mend.select_related("institution").order_by("due_on", "institution__code")


def registers_missing(
    registers: QuerySet[MonthlyRegister], *, month: date
) -> QuerySet[MonthlyRegister]:
    """Registers of a month without any file, due or not: whom to remind."""
    waiting = registers.of_month(month).filter(arrived_on__isnull=True)
    return waiting.select_related("institution").order_by("institution__code")


@dataclass(frozen=True, slots=True)
class Cell:
    """One institution's month; `register` is None where none is owed."""

    register: MonthlyRegister | None
    standing: rules.Standing | None


@dataclass(frozen=True, slots=True)
class Line:
    """One institution's months with its share on time and its newest spot-check."""

    institution: Institution
    cells: list[Cell]
    on_time: rules.Ratio
    check: CheckFigures | None


@dataclass(frozen=True, slots=True)
class Matrix:
    months: list[date]
    lines: list[Line]
    numbers: rules.FourNumbers
    by_month: list[rules.FourNumbers]
    check_month: date | None


def matrix(
    registers: QuerySet[MonthlyRegister],
    *,
    months: Sequence[date],
    month: date,
    day: date,
    checks_among: QuerySet[SpotCheck] | None = None,
) -> Matrix:
    """Lay out institutions by months as they stand on `day`; the four numbers are of `month`."""
    rows = registers.filter(month__in=months).select_related("institution")
    by_institution: dict[Institution, dict[date, MonthlyRegister]] = defaultdict(dict)
    for register in rows.order_by("institution__code"):
        by_institution[register.institution][register.month] = register
    checks = checks_of_months(registers, months, checks_among)
    check_month = max((month for _institution, month in checks), default=None)
    lines = [
        _line(
            institution,
            of_months,
            months,
            day,
            checks.get((institution.pk, check_month)) if check_month else None,
        )
        for institution, of_months in by_institution.items()
    ]

    def numbers(month: date) -> rules.FourNumbers:
        owed = [of_months[month] for of_months in by_institution.values() if month in of_months]
        return rules.four_numbers(register.standing(day).state for register in owed)

    by_month = [numbers(one) for one in months]
    return Matrix(list(months), lines, numbers(month), by_month, check_month)


def _line(
    institution: Institution,
    of_months: dict[date, MonthlyRegister],
    months: Sequence[date],
    day: date,
    check: CheckFigures | None,
) -> Line:
    cells = []
    for month in months:
        register = of_months.get(month)
        cells.append(Cell(register, register.standing(day) if register else None))
    due = [
        cell.standing.state
        for cell in cells
        if cell.standing and cell.standing.state is not rules.RegisterState.NOT_DUE
    ]
    return Line(institution, cells, rules.four_numbers(due).rate, check)


def month_figures(*, month: date, day: date) -> dict[str, Any]:
    """Reckon a month as plain JSON: the four numbers, each institution's standing and rates.

    The same rows on the same day give the same figures, byte for byte.
    """
    registers = MonthlyRegister.objects.of_month(month).select_related("institution")
    lines = [_report_line(register, day) for register in registers.order_by("institution__code")]
    numbers = rules.four_numbers(rules.RegisterState(line["state"]) for line in lines)
    return {
        "month": month.isoformat(),
        "day": day.isoformat(),
        "due_on": rules.due_on(month).isoformat(),
        "expected": numbers.expected,
        "received": numbers.received,
        "on_time": numbers.on_time,
        "total": _summed(line["rates"] for line in lines),
        "lines": lines,
    }


def _report_line(register: MonthlyRegister, day: date) -> dict[str, Any]:
    standing = register.standing(day)
    institution = register.institution
    said = _opinions(register)
    return {
        "code": institution.code,
        "name": institution.name,
        "kind": institution.kind,
        "state": standing.state.value,
        "late_days": standing.late_days,
        "arrived_on": register.arrived_on.isoformat() if register.arrived_on else "",
        "rates": _rate_numbers(institution, register.month),
        "opinions": [list(pair) for pair in said.common],
        "single_opinions": said.single,
    }


def _rate_numbers(institution: Institution, month: date) -> dict[str, int]:
    rows = FollowUpRecord.objects.filter(
        institution=institution, discharged_on__range=(month, rules.last_of_month(month))
    ).values_list("inpatient_no", "discharged_on", "needs_followup", "outcome", "followed_on")
    attempts = (
        rules.Attempt((number, day), needed, Outcome(outcome) if outcome else None, followed_on)
        for number, day, needed, outcome, followed_on in rows.iterator(chunk_size=5000)
    )
    return asdict(rules.rates(attempts))


def _summed(lines: Iterable[dict[str, int]]) -> dict[str, int]:
    lines = list(lines)
    return {field.name: sum(line[field.name] for line in lines) for field in fields(rules.Rates)}


def _opinions(register: MonthlyRegister) -> opinion_rules.Opinions:
    rows = register.records.exclude(opinion=b"")
    rows = rows.only("seal_id", "opinion", "inpatient_no", "discharged_on")
    return opinion_rules.opinions(
        ((row.inpatient_no, row.discharged_on), row.opinion.reveal())
        for row in rows.iterator(chunk_size=5000)
    )


def versions_after_closing(
    registers: QuerySet[MonthlyRegister], *, month: date
) -> QuerySet[RegisterVersion]:
    """The restatement list: what was handed in after a month was closed, with its reasons."""
    return (
        RegisterVersion.objects.filter(register__in=registers.of_month(month), after_closing=True)
        .select_related("register__institution", "by")
        .order_by("submitted_at")
    )
