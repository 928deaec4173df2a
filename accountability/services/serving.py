"""A paper handed over: which, to whom, how, where, before whom; and the receipt, signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices
from accountability.models import SanctionProposal, Service
from accountability.rules.words import Document, ServedBy
from accountability.selectors import road as selectors
from accountability.selectors.telling_units import units_told
from accountability.services.acts import PROPOSAL
from accountability.services.road_acts import RoadError, check_day
from bureau.models import User
from bureau.rules import SectionCode
from bureau.services import add_attachment, tell

RECEIPT = "送达回证-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is noted beside a service: where it was, who saw it left, the receipt as signed."""

    place: str = ""
    witness: str = ""
    second_witness: str = ""
    scans: Sequence[tuple[str, bytes]] = ()


NOTHING_BESIDE = Beside()


def hand_over(
    proposal: SanctionProposal,
    document: Document,
    served_on: date,
    way: ServedBy,
    receiver: str,
    beside: Beside = NOTHING_BESIDE,
    *,
    by: User,
    at: datetime,
) -> Service:
    """Write down one service, in the caller's transaction.

    :raises RoadError: if the paper is not signed, for a day before that or to come, without a
        receiver, or left behind without two witnesses and the place.
    :raises BureauError: for a file that is not taken.
    """
    paper = selectors.signed_paper(proposal, document)
    if paper is None or paper.signed_at is None:
        raise RoadError(_("The paper to be served is not signed yet."))
    check_day(served_on, since=timezone.localdate(paper.signed_at), at=at)
    if not receiver.strip():
        raise RoadError(_("Please write who received it."))
    noted = _noted(beside, way)
    if not proposal.rests_on_accusation:
        # Now, and not as it is signed, the unit has its copy; of an end also who was told to act.
        others = units_told(proposal) if document is Document.LIFTING else ()
        paper.institutions.add(proposal.institution, *others)
    for name, content in beside.scans:
        add_attachment(
            kind=PROPOSAL, no=proposal.no, name=f"{RECEIPT}{name}", content=content,
            institution=None, section=SectionCode.PERSONNEL, by=by, at=at,
        )  # fmt: skip
    service = Service.objects.create(
        proposal=proposal, document=document, paper=paper, served_on=served_on, way=way,
        receiver=receiver.strip(), by=by, at=at, **noted,
    )  # fmt: skip
    tell(notices.served(proposal, service), at=at)
    return service


def _noted(beside: Beside, way: ServedBy) -> dict[str, str]:
    """:raises RoadError: for what was left behind without two witnesses and the place."""
    names = ("place", "witness", "second_witness")
    said = {name: getattr(beside, name).strip() for name in names}
    if way is not ServedBy.LEFT:
        return said
    if not all(said.values()):
        raise RoadError(_("What is left behind takes two witnesses by name, and the place."))
    if said["witness"] == said["second_witness"]:
        raise RoadError(_("The two witnesses are two people: one name stands twice."))
    return said
