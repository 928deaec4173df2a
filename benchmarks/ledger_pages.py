"""What a page of the ledger reads at 1,000 to 100,000 items: queries, and buffers of all.

The whole page as it is asked for: rows, the counts beside the tabs, what the filter offers, the
frame around them. The first of every tab and one deep in it, as the clerk who keeps the ledger sees
it, a clerk of another section, an officer who looks after three houses, and a hospital.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import goals
from benchmarks.sweeping import sweep
from bureau.models import Institution, LeaderPost, OfficerAssignment, Section, User
from bureau.rules import LeaderKind, Role, SectionCode
from rectification import selectors
from rectification.models import Item
from rectification.rules import states
from rectification.rules.words import Tab

SIZES = (1_000, 20_000, 100_000)
IN_HAND, TO_LOOK_BACK = 400, 120
"""A county has some hundred problems in hand, however many it has had."""
HOUSES, LOOKED_AFTER = 24, 3
TABLES = ("rectification_item", "rectification_itemsection", "rectification_closure",
          "rectification_lookback")  # fmt: skip
READ_BESIDE = ("bureau_institution", "bureau_leaderpost", "bureau_section",
               "bureau_problemcategory", "bureau_user")  # fmt: skip
"""What a row shows beside itself: swept with the others, or the database does it when it likes."""
STATES = [
    "draft", "issued", "planned", "rectifying", "returned", "phased", "closure_requested",
    "verifying",
]  # fmt: skip
FILL = """
WITH said AS (
  SELECT %s::int AS first, %s::int AS last, %s::text[] AS states, %s::bigint[] AS houses,
         %s::int AS in_hand, %s::int AS look_backs, %s::bigint[] AS leaders,
         %s::bigint AS clerk, %s::bigint AS unit, %s::bigint AS keeper,
         %s::bigint AS other
), drawn AS (
  SELECT n, CASE WHEN n <= in_hand THEN states[1 + n / 24 %% 8] ELSE 'closed' END AS state,
         DATE '2026-01-01' AS issued, houses[1 + n %% 24] AS house,
         leaders[1 + n %% 24] AS leader, n * 7919 %% 700 AS spread
  FROM said, generate_series(first, last) AS n
), items AS (
  INSERT INTO rectification_item
    (no, state, round, source, source_no, found_on, institution_id, problem, severity, is_common,
     cause, goal, kind, responsible, issued_on, plan_due_on, due_on, remark, opened_at, source_part,
     term_reason, leader_id, closure_id, closed_on)
  SELECT 'B-' || n, state, 1, 'self_check', '', issued, house, 'x' || n, 'ordinary', false, '', '',
         'limited', '', issued, issued + 7, issued + 8 + spread, '', now(), 1, '', leader,
         CASE WHEN state = 'closed' THEN n END,
         CASE WHEN state = 'closed' THEN issued + 8 + spread END
  FROM drawn
  RETURNING id, state, closed_on, issued_on, closure_id
), closures AS (
  INSERT INTO rectification_closure
    (id, item_id, round, done, self_check, requested_by_id, requested_at, requested_on, due_on,
     verify_by, verdict, verified_by_id, verified_at, method, opinion)
  SELECT closure_id, id, 1, 'x', '', unit, now(), issued_on, issued_on, issued_on, 'accepted',
         clerk, now(), 'on_site', ''
  FROM items, said WHERE state = 'closed'
), looks AS (
  INSERT INTO rectification_lookback (item_id, round, due_on, result, note, by_id, "on", at)
  SELECT id, 1, closed_on + 30, '', '', NULL, NULL::date, NULL::timestamptz
  FROM items, said WHERE closure_id BETWEEN in_hand + 1 AND in_hand + look_backs
  UNION ALL
  SELECT id, 1, closed_on + 30, 'holds', '', clerk, closed_on + 30, now()
  FROM items, said WHERE closure_id > in_hand + look_backs AND closure_id %% 10 = 1
)
INSERT INTO rectification_itemsection (item_id, section_id, position)
SELECT id, CASE WHEN id / 10 %% 5 = 0 THEN other ELSE keeper END, 0 FROM items, said
"""

OF_THE_LEDGER = '"rectification_'
A_ROW, BESIDE_A_ROW = 2, 4
"""The blocks that a row may cost more among many: a level of an index, a block of its own.

