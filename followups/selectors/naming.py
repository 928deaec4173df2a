"""Registers and their versions as rows of other apps name them: by number or key."""

from typing import Any

from django.db.models import CharField, F, Func, QuerySet, Value
from django.db.models.functions import Cast, Concat

from bureau.models import User
from followups.models import DoubtedFollowUp, MonthlyRegister, RegisterVersion


def register_named(user: User, no: Any) -> QuerySet[MonthlyRegister]:
    """Find the register of a number, a value or an expression, if it is one the person sees."""
    month = Func(F("month"), Value("YYYY-MM"), function="to_char", output_field=CharField())
    named = Concat("institution__code", Value("/"), month)
    return MonthlyRegister.objects.visible_to(user).alias(named=named).filter(named=no)


def month_named(user: User, month: Any) -> QuerySet[MonthlyRegister]:
    """Find the registers of a month, named by its first day, that the person sees."""
    registers = MonthlyRegister.objects.visible_to(user)
    return registers.alias(named=Cast("month", CharField())).filter(named=month)


def doubt_named(user: User, no: Any) -> QuerySet[DoubtedFollowUp]:
    return DoubtedFollowUp.objects.visible_to(user).numbered(no)


def version_named(user: User, key: Any) -> QuerySet[RegisterVersion]:
    versions = RegisterVersion.objects.visible_to(user)
    return versions.alias(named=Cast("pk", CharField())).filter(named=key)
