"""Serial numbers without gaps, for records that are no official papers."""

from django.db import transaction

from bureau.models import Serial


def take_serial(*, series: str, period: str) -> int:
    """Take the next number of a series and period, from 1, in the caller's transaction.

    Whoever comes second waits until the first has committed or given up, so no number is left
    out and none is given twice.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken in the transaction of what it numbers")
    Serial.objects.get_or_create(series=series, period=period)
    counter = Serial.objects.select_for_update().get(series=series, period=period)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