And two for its house, two for its leader: by its sample of the rows the database reads these
through once, two blocks in all, or looks them up row by row, whatever the size of the ledger.
"""
COUNTED_TABS = (Tab.CLOSED, Tab.ALL)
"""In these so much stands that counting ends at its limit."""
A_FIFTH = 5
"""Of so many items a section answers for one, and no page passes over so great a part of all."""


class Cost(NamedTuple):
    """The queries of a page, the buffers they touch, the most items one of them passes over."""

    queries: int
    buffers: int
    items: int


Asked = tuple[str, str, str]
"""Who reads, which tab, and which place in it."""


def run() -> None:
    _tell(costs())


def costs() -> dict[Asked, list[Cost]]:
    """Read the pages at each size; say by reader, tab and place what each took.

    Outside a transaction: the database sweeps the tables as it does at work.
    """
    found: dict[Asked, list[Cost]] = {}
    made = 0
    with _emptied_after():
        people = _people()
        for size in SIZES:
            _fill(made + 1, size, people)
            made = size
            for asked, cost in _read(people):
                found.setdefault(asked, []).append(cost)
    return found


def _read(people: dict[str, User]) -> Iterator[tuple[Asked, Cost]]:
    for who, user in people.items():
        for tab in states.TABS_OF_UNITS if user.institution_id else Tab:
            for place, after in _places(user, tab):
                yield (who, tab, place), _cost(user, tab, after)


def is_met(who: str, found: Sequence[Cost]) -> bool:
    """Test if a page costs the same among few and among many.

    The same queries at every size. Of a thousand items the database reads all: few blocks;
    so the buffers are compared from where it goes by its indexes. Five times the items make these a
    level deeper and lay the rows of a page apart. For a section each row that is counted is asked
    whether the section answers for it, up to where counting ends, in each tab that has so many.
    That leaves room for a scan of the table, so the items passed over are counted for themselves.
    """
    queries, buffers, items = zip(*found, strict=True)
    counted = len(COUNTED_TABS) * selectors.MOST_COUNTED if who == "section" else 0
    more = (A_ROW + BESIDE_A_ROW) * selectors.PER_PAGE + A_ROW * counted
    is_bounded = buffers[-1] <= buffers[-2] + more
    return len(set(queries)) == 1 and is_bounded and items[-1] <= SIZES[-1] // A_FIFTH


@contextmanager
def _emptied_after() -> Iterator[None]:
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE rectification_item CASCADE")
        OfficerAssignment.objects.filter(officer__username__startswith="bench-").delete()
        LeaderPost.objects.filter(institution__code__startswith="B0").delete()
        User.objects.filter(username__startswith="bench-").delete()
        Institution.objects.filter(code__startswith="B0").delete()


def _people() -> dict[str, User]:
    call_command("sync_roles", verbosity=0)
    houses = Institution.objects.bulk_create(
        Institution(code=f"B{n:08}", name=f"院{n}", kind="general_hospital", grade="1")
        for n in range(HOUSES)
    )
    LeaderPost.objects.bulk_create(
        LeaderPost(institution=house, kind=LeaderKind.DEPUTY, name="x", from_on="2026-01-01")
        for house in houses
    )
    people = {
        "clerk": _person("clerk", Role.BUREAU_STAFF, section=SectionCode.MEDICAL_ADMIN),
        "section": _person("section", Role.BUREAU_STAFF, section=SectionCode.PERSONNEL),
        "liaison": _person("liaison", Role.LIAISON, section=SectionCode.MEDICAL_ADMIN),
        "hospital": _person("hospital", Role.HOSPITAL_OFFICER, institution=houses[0]),
    }
    for house in houses[:LOOKED_AFTER]:
        OfficerAssignment.objects.create(
            officer=people["liaison"], institution=house, from_on="2020-01-01"
        )
    return people


def _person(name: str, role: Role, *, section: SectionCode | None = None, **of: Any) -> User:
    if section:
        of["section"] = Section.objects.get(code=section)
    user = User.objects.create(username=f"bench-{name}", name=name, **of)
    user.groups.set(Group.objects.filter(name=role))
    return user


def _fill(first: int, last: int, people: dict[str, User]) -> None:
    houses = Institution.objects.filter(code__startswith="B0").order_by("pk")
    leaders = LeaderPost.objects.filter(institution__in=houses).order_by("institution")
    said = [
        first, last, STATES, list(houses.values_list("pk", flat=True)),
        IN_HAND, TO_LOOK_BACK,
        list(leaders.values_list("pk", flat=True)), people["clerk"].pk, people["hospital"].pk,
        people["clerk"].section_id, people["section"].section_id,
    ]  # fmt: skip
    with _nothing_asked(), connection.cursor() as cursor:
        cursor.execute(FILL, said)
    for table in (*TABLES, *READ_BESIDE):
        sweep(table)


@contextmanager
def _nothing_asked() -> Iterator[None]:
    """Let rows be struck off without evidence, which is measured nowhere here."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rectification_item DISABLE TRIGGER USER")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE rectification_item ENABLE TRIGGER USER")


