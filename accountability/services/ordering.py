"""What a unit is told to put right, ordered in the ledger: one item for each, with its clock."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accountability.models import SanctionProposal
from accountability.rules import road
from accountability.rules.road import Step
from accountability.services.acts import record_proposal_act
from accountability.services.road_acts import (
    RoadError,
    check_state,
    check_step,
    locked,
    written,
)
from bureau.calendar import WorkCalendar
from bureau.models import Institution, LeaderPost, Section, User
from bureau.rules import SectionCode
from rectification.models import Item
from rectification.rules.words import ItemState, RectKind, SourceKind
from rectification.services import change_item, issue_item, open_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to be put right: by whom, by when, and where it comes from."""

    institution: Institution
    source: SourceKind
    source_no: str
    part: int
    problem: str
    goal: str
    found_on: date
    due_on: date
    leader: LeaderPost | None


def order_in_ledger(order: Order, *, by: User, at: datetime, calendar: WorkCalendar) -> Item:
    """Open an item and order it, in the caller's transaction; of one source and part it is one.

    :raises RoadError: without a leader of the unit who answers for it.
    :raises LedgerError: if the ledger refuses what it says, or its day.
    """
    if order.leader is None:
        raise RoadError(_("The directory names no leader of this unit: enter the post there."))
    item = open_item(
        institution=order.institution, source=order.source, source_no=order.source_no,
        part=order.part, problem=order.problem, found_on=order.found_on, by=by, at=at,
    )  # fmt: skip
    if item.state != ItemState.DRAFT:
        return item
    item = change_item(item=item, changes={"goal": order.goal}, by=by, at=at)
    section = by.section or Section.objects.get(code=SectionCode.PERSONNEL)
    with translation.override(settings.LANGUAGE_CODE):
        why = _("This day was set with %(no)s.") % {"no": order.source_no}
    return issue_item(
        item=item, kind=RectKind.LIMITED, leader=order.leader, sections=[section],
        due_on=order.due_on, term_reason=why, by=by, at=at, calendar=calendar,
    )  # fmt: skip


@transaction.atomic
def order_rectification(
    *,
    proposal: SanctionProposal,
    problem: str,
    demand: str,
    due_on: date,
    leader: LeaderPost,
    by: User,
    at: datetime,
    calendar: WorkCalendar,
) -> Item:
    """Order a unit to put right what a proposal about it showed; the same problem ordered
    twice is one item, another problem is another.

    The paper (整改通知书, 督办单) is drafted at the item.

    :raises RoadError: before the decision is served, or without a problem and a demand.
    :raises LedgerError: if the ledger refuses what it says, or its day.
    """
    proposal = locked(proposal)
    check_state(proposal, *road.CARRYING[Step.ORDER])
    check_step(Step.ORDER, proposal, by=by, at=at)
    if proposal.rests_on_accusation:
        raise RoadError(_("The unit would read of an accusation in its ledger."))
    if leader.institution_id != proposal.institution_id:
        raise RoadError(_("A leader of this unit answers for it."))
    problem = written(problem, ask=_("Please write what the problem is."))
    order = Order(
        institution=proposal.institution, source=SourceKind.COMPLAINT, source_no=proposal.no,
        part=_part(proposal, problem), problem=problem,
        goal=written(demand, ask=_("Please write what is demanded.")),
        found_on=timezone.localdate(at), due_on=due_on, leader=leader,
    )  # fmt: skip
    item = order_in_ledger(order, by=by, at=at, calendar=calendar)
    if item.opened_at == at:
        states = {"before": proposal.state, "after": proposal.state}
        facts = {"item": item.no, "due_on": due_on.isoformat()}
        record_proposal_act(proposal, "order_rectification", by=by, at=at, facts=facts, **states)
    return item


def _part(proposal: SanctionProposal, problem: str) -> int:
    """Return the part of the proposal that a problem is: the one it was ordered as, or the next."""
    ordered = Item.objects.filter(source=SourceKind.COMPLAINT, source_no=proposal.no)
    parts = dict(ordered.order_by().values_list("problem", "source_part"))
    return parts.get(problem) or max(parts.values(), default=0) + 1
