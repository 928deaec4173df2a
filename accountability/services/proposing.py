"""One proposal after the other: made, withdrawn, or made to take another one back.

All of it in the transaction of the reconciliation, under the lock of whom it is about.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from accountability.models import Remedy, SanctionProposal
from accountability.rules.counting import Counted
from accountability.rules.tiers import Reached, by_window
from accountability.rules.words import LadderCode, ProposalKind, ProposalState, RemedyState
from accountability.selectors import counts
from accountability.selectors.ladders import Ladders
from accountability.services.acts import record_proposal_act
from bureau.models import Institution, Staff
from bureau.services import Doer
from bureau.services.serials import take_serial

SERIES = "accountability"


class Year(NamedTuple):
    """What one person or institution has reached in one year, or in twelve months that roll."""

    ladder: LadderCode
    whom: Staff | Institution
    first: date
    reached: list[Reached]
    ladders: Ladders

    @property
    def total(self) -> int:
        return sum(one.weight for one in self._counted())

    def _counted(self) -> list[Counted]:
        active = counts.events_of(self.ladder, self.whom.pk).active()
        every = [one for _pk, one in counts.as_counted(active)]
        return by_window(every).get(self.first, [])

    @property
    def columns(self) -> dict[str, Any]:
        """Name whom it is about. Of a person the unit where they work now carries it out."""
        is_staff = isinstance(self.whom, Staff)
        return {
            "ladder": self.ladder,
            "staff": self.whom if is_staff else None,
            "institution": self.whom.institution if is_staff else self.whom,
            "window_from": self.first,
        }


def propose(year: Year, tier: int, *, by: Doer | None, at: datetime) -> SanctionProposal:
    """Propose what a tier calls for, by the version of the day of the event that reached it."""
    reached = next(one for one in year.reached if one.tier == tier and one.is_due)
    active = counts.events_of(year.ladder, year.whom.pk).active()
    event = counts.row_of(active, reached.event)
    kind = ProposalKind.BEYOND_LADDER if reached.is_beyond else ProposalKind.IMPOSE
    return _made(
        year, tier, kind, by=by, at=at, reached_by=event, total=reached.total, rolls=event.rolls,
        rules=year.ladders.version_on(year.ladder, event.received_on),
    )  # fmt: skip


def take_back(
    year: Year, about: int, kind: ProposalKind, *, by: Doer | None, at: datetime
) -> SanctionProposal:
    """Propose that what lost its ground be lowered or revoked: people were told of it already."""
    told = SanctionProposal.objects.get(pk=about)
    return _made(
        year, told.tier, kind, by=by, at=at, about=told, total=year.total, rules=told.rules,
        rolls=told.rolls,
    )  # fmt: skip


def _made(
    year: Year, tier: int, kind: ProposalKind, *, by: Doer | None, at: datetime, **said: Any
) -> SanctionProposal:
    period = str(timezone.localdate(at).year)
    no = f"ZZ-{period}-{take_serial(series=SERIES, period=period):04}"
    proposal = SanctionProposal.objects.create(
        no=no, tier=tier, kind=kind, proposed_at=at, **year.columns, **said
    )
    facts = {
        "ladder": year.ladder, "tier": tier, "kind": kind, "count": proposal.total,
        "rules": proposal.rules.number, "about": proposal.about.no if proposal.about else "",
    }  # fmt: skip
    record_proposal_act(
        proposal, "propose_measures", by=by, at=at, after=ProposalState.PROPOSED, facts=facts
    )
    return proposal


def withdraw(pk: int, *, by: Doer | None, at: datetime) -> None:
    """Take back what nobody was told of: its ground fell, and people need not look at it."""
    proposal = SanctionProposal.objects.select_related("institution").get(pk=pk)
    before, proposal.state = proposal.state, ProposalState.WITHDRAWN
    proposal.withdrawn_at = at
    proposal.save(update_fields=["state", "withdrawn_at"])
    lapse(proposal)
    states = {"before": before, "after": ProposalState.WITHDRAWN}
    record_proposal_act(proposal, "withdraw_proposal", by=by, at=at, **states)


def lapse(proposal: SanctionProposal) -> None:
    """Lay aside what was put forward by a proposal to take back that comes to nothing."""
    Remedy.objects.filter(cause=proposal, state=RemedyState.RECEIVED).update(
        state=RemedyState.LAPSED
    )
