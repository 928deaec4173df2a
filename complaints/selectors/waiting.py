"""What waits for somebody: a review, a decision, a second person."""

from django.db.models import QuerySet

from complaints.models import Case, MoreTime, OrderRequest


def waits_for_review(case: Case) -> bool:
    """Test if somebody was dissatisfied and nobody looked into it yet."""
    return case.callbacks.filter(needs_review=True, reviewed_at=None).exists()


def extensions_asked(case: Case) -> QuerySet[MoreTime]:
    return MoreTime.objects.filter(case=case, is_granted=None)


def order_requests_asked(case: Case) -> QuerySet[OrderRequest]:
    return OrderRequest.objects.filter(case=case, is_granted=None)