def _places(user: User, tab: Tab) -> Iterator[tuple[str, str]]:
    """Name the first page of a tab and one in the middle."""
    rows = Item.objects.visible_to(user).in_tab(tab, reader=user)
    stand = list(rows.values_list("pk", "due_on", "closed_on", "opened_at"))
    pk, due_on, closed_on, opened_at = stand[len(stand) // 2]
    middle = Item(pk=pk, due_on=due_on, closed_on=closed_on, opened_at=opened_at)
    if tab is Tab.LOOK_BACK:
        middle.look_back_on = Item.objects.get(pk=pk).look_backs.get().due_on
    yield "first", ""
    yield "middle", selectors.mark_of(middle, tab)


def _cost(user: User, tab: Tab, after: str) -> Cost:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    address = reverse("rectification:items", query={"tab": tab, "after": after})
    with CaptureQueriesContext(connection) as queries:
        answered = client.get(address)
    assert answered.status_code == 200, (user, answered.status_code)
    said = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    # The frame asks who somebody is and what they may; that grows with people, not with problems.
    plans = [_plan(sql) for sql in said if OF_THE_LEDGER in sql]
    buffers = sum(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans)
    return Cost(len(said), buffers, max(map(_items_passed, plans)))


def _plan(sql: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan


def _items_passed(plan: dict[str, Any]) -> int:
    """Return how many items the greediest step of a plan reads, those it throws away too."""
    below = [_items_passed(step) for step in plan.get("Plans", ())]
    if plan.get("Relation Name") != TABLES[0]:
        return max(below, default=0)
    thrown = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    return max([*below, int((plan["Actual Rows"] + thrown) * plan["Actual Loops"])])


def _tell(found: dict[Asked, list[Cost]]) -> None:
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    print(f"\na page of the ledger at {sizes} items: queries / buffers / items")
    for (who, tab, place), costs_of in found.items():
        numbers = "".join(f"{one.queries} / {one.buffers} / {one.items:<8}" for one in costs_of)
        met = goals.verdict(is_met(who, costs_of))
        print(f"  {met}  {who:9} {tab:12} {place:7} {numbers}")
    kept = sum(is_met(asked[0], costs_of) for asked, costs_of in found.items())
    goals.tell(
        f"pages of the ledger of {SIZES[-1]:,} items", wanted="each within its bound",
        measured=f"{kept} of {len(found)}", is_met=kept == len(found),
    )  # fmt: skip
