"""Beside a literal count, how it stands to how many patients a house sees (domain A-23).

The plan counts literally, large houses and small ones alike; the proportion changes no tier.
"""

from decimal import ROUND_HALF_UP, Decimal

PER_VISITS = 10_000


def per_visits(weight: int, visits: int | None) -> Decimal | None:
    """Return how much counts, in hundredths, for each 10,000 visits of the year; two decimals.

    None where nobody entered the visits.
    """
    if not visits:
        return None
    rate = Decimal(weight) * PER_VISITS / (100 * Decimal(visits))
    return rate.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
