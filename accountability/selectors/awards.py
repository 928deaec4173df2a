"""Awards that were given before a ban on them was decided: revoked, or the next year's instead.

Which of both the version of the rules says by which a proposal was made. What was given is said as
measures are put forward, so that the notice tells it; afterwards nothing is added.
"""

from collections.abc import Collection

from accountability.models import Handling, Measure, SanctionProposal
from accountability.rules.bans import LateAward, award_window
from accountability.rules.carrying import demands
from accountability.rules.table import TABLES, StaffTable
from accountability.rules.windows import Window
from accountability.rules.words import LadderCode, MeasureCode
from accountability.selectors.whole import rows
from bureau.rule_tables import read


def late_award(proposal: SanctionProposal) -> LateAward:
    """Tell what the rules of a proposal have done about awards given already."""
    table = read(TABLES[LadderCode(proposal.ladder)], proposal.rules.values)
    return LateAward(table.late_award) if isinstance(table, StaffTable) else LateAward.REVOKE


def given(proposal: SanctionProposal) -> list[str]:
    """List the awards of the year that were given already, as they were put forward."""
    handling: Handling | None = getattr(proposal, "handling", None)
    return demands(handling.awards_given) if handling else []


def ban_window(proposal: SanctionProposal) -> Window:
    """Return the year whose awards are kept back."""
    return award_window(
        proposal.award_year, is_given=bool(given(proposal)), late=late_award(proposal)
    )


def to_revoke(proposal: SanctionProposal, *, among: Collection[str]) -> list[str]:
    """List the awards to be revoked; `among` are the measures that are meant or stand."""
    if MeasureCode.AWARD_BAN not in among or late_award(proposal) is not LateAward.REVOKE:
        return []
    return given(proposal)


def left_to_revoke(proposal: SanctionProposal) -> list[str]:
    """List the awards that a ban in effect has revoked, as long as that is not carried out."""
    return to_revoke(proposal, among=[one.code for one in open_measures(proposal)])


def open_measures(proposal: SanctionProposal) -> list[Measure]:
    """List the measures that hold and are still to be carried out."""
    stand = (one for one in rows(proposal, "measures") if one.stands)
    return [one for one in stand if one.done_on is None and one.ceased_on is None]
