"""From which day a ban on promotion holds, where the rules say so: served, or put in effect."""

from datetime import date

from accountability.models import Handling, Measure, SanctionProposal
from accountability.rules.bans import BanStart, begins_on
from accountability.rules.measures import last_day
from accountability.selectors.bans import begins


def begin_bans(proposal: SanctionProposal, event: BanStart, day: date) -> None:
    """Write the days of a ban that begins with what happened now; done once, they stand.

    In the caller's transaction. What a review ended meanwhile gets none.
    """
    waiting = proposal.measures.select_for_update().filter(stands=True, starts_on=None)
    holds_from = Handling.objects.get(proposal=proposal).holds_from or day
    for one in waiting.filter(ceased_on=None):
        if begins(one) is event and one.decided_months:
            one.starts_on = begins_on(day, holds_from=holds_from)
            one.ends_on = last_day(one.starts_on, months=one.decided_months)
            Measure.objects.bulk_update([one], ["starts_on", "ends_on"])
