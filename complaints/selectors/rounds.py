"""What belongs to the round that a case is in: since it was last taken up again, or from the first.

What was answered, graded or put in the ledger before that settles nothing of what came after.
"""

from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet

from bureau.models import Act
from complaints.models import Assignment, Callback, Case, ClockRow, Reply, UnitReport
from complaints.rules.words import CaseState
from rectification.models import Item
from rectification.rules.words import ItemState, SourceKind

OF_CASES = (SourceKind.COMPLAINT, SourceKind.HOTLINE, SourceKind.PETITION)
GIVEN_UP = (ItemState.DISMISSED, ItemState.WITHDRAWN)


def was_accepted(case: Case) -> bool:
    """Test if somebody took a case up, in this round or in one before."""
    return _last(case, "accept_case") is not None


def was_reopened(case: Case) -> bool:
    return _last(case, "reopen_case") is not None


def times(case: Case, verb: str) -> int:
    """Count how often a step was done with a case."""
    return Act.objects.filter(object_kind="case", object_no=case.no, verb=verb).count()


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


def clocks_of_round(case: Case) -> QuerySet[ClockRow]:
    """Return the clocks that run or were met since a case was last taken up again."""
    since = _last(case, "reopen_case")
    return _since(case.clocks.filter(is_void=False), "started_at", since)


def given_back(case: Case) -> Assignment | None:
    """Return by whom, and why, a case was given back that waits to be given to somebody."""
    if case.state != CaseState.RETURNED:
        return None
    # Read from all of them: where several cases are asked, they were read for all at once.
    ended = [one for one in case.assignments.all() if one.is_lead and one.returned_at]
    return max(ended, key=attrgetter("returned_at", "pk"), default=None)


def items_of_round(case: Case) -> QuerySet[Item]:
    """Return the ledger items that stand for a case since it was last taken up again.

    Those of its own institution alone, and none that was dismissed or taken back.
    """
    return _items_of_rounds().filter(source_no=case.no, institution=case.institution_id)


def _items_of_rounds() -> QuerySet[Item]:
    """Return what stands in the ledger for cases, opened since each was last taken up again."""
    later = Act.objects.filter(
        object_kind="case", object_no=OuterRef("source_no"), verb="reopen_case",
        at__gt=OuterRef("opened_at"),
    )  # fmt: skip
    standing = Item.objects.filter(source__in=OF_CASES).exclude(state__in=GIVEN_UP)
    return standing.exclude(Exists(later))


def drafts_of(case: Case) -> QuerySet[Item]:
    """Return every draft in a case's own words, of whichever round and house it is."""
    drafts = Item.objects.filter(source_no=case.no, source__in=OF_CASES, state=ItemState.DRAFT)
    return drafts.order_by("pk")


def ordered_items_of_round(case: Case) -> QuerySet[Item]:
    """Return those of them that were ordered: a draft may come to nothing still."""
    return ordered_items_of_rounds().filter(source_no=case.no, institution=case.institution_id)


def ordered_items_of_rounds() -> QuerySet[Item]:
    """Return the same of every case at once: by this a case is closed, and read as broken."""
    return _items_of_rounds().exclude(state=ItemState.DRAFT)
