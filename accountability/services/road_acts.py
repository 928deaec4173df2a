"""The lock under which a proposal moves on its road, its moves, and what refuses them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.choices import PROPOSAL_STATES
from accountability.models import Handling, SanctionProposal
from accountability.rules.road import Step
from accountability.rules.words import LadderCode, Organ
from accountability.selectors.counts import is_out_of_step
from accountability.selectors.obstacles import obstacle
from accountability.selectors.road import ONWARDS
from accountability.services.acts import record_proposal_act
from bureau.models import User
from bureau.rules import MIN_REASON, says_something
from bureau.services import BureauError, Doer
from bureau.services.moves import Moves
from bureau.templatetags.shell import day as in_full


class RoadError(BureauError):
    """An anticipated refusal, worded for the person at the screen."""


_moves = Moves(PROPOSAL_STATES, RoadError, record_proposal_act)
move, check_state = _moves.move, _moves.check_state


def locked(proposal: SanctionProposal) -> SanctionProposal:
    """Lock a proposal and read it anew: whatever the page showed, this is how it stands."""
    rows = SanctionProposal.objects.select_for_update(of=("self",))
    return rows.select_related("institution", "staff", "rules").get(pk=proposal.pk)


def check_step(step: Step, proposal: SanctionProposal, *, by: Doer | None, at: datetime) -> None:
    """Let nobody go on by a count that findings have overtaken: it follows within a minute.

    :raises RoadError: naming what keeps this person from this step.
    """
    if step in ONWARDS and is_out_of_step(LadderCode(proposal.ladder), proposal.subject_id):
        raise RoadError(_("The findings changed just now, and the count follows within a minute:"
                          " look at it again then."))  # fmt: skip
    user = by if isinstance(by, User) else None
    if said := obstacle(step, proposal, user=user, day=timezone.localdate(at)):
        raise RoadError(said)


def written(text: str, *, ask: str) -> str:
    """Return a text as it is kept; `ask` says what it is wanted for.

    :raises RoadError: where it is empty or says nothing.
    """
    text = text.strip()
    if not says_something(text):
        raise RoadError(_("%(ask)s At least %(n)s characters.") % {"ask": ask, "n": MIN_REASON})
    return text


ENDING = ("ended_by", "end_organ", "end_minutes_no", "end_why")


def say_end(
    proposal: SanctionProposal,
    *,
    by: Doer | None,
    why: str,
    organ: Organ | None = None,
    minutes_no: str = "",
) -> tuple[str, ...]:
    """Say on a proposal by whom and why it ends; return what is to be saved with its state."""
    proposal.ended_by = by if isinstance(by, User) else None
    proposal.end_why = why
    proposal.end_organ, proposal.end_minutes_no = organ or "", minutes_no.strip()
    return ENDING


def check_body(handling: Handling, organ: Organ | None, minutes_no: str) -> None:
    """:raises RoadError: for another body than the one that has to decide, or without minutes."""
    if handling.needs_party_group and organ is not Organ.PARTY_GROUP:
        raise RoadError(_("Here the bureau's party group has to decide."))
    if not minutes_no.strip():
        raise RoadError(_("Please write the number of the minutes of the meeting."))


def check_day(day: date, *, since: date, at: datetime) -> None:
    """:raises RoadError: if a day lies before what has to come first, or is still to come."""
    if not since <= day <= timezone.localdate(at):
        said = _("The day lies between %(since)s and today.")
        raise RoadError(said % {"since": in_full(since)})
