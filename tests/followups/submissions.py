"""Registers handed in, for tests: how they stand and what a version counted."""

from datetime import date, timedelta

from followups import services
from followups.models import MonthlyRegister
from followups.rules.problems import Problem, ProblemCode
from followups.sheets import CheckedRow
from tests.factories import IN_TIME, OCTOBER

A_SECOND = timedelta(seconds=1)
NEXT_YEAR = date(2027, 1, 1)
BAD_ROW = CheckedRow(99, None, (Problem("discharged_on", ProblemCode.MISSING),), {})


def register_of(institution):
    return MonthlyRegister.objects.get(institution=institution, month=OCTOBER)


def stands(institution, day=NEXT_YEAR):
    return register_of(institution).standing(day)


def counts(version):
    """New, updated, unchanged, refused."""
    return (
        version.rows_new,
        version.rows_updated,
        version.rows_unchanged,
        version.rows_refused,
    )


def report_nil(institution, *, at=IN_TIME, reason=""):
    return services.file_nil_report(
        institution=institution, month=OCTOBER, by=None, at=at, reason=reason
    )
