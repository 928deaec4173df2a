"""Whom a closed month was closed with: its numbers are about these, whoever comes since."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import JSONField
from django.db.models.expressions import Func

from followups.models import MonthlyRegister, MonthReport
from followups.rules.words import ReportKind

Houses = Mapping[date, frozenset[str]]


def houses_at_closing(months: Collection[date]) -> Houses:
    """Name the institutions that the final report of each closed month has, by code."""
    codes = Func(
        "figures",
        template="jsonb_path_query_array(%(expressions)s, '$.lines[*].code')",
        output_field=JSONField(),
    )
    closed = MonthReport.objects.filter(kind=ReportKind.FINAL, month__in=months)
    return {month: frozenset(found) for month, found in closed.values_list("month", codes)}


def counts_in(register: MonthlyRegister, houses: Houses) -> bool:
    """Test if a register is one of its month's numbers: not if it was opened after the closing."""
    with_whom = houses.get(register.month)
    return with_whom is None or register.institution.code in with_whom
