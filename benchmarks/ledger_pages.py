"""What a page of the ledger reads at 1,000 and at 100,000 items: queries, and buffers of each.

The first page of every tab and one deep in it, as the clerk who keeps the ledger sees them and as
a hospital does. A page is read along a partial index, so a hundred times the items may cost no
more than a few levels of the index.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bureau.models import Institution, Section, User
from bureau.rules import Role, SectionCode
from rectification import selectors
from rectification.models import Item
from rectification.rules.words import Tab

SIZES = (1_000, 100_000)
MOST_A_ROW = 6
ITEMS = """
INSERT INTO rectification_item
  (no, state, round, source, source_no, found_on, institution_id, problem, severity, is_common,
   cause, goal, kind, responsible, issued_on, plan_due_on, due_on, remark, opened_at, source_part)
SELECT 'B-' || n, (ARRAY['issued', 'planned', 'rectifying', 'returned', 'closure_requested'])
         [1 + n %% 5], 1, 'self_check', '', DATE '2026-01-01', (%s::int[])[1 + n %% 24], 'x' || n,
       'ordinary', false, '', '', 'limited', '', DATE '2026-01-01', DATE '2026-01-08',
       DATE '2026-01-09' + (n %% 700), '', now(), 1
FROM generate_series(%s, %s) AS n
"""


Cost = tuple[int, int]
"""The queries of a page, and the buffers that the one for its rows touches."""


def run() -> None:
    _tell(costs())


def costs() -> dict[tuple[str, Tab, str], list[Cost]]:
    """Read the pages at each size; say by reader, tab and place what each took."""
    found: dict[tuple[str, Tab, str], list[Cost]] = {}
    made = 0
    with _taken_back():
        people = _people()
        for size in SIZES:
            _fill(made + 1, size)
            made = size
            for who, user in people.items():
                for tab in (Tab.TO_RECTIFY, Tab.RECTIFYING, Tab.TO_VERIFY):
                    for place, cost in _pages(user, tab):
                        found.setdefault((who, tab, place), []).append(cost)
    return found


def is_met(small: Cost, large: Cost) -> bool:
    """Test if a page of many items costs the same queries, and no more buffers than its rows."""
    return large[0] <= small[0] and large[1] <= MOST_A_ROW * selectors.PER_PAGE


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _people() -> dict[str, User]:
    call_command("sync_roles", verbosity=0)
    Institution.objects.bulk_create(
        Institution(code=f"B{n:08}", name=f"院{n}", kind="general_hospital", grade="1")
        for n in range(24)
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
        cursor.execute("ANALYZE rectification_item")


def _pages(user: User, tab: Tab) -> Iterator[tuple[str, Cost]]:
    """Read the first page and one in the middle; say what each took."""
    rows = Item.objects.visible_to(user)
    stand = list(rows.in_tab(tab, reader=user).values_list("due_on", "pk"))
    middle = Item(pk=stand[len(stand) // 2][1], due_on=stand[len(stand) // 2][0])
    for place, after in (("first", ""), ("middle", selectors.mark_of(middle, tab))):
        with CaptureQueriesContext(connection) as queries:
            selectors.page_of(rows, tab, reader=user, after=after)
        yield place, (len(queries), _buffers(queries[0]["sql"]))


def _buffers(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def _tell(found: dict[tuple[str, Tab, str], list[Cost]]) -> None:
    print(f"\na page of the ledger at {SIZES[0]:,} and {SIZES[1]:,} items: queries / buffers")
    for (who, tab, place), (small, large) in found.items():
        numbers = f"{small[0]} / {small[1]:<6} {large[0]} / {large[1]:<6}"
        verdict = "met    " if is_met(small, large) else "NOT MET"
        print(f"  {verdict}  {who:9} {tab:12} {place:7} {numbers}")
