"""Who is in pending appointment, where its end stands, and what keeps from the next step."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from accountability.models import Assessment, Measure
from accountability.models import SanctionProposal as Proposal
from accountability.rules import pending as rules
from accountability.rules.pending import AssessmentState, Stage
from accountability.rules.road import Step
from accountability.rules.words import MeasureCode, ProposalState
from accountability.selectors.persons import is_about
from accountability.selectors.road import table_on
from bureau.models import User
from bureau.rules import Role
from bureau.templatetags.shell import day as in_full

PENDS = {"code": MeasureCode.PENDING_APPOINTMENT.value, "stands": True, "ceased_on": None}


class Ending(NamedTuple):
    """A pending appointment with where its end stands on a day."""

    measure: Measure
    last: date
    first_to_assess: date
    stage: Stage


def assessment_named(user: User, no: Any) -> QuerySet[Assessment]:
    """Find an assessment by its number, for whoever sees its proposal."""
    return Assessment.objects.visible_to(user).filter(no=no)


def end_named(user: User, no: Any) -> QuerySet[Proposal]:
    """Find the proposal whose pending appointment ends, by its number, if somebody sees it."""
    return Proposal.objects.visible_to(user).filter(no=no)


def pending_of(proposal: Proposal) -> Measure | None:
    """Find the pending appointment of a proposal that was not taken back."""
    found = (one for one in proposal.measures.all() if _pends(one))
    return next(found, None)


def _pends(one: Measure) -> bool:
    return all(getattr(one, name) == value for name, value in PENDS.items())


def standing_of(proposal: Proposal) -> Assessment | None:
    """Find what the unit filed and the bureau did not send back."""
    found = (one for one in proposal.assessments.all() if one.state in rules.STANDING)
    return next(found, None)


def ahead_of(measure: Measure) -> int:
    """Return how many days before its end a pending appointment is assessed, by its own rules."""
    return table_on(measure.starts_on).assess_ahead_days if measure.starts_on else 0


def endings(proposals: Iterable[Proposal], day: date) -> list[tuple[Proposal, Ending]]:
    """Say of several where their end stands, whoever comes to it first."""
    found, known = [], dict[date | None, int]()
    for one in proposals:
        measure = pending_of(one)
        if measure and measure.starts_on not in known:
            known[measure.starts_on] = ahead_of(measure)
        ending = ending_of(one, day, ahead=known[measure.starts_on]) if measure else None
        if ending:
            found.append((one, ending))
    return sorted(found, key=lambda pair: (pair[1].last, pair[0].pk))


def ending_of(proposal: Proposal, day: date, *, ahead: int | None = None) -> Ending | None:
    """Say where the end of a pending appointment stands; None where none is in effect.

    `ahead` is by the rules unless it is given.
    """
    measure = pending_of(proposal) if proposal.state == ProposalState.IN_EFFECT else None
    if measure is None or measure.starts_on is None or measure.ends_on is None:
        return None
    ahead = ahead_of(measure) if ahead is None else ahead
    standing = standing_of(proposal)
    state = AssessmentState(standing.state) if standing else None
    return Ending(
        measure,
        measure.ends_on,
        rules.begins(measure.ends_on, ahead=ahead),
        rules.stage(measure.ends_on, day, ahead=ahead, standing=state),
    )


def is_awaited(proposal: Proposal) -> bool:
    """Test if a pending appointment is in effect, and nothing filed stands."""
    is_running = proposal.state == ProposalState.IN_EFFECT and pending_of(proposal) is not None
    return is_running and standing_of(proposal) is None


def in_pending() -> QuerySet[Proposal]:
    """List the proposals whose pending appointment is in effect, with what its end takes."""
    whose = Measure.objects.filter(**PENDS).values("proposal")
    rows = Proposal.objects.filter(pk__in=whose, state=ProposalState.IN_EFFECT)
    people = rows.select_related("staff", "institution").prefetch_related("measures")
    return people.prefetch_related(
        Prefetch("assessments", Assessment.objects.select_related("filed_by", "answered_by"))
    )


def holds_beside(proposal: Proposal, day: date) -> Measure | None:
    """Find the pending appointment, by another proposal, that somebody is in on a day."""
    if proposal.staff_id is None:
        return None
    rows = Measure.objects.filter(**PENDS, starts_on__lte=day, ends_on__gte=day)
    of_them = rows.filter(
        proposal__staff=proposal.staff_id, proposal__state=ProposalState.IN_EFFECT
    )
    return of_them.exclude(proposal=proposal).order_by("-ends_on").first()


def relevant(proposal: Proposal) -> set[Step]:
    """Name the steps of its end that there is anything to do for."""
    if proposal.staff_id is None or pending_of(proposal) is None:
        return set()
    standing = standing_of(proposal)
    if standing is None:
        return {Step.ASSESS}
    return {Step.CONFIRM} if standing.state == AssessmentState.FILED else set()


def obstacle(step: Step, proposal: Proposal, *, user: User, day: date) -> str:
    """Say what keeps a person from a step of its end; empty if nothing."""
    if is_about(proposal, user):
        return _("It is about you: somebody else assesses and confirms.")
    if step is Step.ASSESS:
        return _too_early(proposal, day)
    if step is Step.CONFIRM:
        return _unconfirmable(proposal, user)
    return ""


def _too_early(proposal: Proposal, day: date) -> str:
    ending = ending_of(proposal, day)
    if ending and ending.stage is Stage.RUNNING:
        said = _("The unit assesses from %(day)s on; pending appointment ends on %(last)s.")
        return said % {"day": in_full(ending.first_to_assess), "last": in_full(ending.last)}
    return ""


def _unconfirmable(proposal: Proposal, user: User) -> str:
    units = {user.institution_id, user.staff.institution_id if user.staff else None}
    if proposal.institution_id in units:
        return _("It is about your own unit: somebody else confirms.")
    standing = standing_of(proposal)
    if standing and standing.filed_by_id == user.pk:
        return _("You filed this assessment: somebody else confirms.")
    return ""


def is_the_units(user: User, proposal: Proposal) -> bool:
    """Test if somebody files for the unit where the person worked as it was proposed."""
    is_officer = Role.HOSPITAL_OFFICER in user.roles
    return is_officer and user.institution_id == proposal.institution_id


def unconfirmed(proposal: Proposal) -> str:
    """Say what is missing before pending appointment is completed; empty if nothing."""
    if pending_of(proposal) is None:
        return ""
    standing = standing_of(proposal)
    if standing is None:
        return _("The unit has not filed its assessment for the end of pending appointment yet.")
    if standing.state != AssessmentState.CONFIRMED:
        return _("The unit's assessment is not confirmed yet.")
    return ""


def is_told(proposal: Proposal) -> bool:
    """Test if the unit hears of it at all: of an accusation none is told."""
    return Proposal.objects.told_to_units().filter(pk=proposal.pk).exists()
