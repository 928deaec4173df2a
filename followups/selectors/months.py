"""Months: who owes a register, and how it stands."""

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet

from bureau.models import Institution, OfficerAssignment
from bureau.rules import Grade, InstitutionKind, is_level2_or_above
from followups.models import MonthlyRegister, MonthReport, SpotCheck
from followups.rules import register as rules
from followups.rules.sampling import CheckFigures
from followups.rules.words import ReportKind
from followups.selectors.checks import checks_of_months, undrawn
from followups.selectors.tables import closing_of
from followups.selectors.uploads import with_left_out

LEVEL2_GRADES = [grade.value for grade in Grade if is_level2_or_above(grade)]


def owing_institutions(month: date) -> QuerySet[Institution]:
    """Those that owe a register (S-21): township centres and level-2-or-above institutions."""
    kinds = Q(kind=InstitutionKind.TOWNSHIP) | Q(grade__in=LEVEL2_GRADES)
    return Institution.objects.active_in(month, rules.last_of_month(month)).filter(kinds)


def is_closed(month: date) -> bool:
    return MonthReport.objects.filter(month=month, kind=ReportKind.FINAL).exists()


def is_frozen(month: date, at: datetime) -> bool:
    """Test if what is submitted at `at` comes too late for the month's figures.

    They freeze at an instant of their own, so it does not matter when the job ran that wrote
    them down.
    """
    return at >= closing_of(month).freezes_at or is_closed(month)


def first_month(this_month: date) -> date:
    """Return the first month there is a register of; on a new system that is last month."""
    known = MonthlyRegister.objects.aggregate(first=Min("month"))["first"]
    return known or rules.month_before(this_month)


def months_to_reconcile(this_month: date) -> list[date]:
    """List months with something left to do, oldest first, from the first one there is."""
    month = first_month(this_month)
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
    waiting = waiting.select_related("institution").prefetch_related("reminders__by")
    return waiting.order_by("institution__code")


def registers_open(*, since: date) -> QuerySet[MonthlyRegister]:
    """Registers not in or in only in part, of months due on a day or later."""
    return MonthlyRegister.objects.filter(completed_on__isnull=True, due_on__gte=since)


def looked_after_on(day: date) -> frozenset[int]:
    """Name the institutions that have a liaison officer on a day."""
    assigned = OfficerAssignment.objects.on(day).filter(officer__is_active=True)
    return frozenset(assigned.values_list("institution_id", flat=True))


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

    def narrowed(self, states: Container[rules.RegisterState]) -> "Matrix":
        """Keep the institutions whose newest month stands in one of `states`."""
        newest = [(line, line.cells[-1].standing) for line in self.lines]
        kept = [line for line, standing in newest if standing and standing.state in states]
        return replace(self, lines=kept)


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
