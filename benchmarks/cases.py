"""Many cases at once for the benchmarks: 21 houses, four hundred open, all the others closed.

A bureau has some hundred cases in hand, however many it has had.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max

from bureau.models import Institution, ProblemCategory, Section, User
from bureau.rules import Role, SectionCode
from complaints.models import Case

HOUSES, IN_HAND = 21, 400
CASES = """
WITH matters AS (
  INSERT INTO complaints_matter (opened_at)
  SELECT now() FROM generate_series(%(first)s, %(last)s) RETURNING id
), numbered AS (
  SELECT id AS matter_id, %(first)s - 1 + row_number() OVER () AS n FROM matters
), drawn AS (
  SELECT matter_id, n, n <= %(in_hand)s AS is_open,
         (%(open)s::text[])[1 + n %% 10] AS open_state,
         CASE WHEN n <= %(in_hand)s THEN timestamptz '2026-10-01 09:00+08' + n * interval '2 hours'
              ELSE timestamptz '2020-01-01 09:00+08' + n * interval '15 minutes' END AS received_at
  FROM numbered
)
INSERT INTO complaints_case
  (seal_id, no, matter_id, state, suspended_from, type, channel, external_no, received_at,
   first_receiver, registered_by_id, confidentiality, complainant, phone, id_no, relation, patient,
   wants_reply, phone_hash, tail_hash, name_hash, initials_hash, query_code_hash, words, demand,
   dispatch_text, institution_id, category_id, is_accusation, risk, safety_urgent, handler_id,
   ground, handed_to, explanation, finding, no_rectification, closed_at, next_due_at)
SELECT CASE WHEN is_open AND open_state = 'registered' THEN (%(seals)s::uuid[])[n / 10]
            ELSE gen_random_uuid() END,
       'TS-' || to_char(date '2020-01-01' + (n / 100)::int, 'YYYYMMDD-00')
             || lpad((n %% 100)::text, 2, '0'),
       matter_id,
       CASE WHEN is_open THEN open_state ELSE 'closed' END, '', 'complaint',
       (%(ways)s::text[])[1 + n %% 4],
       CASE WHEN n %% 4 = 1 THEN 'GD-' || n ELSE '' END, received_at,
       '', %(clerk)s, 'open', sealed, sealed, '', '本人', sealed,
       true, decode(md5('p' || n), 'hex'), decode(md5('t' || n %% 10000), 'hex'),
       decode(md5('n' || n), 'hex'), decode(md5('i' || n %% 900), 'hex'),
       decode(md5('q' || n), 'hex'),
       CASE WHEN is_open AND open_state = 'registered' THEN (%(told)s::bytea[])[n / 10]
            ELSE sealed || sealed || sealed || sealed END,
       CASE WHEN is_open AND open_state = 'registered' THEN ''::bytea ELSE sealed END,
       CASE WHEN is_open AND open_state = 'registered' THEN '' ELSE '请核实服务态度问题' || n
            || CASE WHEN n %% 2000 = 7 THEN '绘画' ELSE '' END END,
       (%(houses)s::bigint[])[1 + n %% %(count)s], (%(kinds)s::bigint[])[1 + n %% 14], false,
       'ordinary', n %% 500 = 0,
       CASE WHEN is_open AND open_state = 'registered' THEN NULL ELSE %(clerk)s END,
       '', '', '', '', '', CASE WHEN is_open THEN NULL ELSE received_at + interval '9 days' END,
       CASE WHEN is_open THEN received_at + interval '5 days' END
FROM drawn, (SELECT decode(repeat('5a', 44), 'hex') AS sealed) AS seal
"""
GIVEN = """
INSERT INTO complaints_assignment (case_id, institution_id, is_lead, text, by_id, at, return_reason)
SELECT id, institution_id, true, dispatch_text, %(clerk)s, received_at + interval '1 day', ''
FROM complaints_case
WHERE id > %(before)s
  AND state NOT IN ('registered', 'accepted')
ORDER BY id
"""
CLOCKS = """
INSERT INTO complaints_clockrow
  (case_id, code, family, unit, length, credit, extension, started_on, due_on, due_at,
   is_provisional, is_given, stopped_at, is_void)
SELECT id, code, 'internal', 'workdays', 3, 0, 0, received_at::date, received_at::date + 5,
       received_at + interval '5 days', false, false, closed_at, false
FROM complaints_case, unnest(ARRAY['C-04', 'C-06']) AS code
WHERE id > %(before)s
"""
OPEN = ["registered", "accepted", "assigned", "assigned", "investigating", "finding_submitted",
        "verified", "replied", "callback", "returned"]  # fmt: skip
"""Every tenth waits to be given to somebody."""
WAYS = ["bureau_phone", "hotline_12345", "qr_form", "reception"]
TABLES = ("complaints_case", "complaints_assignment", "complaints_clockrow", "bureau_user")


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def people(*, grade: str = "1") -> dict[str, User]:
    """Make the houses, a clerk of the bureau and an officer of one house."""
    call_command("sync_roles", verbosity=0)
    Institution.objects.bulk_create(
        Institution(code=f"B{n:08}", name=f"院{n}", kind="general_hospital", grade=grade)
        for n in range(HOUSES)
    )
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    clerk = User.objects.create(username="bench-clerk", name="a", section=section)
    clerk.groups.set(Group.objects.filter(name=Role.BUREAU_STAFF))
    house = Institution.objects.filter(code__startswith="B0").order_by("pk").first()
    officer = User.objects.create(username="bench-officer", name="b", institution=house)
    officer.groups.set(Group.objects.filter(name=Role.HOSPITAL_OFFICER))
    return {"clerk": clerk, "hospital": officer}


def fill(first: int, last: int, *, clerk: User) -> None:
    """Add cases by their numbers, and look at the tables as the housekeeping would."""
    houses = Institution.objects.filter(code__startswith="B0").order_by("pk")
    tops = ProblemCategory.objects.filter(parent=None).order_by("pk")
    before = Case.objects.aggregate(last=Max("pk"))["last"] or 0
    said: dict[str, Any] = {
        "first": first, "last": last, "before": before, "clerk": clerk.pk, "open": OPEN,
        "in_hand": IN_HAND, "count": HOUSES,
        "ways": WAYS, "houses": list(houses.values_list("pk", flat=True)),
        "kinds": list(tops.values_list("pk", flat=True))[:14], **_told(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (CASES, GIVEN, CLOCKS):
            cursor.execute(statement, said)
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")


def _told() -> dict[str, list[Any]]:
    """Seal what the cases in hand say that nobody was given yet: a search opens their words."""
    waiting = [Case(seal_id=uuid4()) for _one in range(IN_HAND // len(OPEN))]
    for number, case in enumerate(waiting):
        case.words = f"请核实服务态度问题{number}"
    seals = [str(case.seal_id) for case in waiting]
    return {"seals": seals, "told": [case.words.token for case in waiting]}
