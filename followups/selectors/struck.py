"""What the figures of a closed month are without the follow-ups that were found to be made up.

Frozen figures stay as they were sent; beside them stands what they amount to since.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from followups.models import DoubtedFollowUp, MonthlyRegister
from followups.rules import rates as rate_rules
from followups.rules import register as rules
from followups.rules.rates import Rates
from followups.selectors.figures import KEY, attempts_of, houses_with_later_versions
from followups.selectors.tables import closing_of, table_of


class Struck(NamedTuple):
    """One institution's rates as its month was closed, and without the rows struck since."""

    register: MonthlyRegister
    rows: int
    closed_with: Rates
    now: Rates


def struck_since(registers: QuerySet[MonthlyRegister], *, month: date) -> list[Struck]:
    """List institutions of a closed month with rows that count no more: made up, not taken back.

    Rows are known by their keys: sending one again with other words does not bring it back.
    """
    keys = _made_up(registers, month)
    if not keys:
        return []
    closing, table = closing_of(month), table_of(month)
    later = houses_with_later_versions(closing)
    found = registers.of_month(month).filter(institution__in=keys).select_related("institution")
    struck = []
    for one in found.order_by("institution__code"):
        as_of = closing if one.institution_id in later else None
        attempts = list(attempts_of(one, as_of))
        without = attempts_of(one, as_of, keys[one.institution_id])
        rates = [rate_rules.rates(these, table=table) for these in (attempts, without)]
        struck.append(Struck(one, len(keys[one.institution_id]), *rates))
    return struck


def _made_up(
    registers: QuerySet[MonthlyRegister], month: date
) -> dict[int, set[tuple[str, date, int]]]:
    """Collect the rows found to be made up of those discharged in a month, by institution."""
    houses = registers.of_month(month).values("institution")
    doubts = DoubtedFollowUp.objects.confirmed().filter(
        item__record__institution__in=houses,
        item__record__discharged_on__range=(month, rules.last_of_month(month)),
    )
    named = [f"item__record__{name}" for name in ("institution", *KEY)]
    keys = defaultdict(set)
    for house, *key in doubts.values_list(*named):
        keys[house].add(tuple(key))
    return dict(keys)
