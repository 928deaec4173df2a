"""What belongs to the round that a case is in: since it was last taken up again, or from the first.

What was answered, graded or put in the ledger before that settles nothing of what came after.
"""

from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from bureau.models import Act
from complaints.models import Callback, Case, Reply, UnitReport
from rectification.models import Item


def _last(case: Case, *verbs: str) -> datetime | None:
    acts = Act.objects.filter(object_kind="case", object_no=case.no, verb__in=verbs)
    return acts.aggregate(at=Max("at"))["at"]


def _since(rows: QuerySet[Any], field: str, began_at: datetime | None) -> QuerySet[Any]:
    return rows.filter(**{f"{field}__gte": began_at}) if began_at else rows


def replies_of_round(case: Case) -> QuerySet[Reply]:
    """Return the answers since a case was last taken up again."""
    return _since(case.replies.all(), "at", _last(case, "reopen_case"))


def callbacks_of_round(case: Case) -> QuerySet[Callback]:
    """Return the call-backs and grades since a case was last taken up again."""
    return _since(case.callbacks.all(), "at", _last(case, "reopen_case"))


def reports_of_round(case: Case) -> QuerySet[UnitReport]:
    """Return what units reported since the case was last given out, or taken up again."""
    return _since(case.reports.all(), "at", _last(case, "reopen_case", "dispatch_case"))


def items_of_round(case: Case) -> QuerySet[Item]:
    """Return the ledger items entered since a case was last taken up again."""
    of_case = Item.objects.filter(source_no=case.no)
    return _since(of_case, "opened_at", _last(case, "reopen_case"))
