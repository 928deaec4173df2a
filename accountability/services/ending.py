"""That measures end is handed over in writing, as they were told: dismissed or lifted."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accountability.models import SanctionProposal, Service
from accountability.rules.road import Step
from accountability.rules.words import ServedBy
from accountability.selectors import ending as selectors
from accountability.selectors.road import service_of
from accountability.services.acts import record_proposal_act
from accountability.services.road_acts import RoadError, check_step, locked
from accountability.services.serving import NOTHING_BESIDE, Beside, hand_over
from bureau.models import User
from bureau.services import atomic_with_files


@atomic_with_files()
def serve_end(
    *,
    proposal: SanctionProposal,
    served_on: date,
    way: ServedBy,
    receiver: str,
    beside: Beside = NOTHING_BESIDE,
    by: User,
    at: datetime,
) -> Service:
    """Note that the paper of the end was handed over to whoever was told. Noted twice is once.

    :raises RoadError: if nobody was told of anything, if it is not signed, for a day before that
        or to come, without a receiver.
    """
    proposal = locked(proposal)
    document = selectors.document_of(proposal)
    if document is None:
        raise RoadError(_("Nobody was told of it: there is no end to be served."))
    if there := service_of(proposal, document):
        return there
    check_step(Step.SERVE_END, proposal, by=by, at=at)
    service = hand_over(proposal, document, served_on, way, receiver, beside, by=by, at=at)
    facts = {"served_on": served_on.isoformat(), "way": way.value}
    states = {"before": proposal.state, "after": proposal.state}
    record_proposal_act(proposal, "serve_end", by=by, at=at, facts=facts, **states)
    return service
