"""The acts of this app. Of an accusation no institution is told, and no number stands in them."""

from datetime import datetime
from typing import Any

from accountability.models import CountableEvent, SanctionProposal
from bureau.services import Doer, record_act

EVENT = "countable_event"
PROPOSAL = "sanction_proposal"


def record_event_act(
    event: CountableEvent, verb: str, *, by: Doer | None, at: datetime, **said: Any
) -> None:
    is_accusation = event.is_of_accusation
    facts = {
        "ladder": event.ladder, "weight": event.weight, "counted_on": event.counted_on.isoformat(),
        "case": "" if is_accusation else event.source_no,
        "staff": "" if is_accusation else event.staff_id or "",
        "why_void": event.why_void,
    }  # fmt: skip
    record_act(
        verb=verb, kind=EVENT, no=event.pk, by=by, at=at, facts=facts,
        institution=None if is_accusation else event.institution, **said,
    )  # fmt: skip


def record_proposal_act(
    proposal: SanctionProposal, verb: str, *, by: Doer | None, at: datetime, **said: Any
) -> None:
    institution = None if proposal.rests_on_accusation else proposal.institution
    record_act(
        verb=verb, kind=PROPOSAL, no=proposal.no, by=by, at=at, institution=institution, **said
    )
