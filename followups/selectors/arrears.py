"""What is still owed of months before the last one: it must not vanish with its month."""

from datetime import date

from django.db.models import QuerySet

from followups.models import MonthlyRegister
from followups.rules import register as rules
from followups.selectors.frozen import counts_in, houses_at_closing
from followups.selectors.months import registers_owed


def arrears(registers: QuerySet[MonthlyRegister], *, day: date) -> list[MonthlyRegister]:
    """List registers of earlier months that are not in or in only in part, oldest first.

    A register opened after its month was closed counts in no number, and is no arrear either.
    """
    newest = rules.month_before(rules.first_of_month(day))
    owed = list(registers_owed(registers.filter(month__lt=newest), day=day))
    houses = houses_at_closing(sorted({register.month for register in owed}))
    return [register for register in owed if counts_in(register, houses)]


def count_not_in(registers: QuerySet[MonthlyRegister], *, day: date) -> int:
    """Count what the bureau has to chase: nothing in of the last month, and all arrears.

    As many as `registers_missing` and `arrears` name, found together and without their rows.
    """
    newest = rules.month_before(rules.first_of_month(day))
    owed = registers_owed(registers, day=day).exclude(month=newest, arrived_on__isnull=False)
    found = list(owed.order_by().values_list("month", "institution__code"))
    houses = houses_at_closing({month for month, _code in found}) if found else {}
    return sum(month not in houses or code in houses[month] for month, code in found)
