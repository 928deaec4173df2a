"""What waits for somebody: a review, a decision, a second person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from bureau.models import User
from bureau.rules import Role
from complaints.models import Allegation, Callback, Case, MoreTime, NamedPerson, OrderRequest
from complaints.models.queue import CasesQuerySet
from complaints.rules.steps import ANSWERED, FINDING, IN_STATES, Step
from complaints.rules.words import Waiting


def waits_for_review(case: Case) -> bool:
    """Test if somebody was dissatisfied and nobody looked into it yet."""
    return case.callbacks.filter(needs_review=True, reviewed_at=None).exists()


def extensions_asked(case: Case) -> QuerySet[MoreTime]:
    return MoreTime.objects.filter(case=case, is_granted=None)


def order_requests_asked(case: Case) -> QuerySet[OrderRequest]:
    return OrderRequest.objects.filter(case=case, is_granted=None)


def waiting_for(kind: Waiting, rows: CasesQuerySet, *, user: User) -> CasesQuerySet:
    """Keep the cases that wait for a word which this person may say, by whose hand it is."""
    return rows.filter(WAITS[kind](user))


def _verify(user: User) -> Q:
    alleged, named = (
        model.objects.filter(case=OuterRef("pk")) for model in (Allegation, NamedPerson)
    )
    left = Q(finding="") | Q(found_by=user)
    waits = Q(
        Exists(alleged), ~Exists(alleged.filter(left)), ~Exists(named.filter(left)),
        state__in=FINDING,
    )  # fmt: skip
    if Role.SECTION_HEAD in user.roles:
        return waits
    # It is the head's to do, unless the head found something there.
    by_head = Q(found_by__groups__name=Role.SECTION_HEAD, found_by__section=user.section_id)
    return waits & (Q(Exists(alleged.filter(by_head))) | Q(Exists(named.filter(by_head))))


def _review(user: User) -> Q:
    waiting = Callback.objects.filter(needs_review=True, reviewed_at=None)
    return Q(pk__in=waiting.values("case"), state__in=ANSWERED)


def _decide(user: User) -> Q:
    asked = {Step.DECIDE: MoreTime, Step.DECIDE_ORDER: OrderRequest}
    found = Q(pk__in=[])
    for step, model in asked.items():
        others = model.objects.filter(is_granted=None).exclude(asked_by=user)
        found |= Q(pk__in=others.values("case"), state__in=IN_STATES[step])
    return found


WAITS = {Waiting.VERIFY: _verify, Waiting.REVIEW: _review, Waiting.DECIDE: _decide}
