"""Which thresholds hold for the register of a month."""

from datetime import date

from django.utils import timezone

from bureau.rule_tables import read
from bureau.rules import LookLimits
from bureau.selectors import rule_version_on, rules_on
from followups.models import MonthlyRegister
from followups.rules import register as rules
from followups.rules.table import KIND, RegisterTable


def table_of(month: date) -> RegisterTable:
    """Return the table for all that concerns a month's register: in force on the month's first day.

    So the month closes, is drawn from and is reported on by one table, however late.

    :raises NoRuleInForce: where no version holds yet.
    """
    return read(RegisterTable, rules_on(KIND, month))


def closing_of(month: date) -> rules.Closing:
    """Return when a month closes and when its figures freeze."""
    return rules.closing(month, timezone.get_default_timezone(), table=table_of(month))


def rules_no(month: date) -> int | None:
    """Name the version of the rules that a month's register goes by; None before the first."""
    version = rule_version_on(KIND, month)
    return version.number if version else None


def table_on(day: date) -> RegisterTable:
    """Return the table for what is an event of its own day: a look at a number."""
    return table_of(day)


def look_limits(day: date) -> LookLimits:
    """Return from how many looks at numbers on a day is made something of."""
    table = table_on(day)
    return LookLimits(table.looks_an_hour, table.looks_a_day)


def has_registers_since(day: date) -> bool:
    """Test if registers are open that go by the rules of a day or a later one.

    From then on their due days are told, so nothing may change beneath them.
    """
    return MonthlyRegister.objects.filter(month__gte=day).exists()
