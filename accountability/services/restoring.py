"""Measures that hold no more, and what has to be put right for whom they were about."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices
from accountability.models import Handling, Measure, Remedy, Restoration, SanctionProposal
from accountability.rules import redress
from accountability.rules.carrying import Sheet
from accountability.rules.measures import last_day
from accountability.rules.road import Step
from accountability.rules.words import (
    MeasureCode,
    ProposalState,
    RemedyKind,
    RemedyState,
    Task,
)
from accountability.selectors import bans
from accountability.selectors import redress as selectors
from accountability.selectors.carrying import signed_sheet
from accountability.selectors.telling_units import units_told
from accountability.services.acts import record_proposal_act
from accountability.services.road_acts import (
    RoadError,
    check_day,
    check_step,
    locked,
    move,
    written,
)
from bureau.models import User
from bureau.services import Doer, tell


def cease(
    proposal: SanctionProposal,
    remedy: Remedy,
    *,
    left: Mapping[MeasureCode, int | None],
    by: User,
    at: datetime,
) -> list[Restoration]:
    """End or shorten measures by a decision, and list what it takes to put things right.

    In the caller's transaction, once the decision is written. Where nothing is left, a review or
    an appeal that still waits lapses, and the handling has its end.
    """
    on = remedy.decided_on or timezone.localdate(at)
    rows = proposal.measures.select_for_update().filter(stands=True)
    changed = [one for one in rows if not one.has_ceased(on) and _is_changed(one, left)]
    for one in changed:
        one.ceased_on = _ceases_on(one, left, on)
        one.left_months = left.get(MeasureCode(one.code)) or 0
    Measure.objects.bulk_update(changed, ["ceased_on", "left_months"])
    if not left:
        waiting = proposal.remedies.filter(state=RemedyState.RECEIVED)
        waiting.exclude(pk=remedy.pk).update(state=RemedyState.LAPSED)
        effective = Handling.objects.filter(proposal=proposal, effect_from__isnull=False)
        effective.filter(ended_on=None).update(ended_on=Greatest(F("effect_from"), on))
    return _list_tasks(proposal, remedy, changed, on=on, at=at)


def _is_changed(one: Measure, left: Mapping[MeasureCode, int | None]) -> bool:
    code = MeasureCode(one.code)
    return code not in left or (left[code] or 0) < (selectors.months_of(one) or 0)


def _ceases_on(one: Measure, left: Mapping[MeasureCode, int | None], on: date) -> date:
    """Return since when a measure holds no more: left out, from the day of the decision.

    Also where its term is over by then, for awards are kept back by their year for good.
    """
    months = left.get(MeasureCode(one.code))
    if months and (first := bans.runs_from(one)):
        return last_day(first, months=months) + timedelta(days=1)
    return on


def _list_tasks(
    proposal: SanctionProposal,
    remedy: Remedy,
    changed: list[Measure],
    *,
    on: date,
    at: datetime,
) -> list[Restoration]:
    """Of what was never served nothing has to be put right but the count."""
    is_served = proposal.services.filter(document="accountability.decision").exists()
    fallen, shortened = (
        [MeasureCode(one.code) for one in changed if is_served and one.has_ceased(on) is gone]
        for gone in (True, False)
    )
    is_changed = any(one.code == MeasureCode.COUNTY_BULLETIN for one in changed)
    is_out = is_changed and signed_sheet(Sheet.BULLETIN, proposal) is not None
    made = Restoration.objects.bulk_create(
        Restoration(proposal=proposal, remedy=remedy, task=one)
        for one in redress.tasks(fallen, shortened, is_published=is_out)
    )
    tell(notices.to_restore(proposal, remedy), at=at)
    return made


@transaction.atomic
def restore(
    *, proposal: SanctionProposal, task: Task, on: date, said: str, by: User, at: datetime
) -> Restoration:
    """Note that something was put right, with its signed paper. Noted again it stays as it was.

    :raises RoadError: for what is not to be put right here, without the paper signed, for a day
        before the decision or to come, or without a word of how.
    """
    proposal = locked(proposal)
    of_task = proposal.restorations.select_for_update(of=("self",)).filter(task=task)
    rows = list(of_task.select_related("remedy").order_by("pk"))
    if not rows or task is Task.LATER_TIERS:
        raise RoadError(_("This is not to be put right here."))
    row = next((one for one in rows if one.done_on is None), rows[-1])
    if row.done_on is not None:
        return row
    check_step(Step.RESTORE, proposal, by=by, at=at)
    paper = selectors.restoring_paper(row)
    if paper is None:
        raise RoadError(_("The paper for it is not signed yet."))
    check_day(on, since=row.remedy.decided_on or on, at=at)
    row.said = written(said, ask=_("Please write how it was done, and who was told."))
    row.done_on, row.doer, row.paper = on, by, paper
    row.save(update_fields=["said", "done_on", "doer", "paper"])
    facts = {"task": task.value, "on": on.isoformat()}
    states = {"before": proposal.state, "after": proposal.state}
    record_proposal_act(proposal, "restore", by=by, at=at, facts=facts, **states)
    hand_on(proposal, at=at)
    close_taking_back(row.remedy, by=by, at=at)
    return row


def hand_on(proposal: SanctionProposal, *, at: datetime) -> None:
    """Give units their copies of what gives back, and tell the person: once the answer is served.

    In the caller's transaction. Handed on twice it is once.
    """
    for paper in selectors.restorations_told(proposal):
        if houses := proposal.houses_told:
            paper.institutions.add(*houses, *units_told(proposal))
        tell(notices.restored(proposal, paper), at=at)


def close_taking_back(remedy: Remedy, *, by: Doer | None, at: datetime) -> None:
    """End a proposal to take back once it is served and everything is put right."""
    if remedy.kind != RemedyKind.GROUND or remedy.cause is None:
        return
    if remedy.restorations.filter(done_on=None).exists():
        return
    cause = locked(remedy.cause)
    if cause.state == ProposalState.SERVED:
        move(cause, ProposalState.COMPLETED, "close_taking_back", by=by, at=at)
