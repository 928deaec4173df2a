"""From which day a ban on promotion holds, and until when: by the rules of its proposal."""

from datetime import date

from accountability.models import Measure, SanctionProposal
from accountability.rules.bans import BanStack, BanStart
from accountability.rules.table import TABLES, StaffTable
from accountability.rules.words import LadderCode, MeasureCode
from accountability.selectors.effects import imposed_on
from accountability.selectors.whole import remembered
from bureau.rule_tables import read


def table_of(proposal: SanctionProposal) -> StaffTable:
    """Build the table of a proposal; of an institution's no ban on promotion is called for."""
    table = read(TABLES[LadderCode(proposal.ladder)], proposal.rules.values)
    return table if isinstance(table, StaffTable) else StaffTable()


def begins(measure: Measure) -> BanStart:
    """Tell with what a measure begins: a ban on promotion as its rules say, others as decided."""
    if measure.code != MeasureCode.TITLE_PROMOTION_BAN:
        return BanStart.DECISION
    return BanStart(table_of(measure.proposal).ban_start)


def adds_up(proposal: SanctionProposal, code: str) -> bool:
    """Test if a measure's term follows on those that run already."""
    is_ban = code == MeasureCode.TITLE_PROMOTION_BAN
    return is_ban and table_of(proposal).ban_stack == BanStack.SUM


def added_up(proposal: SanctionProposal) -> str:
    """Name the measure of a proposal whose term follows on others; empty if none does."""
    code = MeasureCode.TITLE_PROMOTION_BAN
    return code.value if adds_up(proposal, code) else ""


def until(measure: Measure) -> date | None:
    """Return the last day on which a measure holds, with those on which it follows.

    None where it has no term, or as long as its days are not known.
    """
    proposal = measure.proposal
    if not adds_up(proposal, measure.code) or proposal.staff_id is None:
        return measure.holds_until
    staff = proposal.staff_id
    own = remembered(
        proposal, "imposed", lambda: imposed_on(LadderCode.STAFF, [staff]).get(staff, [])
    )
    found = (one.last for one in own if (one.proposal, one.code) == (proposal.pk, measure.code))
    return next(found, None)
