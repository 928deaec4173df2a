"""A year of closed cases with what was found in each, for the benchmark of the recount.

Every case has an allegation and each fourth a second one; of ten, six name one person and one
names two. Something was found so in two of three; every twentieth is of the matter before it.
"""

from django.contrib.auth.models import Group
from django.db import connection

from benchmarks.cases import HOUSES
from bureau.models import Institution, ProblemCategory, Staff, User
from bureau.rules import Role

PEOPLE = 2_000
TABLES = (
    "complaints_case", "complaints_allegation", "complaints_namedperson", "complaints_heldfinding",
)  # fmt: skip
FOUND = (
    "substantiated", "substantiated", "partly_substantiated", "unsubstantiated",
    "substantiated", "unsubstantiated",
)  # fmt: skip
AS_ANY_DAY = (
    "ALTER TABLE complaints_case DISABLE TRIGGER USER",
    "ALTER TABLE complaints_case ENABLE TRIGGER USER",
)  # fmt: skip
RECEIVED = """
UPDATE complaints_case SET
  received_at = timestamptz '2026-01-01 08:00+08'
                + (id - %(before)s) * interval '360 days' / %(cases)s,
  matter_id = CASE WHEN id %% 20 = 0 AND id > %(before)s + 1
              THEN (SELECT matter_id FROM complaints_case b WHERE b.id = complaints_case.id - 1)
              ELSE matter_id END
WHERE id > %(before)s
"""
ALLEGED = """
INSERT INTO complaints_allegation (case_id, position, text, category_id, finding, basis,
                                   found_by_id, found_at)
SELECT id, n, '说话生硬', (%(kinds)s::bigint[])[1 + (id + n) %% cardinality(%(kinds)s)],
       (%(found)s::text[])[1 + (id * 7 + n) %% 6], '调取监控', %(clerk)s,
       received_at + interval '5 days'
FROM complaints_case, generate_series(1, CASE WHEN id %% 4 = 0 THEN 2 ELSE 1 END) AS n
WHERE id > %(before)s
"""
NAMED = """
INSERT INTO complaints_namedperson (seal_id, case_id, said_as, staff_id, institution_id, finding,
                                    basis, found_by_id, found_at, tied_by_id, tied_at)
SELECT gen_random_uuid(), id, '\\x5a', (%(staff)s::bigint[])[1 + (id * 13 + n * 7) %% %(people)s],
       institution_id, (%(found)s::text[])[1 + id * 7 %% 6], '调取监控', %(clerk)s,
       received_at + interval '5 days', %(clerk)s, received_at + interval '2 days'
FROM complaints_case, generate_series(1, CASE WHEN id %% 10 = 0 THEN 2 ELSE 1 END) AS n
WHERE id > %(before)s AND id %% 10 < 7
"""
HELD = """
INSERT INTO complaints_heldfinding (case_id, allegation_id, person_id, staff_id, institution_id,
  category_id, finding, basis, found_by_id, found_at, held_by_id, held_since)
SELECT c.id, a.id, NULL, NULL, c.institution_id, a.category_id, a.finding, a.basis, a.found_by_id,
       a.found_at, %(head)s, c.received_at + interval '8 days'
FROM complaints_allegation a JOIN complaints_case c ON c.id = a.case_id WHERE c.id > %(before)s
UNION ALL
SELECT c.id, NULL, p.id, p.staff_id, p.institution_id, NULL, p.finding, p.basis, p.found_by_id,
       p.found_at, %(head)s, c.received_at + interval '8 days'
FROM complaints_namedperson p JOIN complaints_case c ON c.id = p.case_id WHERE c.id > %(before)s
"""


def people() -> tuple[list[int], User]:
    """Employ doctors at every house; return them with the head who makes findings hold."""
    houses = list(Institution.objects.filter(code__startswith="B0").order_by("pk"))
    Staff.objects.bulk_create(
        Staff(name=f"医{n}", staff_no=f"b{n:05}", institution=houses[n % HOUSES], employment="在编")
        for n in range(PEOPLE)
    )
    head = User.objects.create(username="bench-head", name="c")
    head.groups.set(Group.objects.filter(name=Role.SECTION_HEAD))
    staff = Staff.objects.filter(staff_no__startswith="b").order_by("pk")
    return list(staff.values_list("pk", flat=True)), head


def find(*, before: int, cases: int, clerk: User, head: User, staff: list[int]) -> None:
    """Find in all the cases after one, and make it hold."""
    kinds = ProblemCategory.objects.filter(parent=None, code__in=("ATT", "FIRST", "COMM", "FEE"))
    said = {
        "before": before, "cases": cases, "clerk": clerk.pk, "head": head.pk, "staff": staff,
        "people": len(staff), "found": list(FOUND),
        "kinds": list(kinds.order_by("pk").values_list("pk", flat=True)),
    }  # fmt: skip
    with connection.cursor() as cursor:
        # When a case came in and what matter it is of is never edited: here it is made up.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(AS_ANY_DAY[0])
        cursor.execute(RECEIVED, said)
        cursor.execute(AS_ANY_DAY[1])
        for statement in (ALLEGED, NAMED, HELD):
            cursor.execute(statement, said)
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
