"""What the clock ends: the term of a statement, the terms of measures, what is counted anew.

Each proposal is a transaction of its own, held and read anew: run twice, late or two at once it
does nothing more. One that fails is written down and keeps no other from its turn.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accountability.models import Restoration, SanctionProposal
from accountability.notices import to_decide
from accountability.rules.words import Heard, LadderCode, ProposalState, Task
from accountability.selectors import counts
from accountability.selectors.ladders import Ladders
from accountability.services.effect import complete_measures
from accountability.services.hearing import expire_statement
from accountability.services.restoring import close_taking_back
from accountability.services.road_acts import RoadError, locked
from bureau.services import tell

logger = logging.getLogger(__name__)


def end_terms(*, at: datetime) -> int:
    """End what is over by this instant; return how much there was to do."""
    day = timezone.localdate(at)
    silent = SanctionProposal.objects.filter(
        state=ProposalState.NOTICE_SERVED, handling__statement_due_on__lt=day
    )
    done = sum(_in_its_turn(_expire, one, at) for one in silent.order_by("pk"))
    said = SanctionProposal.objects.filter(
        state=ProposalState.STATEMENT, handling__heard=Heard.RECEIVED,
        handling__is_complete=False, handling__statement_due_on__lt=day,
    )  # fmt: skip
    done += sum(_in_its_turn(_to_decide, one, at) for one in said.order_by("pk"))
    running = SanctionProposal.objects.filter(state=ProposalState.IN_EFFECT).order_by("pk")
    done += sum(_in_its_turn(_complete, one, at) for one in running)
    waiting = Restoration.objects.filter(task=Task.LATER_TIERS, done_on=None).order_by("pk")
    lagging = set(counts.out_of_step(Ladders())) if waiting else set()
    for one in waiting.select_related("proposal"):
        of = one.proposal
        if (LadderCode(of.ladder), of.subject_id) not in lagging:
            done += _in_its_turn(_counted_anew, of, at)
    return done


Turn = Callable[[SanctionProposal, datetime], bool]


def _in_its_turn(ending: Turn, proposal: SanctionProposal, at: datetime) -> bool:
    try:
        with transaction.atomic():
            return ending(locked(proposal), at)
    except RoadError:
        return False
    except Exception:
        logger.exception("could not end the terms of %s", proposal.no)
        return False


def _expire(proposal: SanctionProposal, at: datetime) -> bool:
    if proposal.state != ProposalState.NOTICE_SERVED:
        return False
    expire_statement(proposal=proposal, by=None, at=at)
    return True


def _to_decide(proposal: SanctionProposal, at: datetime) -> bool:
    """Tell whoever may decide that nothing is added to the statement any more, once."""
    return proposal.state == ProposalState.STATEMENT and bool(tell(to_decide(proposal), at=at))


def _complete(proposal: SanctionProposal, at: datetime) -> bool:
    """Complete what is over; pending appointment once people confirmed the unit's assessment."""
    if proposal.state != ProposalState.IN_EFFECT:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        why = _("Every term is over, and what is done once is done.")
    complete_measures(proposal=proposal, reason=why, by=None, at=at)
    return True


def _counted_anew(proposal: SanctionProposal, at: datetime) -> bool:
    rows = proposal.restorations.select_for_update(of=("self",)).select_related("remedy__cause")
    waiting = list(rows.filter(task=Task.LATER_TIERS, done_on=None))
    for one in waiting:
        one.done_on, one.said = timezone.localdate(at), "recount"
        one.save(update_fields=["done_on", "said"])
        close_taking_back(one.remedy, by=None, at=at)
    return bool(waiting)
