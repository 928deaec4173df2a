"""Which struck-off items are looked at again, and when the same problem counts as a relapse.

Source: the bureau's defaults (domain 8): all of high severity 30 days after striking off, of the
rest a tenth; the same problem within 90 days reopens under the same number.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import ceil

from rectification.rules.table import STANDARD, LedgerTable
from rectification.rules.words import Severity


def is_always_looked_at(severity: Severity) -> bool:
    return severity is Severity.HIGH


def look_back_on(closed_on: date, *, table: LedgerTable = STANDARD) -> date:
    return closed_on + timedelta(days=table.look_back_days)


def drawn(numbers: Iterable[str], *, seed: str, table: LedgerTable = STANDARD) -> Sequence[str]:
    """Draw from a month's other items, the share rounded up; the same seed draws the same.

    Each number is placed by a hash of its own, so nobody can foretell who is drawn without the
    seed, and one item more moves no other's place.
    """
    in_order = sorted(numbers, key=lambda no: hashlib.sha256(f"{seed}/{no}".encode()).digest())
    return in_order[: ceil(len(in_order) * table.look_back_percent / 100)]


def is_relapse(closed_on: date, found_on: date, *, table: LedgerTable = STANDARD) -> bool:
    """Test if a problem found again is the old one: up to and with the last of the days.

    What was found on the day of striking off was found after it.
    """
    return closed_on <= found_on <= last_of_relapse(closed_on, table=table)


def last_of_relapse(closed_on: date, *, table: LedgerTable = STANDARD) -> date:
    """Return the last day on which a problem found again is the old one."""
    return closed_on + timedelta(days=table.relapse_days)


def recurrence_since(found_on: date, *, table: LedgerTable = STANDARD) -> date:
    """Return the first day on which an earlier item of the same kind is shown beside this one."""
    return found_on - timedelta(days=table.recurrence_days)
