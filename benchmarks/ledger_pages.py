"""What a page of the ledger reads at 1,000 and at 100,000 items: queries, and buffers of each.

The first page of every tab and one deep in it, and the counts beside the tabs, as the clerk who
keeps the ledger sees them and as a hospital does. Rows and counts are read along partial indexes,
in a vacuumed table as the house keeps it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.sweeping import sweep
from bureau.models import Institution, Section, User
from bureau.rules import Role, SectionCode
from rectification import selectors
from rectification.models import Item
from rectification.rules.words import Tab

SIZES = (1_000, 100_000)
HOUSES = 24
A_DESCENT = 4
"""The pages from an index's root to its leaf at 100,000 items, and a leaf beside it."""
MOST_OF_A_PAGE = (selectors.PER_PAGE + 1) * (1 + 2) + 2 * HOUSES + A_DESCENT
"""At 1,000 items the rows of a page share few pages of the table; at 100,000 each of them, and the
one that tells whether there are more, may lie on its own. The sections of each and each house are
looked up once, root and leaf. Whatever the ledger holds, no page may touch more."""
ENTRIES_ON_A_LEAF = 100
MOST_OF_THE_COUNTS = len(Tab) * (selectors.MOST_COUNTED // ENTRIES_ON_A_LEAF + A_DESCENT)
"""Each tab counts so many entries of its index at most, whole leaves at a time."""
ITEMS = """
INSERT INTO rectification_item
  (no, state, round, source, source_no, found_on, institution_id, problem, severity, is_common,
   cause, goal, kind, responsible, issued_on, plan_due_on, due_on, remark, opened_at, source_part,
   term_reason)
SELECT 'B-' || n, (ARRAY['issued', 'planned', 'rectifying', 'returned', 'closure_requested'])
         [1 + n %% 5], 1, 'self_check', '', DATE '2026-01-01', (%s::int[])[1 + n %% 24], 'x' || n,
       'ordinary', false, '', '', 'limited', '', DATE '2026-01-01', DATE '2026-01-08',
       DATE '2026-01-09' + (n %% 700), '', now(), 1, ''
FROM generate_series(%s, %s) AS n
"""


Cost = tuple[int, int]
"""The queries of a part of the list's page, and the buffers they touch."""
Asked = tuple[str, str, str]
"""Who reads, which tab or the counts, and which place in it."""


def run() -> None:
    _tell(costs())


def costs() -> dict[Asked, list[Cost]]:
    """Read the pages at each size; say by reader, tab and place what each took.

    Outside a transaction: the database sweeps the table as it does at work.
    """
    found: dict[Asked, list[Cost]] = {}
    made = 0
    with _emptied_after():
        people = _people()
        for size in SIZES:
            _fill(made + 1, size)
            made = size
            for asked, cost in _read(people):
                found.setdefault(asked, []).append(cost)
    return found


def _read(people: dict[str, User]) -> Iterator[tuple[Asked, Cost]]:
    for who, user in people.items():
        yield (who, "counts", ""), _counts(user)
        for tab in (Tab.TO_RECTIFY, Tab.RECTIFYING, Tab.TO_VERIFY):
            for place, cost in _pages(user, tab):
                yield (who, tab, place), cost


def is_met(asked: Asked, small: Cost, large: Cost) -> bool:
    """Test if a hundred times the items cost the same queries, and what a page may touch."""
    most = MOST_OF_THE_COUNTS if asked[1] == "counts" else MOST_OF_A_PAGE
    return large[0] <= small[0] and large[1] <= most


@contextmanager
def _emptied_after() -> Iterator[None]:
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE rectification_item CASCADE")
        User.objects.filter(username__startswith="bench-").delete()
        Institution.objects.filter(code__startswith="B0").delete()


def _people() -> dict[str, User]:
    call_command("sync_roles", verbosity=0)
    Institution.objects.bulk_create(
        Institution(code=f"B{n:08}", name=f"院{n}", kind="general_hospital", grade="1")
        for n in range(HOUSES)
    )
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    clerk = User.objects.create(username="bench-clerk", name="a", section=section)
    clerk.groups.set(Group.objects.filter(name=Role.BUREAU_STAFF))
    house = Institution.objects.filter(code__startswith="B0").first()
    officer = User.objects.create(username="bench-officer", name="b", institution=house)
    officer.groups.set(Group.objects.filter(name=Role.HOSPITAL_OFFICER))
    return {"clerk": clerk, "hospital": officer}


def _fill(first: int, last: int) -> None:
    houses = list(Institution.objects.filter(code__startswith="B0").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, [houses, first, last])
    sweep("rectification_item")


def _counts(user: User) -> Cost:
    rows = Item.objects.visible_to(user)
    with CaptureQueriesContext(connection) as queries:
        selectors.tab_counts(rows, reader=user)
    return len(queries), sum(_buffers(query["sql"]) for query in queries)


def _pages(user: User, tab: Tab) -> Iterator[tuple[str, Cost]]:
    """Read the first page and one in the middle; say what each took."""
    rows = Item.objects.visible_to(user)
    stand = list(rows.in_tab(tab, reader=user).values_list("due_on", "pk"))
    middle = Item(pk=stand[len(stand) // 2][1], due_on=stand[len(stand) // 2][0])
    for place, after in (("first", ""), ("middle", selectors.mark_of(middle, tab))):
        with CaptureQueriesContext(connection) as queries:
            selectors.page_of(rows, tab, reader=user, after=after)
        yield place, (len(queries), sum(_buffers(query["sql"]) for query in queries))


def _buffers(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def _tell(found: dict[Asked, list[Cost]]) -> None:
    print(f"\na page of the ledger at {SIZES[0]:,} and {SIZES[1]:,} items: queries / buffers")
    for asked, (small, large) in found.items():
        who, tab, place = asked
        numbers = f"{small[0]} / {small[1]:<6} {large[0]} / {large[1]:<6}"
        verdict = "met    " if is_met(asked, small, large) else "NOT MET"
        print(f"  {verdict}  {who:9} {tab:12} {place:7} {numbers}")
