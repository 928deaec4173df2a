"""What waits to be served, and for how long: a signed notice, or a decision."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils import timezone

from accountability.models import SanctionProposal
from accountability.rules.road import days_unserved
from accountability.rules.words import Document, ProposalState
from accountability.selectors.road import table_on
from bureau.models import OfficialPaper
from bureau.rules import PaperState


def unserved(proposals: Collection[SanctionProposal], day: date) -> Mapping[int, int]:
    """Tell of proposals for how many days too long something waits; two queries for many."""
    most = table_on(day).serve_days
    signed = _signed([one for one in proposals if one.state == ProposalState.UNDER_REVIEW])
    since = {one.pk: signed[one.no] for one in proposals if one.no in signed}
    for one in proposals:
        handling = getattr(one, "handling", None)
        if one.state == ProposalState.DECIDED and handling and handling.decided_on:
            since[one.pk] = handling.decided_on
    waited = {pk: days_unserved(first, day, most=most) for pk, first in since.items()}
    return {pk: days for pk, days in waited.items() if days}


def _signed(proposals: Collection[SanctionProposal]) -> dict[str, date]:
    """Tell since when the notices of proposals are signed."""
    rows = OfficialPaper.objects.filter(
        kind=Document.NOTICE, about__in=[one.no for one in proposals], state=PaperState.SIGNED
    )
    found = rows.order_by().values_list("about", "signed_at")
    return {about: timezone.localdate(at) for about, at in found if at}
