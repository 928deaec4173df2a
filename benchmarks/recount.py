"""A year recounted from its findings, beside one GROUP BY over the same rows, in turns.

The GROUP BY knows no category, no half, no kind of house and no rule: it counts the matters of
each person and each house in a year, from what was found so. Ours says what counts by the rules
of each day, lays it beside the rows that stand and finds no difference.
"""

import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from accountability.models import CountableEvent
from accountability.selectors import counts
from accountability.selectors.ladders import Ladders
from accountability.services.reconciling import as_event
from benchmarks import found, goals
from benchmarks.cases import fill, people, taken_back
from complaints.models import Case

YEAR, FEW, MANY, ROUNDS = 2026, 5_000, 50_000, 5
MOST, GROWTH = 10.0, 1.25
GROUPED = """
SELECT h.staff_id, h.institution_id,
       extract(year FROM c.received_at AT TIME ZONE 'Asia/Shanghai') AS year,
       count(DISTINCT c.matter_id), min(h.held_since)
FROM complaints_heldfinding h JOIN complaints_case c ON c.id = h.case_id
WHERE h.void_since IS NULL AND h.finding IN ('substantiated', 'partly_substantiated')
GROUP BY GROUPING SETS ((h.staff_id, year), (h.institution_id, year))
"""


def run() -> None:
    measured = {}
    for cases in (FEW, MANY):
        with taken_back():
            counted = _a_year(cases)
            ours, floor = _median(_recounted), _median(_grouped)
            measured[cases] = ours
        print(f"\n{cases} cases, {counted} counted: ours {ours:.3f} s, one GROUP BY {floor:.3f} s,"
              f" {ours / floor:.1f} times")  # fmt: skip
    goals.tell(
        f"a year of {MANY} cases recounted", wanted=f"at most {MOST:.0f} times one GROUP BY",
        measured=f"{ours / floor:.1f} times", is_met=ours / floor <= MOST,
    )  # fmt: skip
    growth = measured[MANY] / measured[FEW] / (MANY / FEW)
    goals.tell(
        f"the recount from {FEW} to {MANY} cases", wanted=f"linear, within {GROWTH - 1:.0%}",
        measured=f"{growth:.2f} of linear", is_met=growth <= GROWTH,
    )  # fmt: skip


def _a_year(cases: int) -> int:
    """Make a year with the rows that stand for what counts in it; return how many they are."""
    clerk = people(grade="2")["clerk"]
    staff, head = found.people()
    fill(1, cases, clerk=clerk)
    before = Case.objects.aggregate(first=Min("pk"))["first"] - 1
    found.find(before=before, cases=cases, clerk=clerk, head=head, staff=staff)
    at = timezone.now()
    rows = [as_event(one, at=at) for one in counts.reckon_everything(Ladders())]
    CountableEvent.objects.bulk_create(rows, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accountability_countableevent")
    return len(rows)


def _median(way: Callable[[], None]) -> float:
    way()
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        way()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _recounted() -> None:
    total, different = counts.recount(YEAR)
    assert total, "nothing counts"
    assert not any(different), "the rows differ from the findings"


def _grouped() -> None:
    with connection.cursor() as cursor:
        cursor.execute(GROUPED)
        assert cursor.fetchall(), "nothing was found so"


if __name__ == "__main__":
    import django

    django.setup()
    run()
