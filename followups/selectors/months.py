"""Months: who owes a register, and how it stands."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from bureau.models import Institution, OfficerAssignment
from bureau.rules import Grade, InstitutionKind, is_level2_or_above
from followups.models import MonthlyRegister, MonthReport, SpotCheck, Upload
from followups.rules import register as rules
from followups.rules.sampling import CheckFigures
from followups.rules.words import ReportKind
from followups.selectors.checks import checks_of_months, undrawn
from followups.selectors.frozen import Houses, counts_in, houses_at_closing
from followups.selectors.left_out import with_left_out
from followups.selectors.tables import closing_of

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
    """Complete registers of which rows are left out: they stand as they did without them."""
    complete = registers.filter(completed_on__isnull=False)
    # Most files refuse nothing: only where one does are its rows looked at.
    refusing = Upload.objects.filter(register=OuterRef("pk"), rows_refused__gt=0)
    left_out = Q(left_out__gt=0)
    to_mend = with_left_out(complete.filter(Exists(refusing))).filter(left_out)
    return to_mend.select_related("institution").order_by("due_on", "institution__code")


def registers_counted(
    registers: QuerySet[MonthlyRegister], *, month: date
) -> QuerySet[MonthlyRegister]:
    """Registers that a month's numbers are about: of a closed month those it was closed with."""
    of_month, houses = registers.of_month(month), houses_at_closing([month])
    return of_month.filter(institution__code__in=houses[month]) if houses else of_month


def registers_missing(
    registers: QuerySet[MonthlyRegister], *, month: date
) -> QuerySet[MonthlyRegister]:
    """Registers of a month without any file, due or not: whom to remind."""
    waiting = registers_counted(registers, month=month).filter(arrived_on__isnull=True)
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
    """One institution's month; `register` is None where none is owed.

    One opened after the month was closed shows, and counts in none of its numbers.
    """

    register: MonthlyRegister | None
    standing: rules.Standing | None
    counts: bool = True


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
        newest = [(line, line.cells[-1]) for line in self.lines if line.cells[-1].counts]
        kept = [line for line, one in newest if one.standing and one.standing.state in states]
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
    houses = houses_at_closing(months)
    lines = [
        Line(
            institution,
            cells := [_cell(of_months.get(one), day, houses) for one in months],
            _on_time(cells, day),
            checks.get((institution.pk, check_month)) if check_month else None,
        )
        for institution, of_months in by_institution.items()
    ]
    by_month = [_numbers(line.cells[at] for line in lines) for at in range(len(months))]
    of_month = by_month[list(months).index(month)]
    return Matrix(list(months), lines, of_month, by_month, check_month)


def _cell(register: MonthlyRegister | None, day: date, houses: Houses) -> Cell:
    if register is None:
        return Cell(None, None)
    return Cell(register, register.standing(day), counts_in(register, houses))


def _numbers(cells: Iterable[Cell]) -> rules.FourNumbers:
    return rules.four_numbers(one.standing.state for one in cells if one.standing and one.counts)


def _on_time(cells: Iterable[Cell], day: date) -> rules.Ratio:
    """Return the share on time of the months that are decided: due by now, or in whole before."""
    return _numbers(one for one in cells if one.register and _is_decided(one.register, day)).rate


def _is_decided(register: MonthlyRegister, day: date) -> bool:
    return register.completed_on is not None or day > register.due_on
