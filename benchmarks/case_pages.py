"""What the queue of cases reads at 2,000 and at 200,000 cases: queries, and buffers of all of them.

The whole page as the clerk and as a hospital ask for it: rows, the counts beside the tabs, what the
filter offers. A page is read along an index and a count ends early, so a hundred times the cases
may cost no more than a few levels of the indexes.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import goals
from benchmarks.cases import IN_HAND, fill, people, taken_back
from bureau.models import User
from complaints import selectors
from complaints.forms.filters import QueueFilter
from complaints.models import Case
from complaints.models.queue import CasesQuerySet
from complaints.rules.words import Tab

SIZES = (2_000, 200_000)
A_CASE_IN_HAND = 4
"""The blocks that an open case may cost beside what it cost among few: a look into an index."""
SEARCHES = {
    "number": "TS-20200111-0007", "day": "20200111", "last of number": "0007",
    "phone": "13800000007", "name": "黄志涛", "initials": "hzt", "number outside": "GD-5",
    "rare word": "绘画", "common word": "态度", "many words": "核实服务态度问题",
}  # fmt: skip
Cost = tuple[int, int]
"""The queries of a page, and the buffers they touch."""


def run() -> None:
    _tell(costs())


def costs(sizes: tuple[int, int] = SIZES) -> dict[tuple[str, str], list[Cost]]:
    """Read the pages at each size; say by reader and page what each took."""
    found: dict[tuple[str, str], list[Cost]] = {}
    made = 0
    with taken_back():
        readers = people()
        for size in sizes:
            fill(made + 1, size, clerk=readers["clerk"])
            made = size
            for who, user in readers.items():
                for page, cost in _pages(user):
                    found.setdefault((who, page), []).append(cost)
    return found


def is_met(small: Cost, large: Cost) -> bool:
    """Test if a page costs the same queries among many, and no more buffers than open cases do."""
    return large[0] <= small[0] and large[1] <= small[1] + A_CASE_IN_HAND * IN_HAND


def _pages(user: User) -> Iterator[tuple[str, Cost]]:
    rows = Case.objects.visible_to(user)
    yield "counts", _cost(lambda: selectors.tab_counts(rows))
    yield "filter", _cost(lambda: str(QueueFilter({}, user=user)))
    for tab in (Tab.TO_ACCEPT, Tab.HANDLING, Tab.TO_CALL_BACK, Tab.CLOSED, Tab.ALL):
        for place, after in _places(rows, tab, user):
            read = partial(selectors.page_of, rows, tab, user=user, after=after)
            yield f"{tab} {place}", _cost(read)
    yield from _searches(rows, user)


def _searches(rows: CasesQuerySet, user: User) -> Iterator[tuple[str, Cost]]:
    """Look among all cases for what one of them is known by, and for what each of them says."""
    for what, words in SEARCHES.items():
        found = selectors.search(rows, words, user=user)
        yield f"search {what}", _cost(partial(selectors.page_of, found, Tab.ALL, user=user))
        yield f"count {what}", _cost(partial(selectors.tab_counts, found))


def _places(rows: CasesQuerySet, tab: Tab, user: User) -> Iterator[tuple[str, str]]:
    """Name the first page of a tab and the second, of whatever is so long."""
    yield "first", ""
    if following := selectors.page_of(rows, tab, user=user).after:
        yield "second", following


def _cost(act: Callable[[], Any]) -> Cost:
    with CaptureQueriesContext(connection) as queries:
        act()
    said = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    return len(queries), sum(map(_buffers, said))


def _buffers(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def _tell(found: dict[tuple[str, str], list[Cost]]) -> None:
    print(f"\nthe queue at {SIZES[0]:,} and {SIZES[1]:,} cases: queries / buffers")
    for (who, page), (small, large) in found.items():
        numbers = f"{small[0]} / {small[1]:<6} {large[0]} / {large[1]:<6}"
        print(f"  {goals.verdict(is_met(small, large))}  {who:9} {page:22} {numbers}")
    kept = sum(is_met(*costs) for costs in found.values())
    goals.tell(
        f"parts of the queue of {SIZES[1]:,} cases", wanted="each within its bound",
        measured=f"{kept} of {len(found)}", is_met=kept == len(found),
    )  # fmt: skip
