"""What the calls to a drawn person found, as corrected since."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from bureau.models import Act, User
from followups.models import CallCorrection, SpotCheck, SpotCheckItem
from followups.rules.words import Verdict


class CallResult(NamedTuple):
    """What one call found, as it stands."""

    attempt: int
    verdict: Verdict
    grade: str


def last_result(item: SpotCheckItem) -> CallResult | None:
    """Return what the last call to a person found; None before the first."""
    return max(_results(item), default=None)


def results_of(item: SpotCheckItem) -> list[Verdict]:
    """List what the calls to a person found, in their order: what a rule reckons with."""
    return [one.verdict for one in sorted(_results(item))]


def is_settled(check: SpotCheck) -> bool:
    """Test if all results of a list are in, or were before one of them was corrected."""
    if check.finished_at is not None:
        return True
    after_all = Act.objects.of("spot_check", check.pk).filter(verb="correct_result")
    return after_all.filter(facts__after_all=True).exists()


def may_correct(check: SpotCheck, user: User) -> bool:
    """Test if a person may correct a result: of a settled list only who decides on redraws.

    The hospital has read such a list and the county has reported it: one caller alone does not
    change what it says.
    """
    if not user.has_perm("followups.correct_result"):
        return False
    return user.has_perm("followups.approve_redraw") or not is_settled(check)


def corrected_people(checks: Iterable[SpotCheck]) -> dict[UUID, int]:
    """Count by draw the people whose result was corrected: one query."""
    corrections = CallCorrection.objects.filter(item__spot_check__in=checks).order_by()
    counted = corrections.values("item__spot_check").annotate(n=Count("item", distinct=True))
    return {line["item__spot_check"]: line["n"] for line in counted}


def _results(item: SpotCheckItem) -> list[CallResult]:
    found = {call.number: call for call in item.calls.all()}
    corrected = {one.attempt: one for one in sorted(item.corrections.all(), key=_number)}
    stand = {attempt: corrected.get(attempt, call) for attempt, call in found.items()}
    return [CallResult(no, Verdict(one.verdict), one.grade) for no, one in stand.items()]


def _number(correction: CallCorrection) -> int:
    return correction.number
