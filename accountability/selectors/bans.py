"""From which day a ban on promotion holds, and until when: by the rules of its proposal."""

from datetime import date

from django.db.models import Q, QuerySet

from accountability.models import Measure, SanctionProposal
from accountability.rules.bans import BanStack, BanStart
from accountability.rules.effects import Imposed
from accountability.rules.table import TABLES, TIERS, StaffTable
from accountability.rules.words import Beyond, LadderCode, MeasureCode
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
    return table_of(proposal).adds_up(MeasureCode(code), proposal.tier)


def added_up(proposal: SanctionProposal) -> str:
    """Name the measure of a proposal whose term follows on others; empty if none does."""
    code = MeasureCode.TITLE_PROMOTION_BAN
    return code.value if adds_up(proposal, code) else ""


def until(measure: Measure) -> date | None:
    """Return the last day on which a measure holds, with those on which it follows.

    None where it has no term, or as long as its days are not known.
    """
    if not _follows(measure):
        return measure.holds_until
    made = _among_others(measure)
    return made.last if made else None


def runs_from(measure: Measure) -> date | None:
    """Return the day from which a measure's months are counted: after what it follows on."""
    made = _among_others(measure) if _follows(measure) else None
    return (made and made.runs_from) or measure.starts_on


def _follows(measure: Measure) -> bool:
    return measure.proposal.staff_id is not None and adds_up(measure.proposal, measure.code)


def _among_others(measure: Measure) -> Imposed | None:
    """Find a measure among all that was imposed on the same person."""
    proposal, staff = measure.proposal, measure.proposal.staff_id or 0
    own = remembered(
        proposal, "imposed", lambda: imposed_on(LadderCode.STAFF, [staff]).get(staff, [])
    )
    found = (one for one in own if (one.proposal, one.code) == (proposal.pk, measure.code))
    return next(found, None)


def adding_up() -> Q:
    """Say of measures, as a condition, that their terms follow on what ran as they began."""
    sums = Q(proposal__rules__values__ban_stack=BanStack.SUM.value)
    longer = Q(proposal__rules__values__beyond=Beyond.EXTEND.value)
    longer &= Q(proposal__tier__gt=len(TIERS))
    of_people = Q(code=MeasureCode.TITLE_PROMOTION_BAN.value, proposal__staff__isnull=False)
    return of_people & (sums | longer)


def following(ended: QuerySet[Measure], day: date) -> set[int]:
    """Name the proposals of bans whose own days are over and that hold on a day all the same.

    Their rules have them follow on what ran as they began. No query more where there are none.
    """
    of_people = ended.filter(adding_up()).order_by()
    of_each = dict(of_people.values_list("proposal", "proposal__staff"))
    if not of_each:
        return set()
    known = SanctionProposal.objects.filter(handling__effect_from__lte=day)
    imposed = imposed_on(LadderCode.STAFF, set(of_each.values()), among=known)
    code = MeasureCode.TITLE_PROMOTION_BAN
    own = (one for found in imposed.values() for one in found if one.code is code)
    return {one.proposal for one in own if one.holds(day)} & set(of_each)
