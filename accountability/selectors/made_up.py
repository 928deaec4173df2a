"""What the bureau found to be made up among the follow-ups of registers, as facts for the rules.

The one place that reads the doubts of spot-checks.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.counting import Fact
from accountability.rules.made_up import MadeUp, against_houses
from accountability.rules.words import LadderCode
from accountability.selectors.directory import Directory
from accountability.selectors.ladders import Ladders
from bureau.models import Department
from followups.models import DoubtedFollowUp, SpotCall
from followups.rules.words import DoubtState

HOUSE = "item__spot_check__register__institution"
RECORD = "item__record"
FOLLOWUP = tuple(f"{RECORD}__{name}" for name in ("inpatient_no", "discharged_on", "seq"))


def made_up_facts(ladders: Ladders) -> Iterator[Fact]:
    """Read every follow-up found to be made up, where rules ever had them count."""
    if ladders.were_ever_on(LadderCode.FALSE_FOLLOWUP):
        yield from _facts(DoubtedFollowUp.objects.confirmed())


def made_up_of(house: int) -> Iterator[Fact]:
    """Read what was confirmed against an institution, what was taken back again with it."""
    confirmed = DoubtedFollowUp.objects.filter(decision=DoubtState.CONFIRMED)
    return _facts(confirmed.filter(**{HOUSE: house}))


def _facts(doubts: QuerySet[DoubtedFollowUp]) -> Iterator[Fact]:
    names = ("pk", HOUSE, "called_at", "decided_at", "taken_back_at", f"{RECORD}__followed_on")
    rows = list(doubts.order_by().values_list(*names, *FOLLOWUP))
    directory = Directory(institutions={house for _pk, house, *_rest in rows}, staff=())
    return against_houses(_made_up(*one, directory=directory) for one in rows)


def _made_up(
    pk: int, house: int, called_at: Any, decided_at: Any, taken_back_at: Any, followed_on: Any,
    *followup: Any, directory: Directory,
) -> MadeUp:  # fmt: skip
    doubted_on = timezone.localdate(called_at)
    return MadeUp(
        doubt=pk,
        followup=(house, *followup),
        institution=house,
        group=directory.group_on(house, doubted_on),
        doubted_on=doubted_on,
        registered_on=followed_on,
        found_on=timezone.localdate(decided_at),
        is_taken_back=taken_back_at is not None,
    )


def lock_doubts(house: int) -> None:
    """Hold what was confirmed against an institution: nobody takes it back meanwhile."""
    rows = DoubtedFollowUp.objects.filter(decision=DoubtState.CONFIRMED, **{HOUSE: house})
    list(rows.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def counted_doubts(proposal: SanctionProposal) -> list[DoubtedFollowUp]:
    """List the made-up follow-ups that count where a proposal is about them."""
    own = CountableEvent.objects.active().filter(
        ladder=proposal.ladder, institution=proposal.institution_id, doubt__isnull=False
    )
    events = own.adding_up(proposal.window_from, rolls=proposal.rolls)
    of_house = "doubt__item__spot_check__register__institution"
    found = events.select_related("doubt", of_house, "doubt__item__record")
    return [one.doubt for one in found.order_by("counted_on", "pk") if one.doubt]


def wards_of_doubts(proposal: SanctionProposal) -> set[int]:
    """Name the departments of the made-up follow-ups, where the directory knows them by name."""
    named = {one.item.record.department.strip() for one in counted_doubts(proposal)} - {""}
    wards = Department.objects.filter(institution=proposal.institution_id, name__in=named)
    return set(wards.order_by().values_list("pk", flat=True)) if named else set()


def hands_in_doubts(doubts: QuerySet[Any]) -> set[int]:
    """Name the accounts that made one of the calls about the same follow-ups, or decided."""
    counting = DoubtedFollowUp.objects.filter(pk__in=doubts).order_by()
    records = counting.values("item__record")
    rows = DoubtedFollowUp.objects.filter(item__record__in=records).order_by()
    named = rows.values_list("called_by", "decided_by", "taken_back_by")
    calls = SpotCall.objects.filter(item__record__in=records).order_by()
    first = set(calls.values_list("by", flat=True))
    return first | {one for row in named for one in row if one}
