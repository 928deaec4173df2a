"""Every list costs as many queries for one row as for many.

Every page without a key in its address is asked, so a list that is new is held to it too; and each
must show its reader more rows where there are more, for one that stays empty costs nothing.
"""

from datetime import date
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlencode

import time_machine
from django.db import connection, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from bureau.calendar import WorkCalendar
from bureau.import_states import ImportState
from bureau.models import CalendarDay, LexiconEntry, ProblemCategory, Section, User
from bureau.rules import Role, SectionCode
from bureau.services import keep_file
from complaints import services as cases
from complaints.models import Case, CaseImport, Phrase, Recheck, RecheckDraw
from complaints.rules.words import CaseState, Channel
from complaints.sheets import Book
from rectification.models.visits import Visit
from rectification.rules.inspections import VisitState
from tests.access import matrix
from tests.access.asking import addresses
from tests.access.county import (
    export_of,
    furnish_house,
    told,
    unsettled_letter,
)
from tests.callers import Caller
from tests.factories import IN_TIME, InstitutionFactory, UserFactory
from tests.house import put_back_what_migrations_brought

# Pages of one thing, what is told of oneself, the reference, that is made from the code alone,
# pages of what was ticked elsewhere, and the page of acts: it asks once for each kind of record on
# it. These two have tests of their own.
NO_LISTS = {
    "accountability:own", "login", "trail", "api:issue", "api:problems", "api:reference",
    "api:schema", "api:schema_yaml",
    "bureau:explain_due", "bureau:export_ask", "bureau:healthz", "bureau:letter_choices",
    "bureau:running", "bureau:try_lexicon", "complaints:packages", "rectification:lay_aside",
    "rectification:new", "rectification:take_up", "rectification:visit_plan",
}  # fmt: skip
KEYLESS = {name for name, pattern in addresses() if not pattern.pattern.converters}
LISTS = sorted(
    {name for verb, name in matrix.pages() if verb == "get" and name in KEYLESS - NO_LISTS}
)
# Forms, a sum of what waits, and the kinds of rules, which the code alone brings: their length is
# not that of any table, but they cost the same all the same.
WITHOUT_ROWS = {
    "accountability:unit", "accountability:verify", "complaints:new", "complaints:public",
    "complaints:public_complaint", "complaints:public_progress", "rules:kinds", "satisfaction:home",
}  # fmt: skip
# What a row is on a page: of a table, one with its own button, one to be filled in.
ROWS = (b"<tr", b"<form", b'<section class="card"')
IN_THE_BUREAU = set(Role) - {Role.HOSPITAL_OFFICER, Role.DEPARTMENT_HANDLER}


class TestLists(TestCase):
    """Counted with one house that has everything, and with two more."""

    @classmethod
    def setUpTestData(cls):
        put_back_what_migrations_brought()
        with time_machine.travel(IN_TIME, tick=False):
            cls.count()

    @classmethod
    def count(cls):
        section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
        # Whoever is of a hospital as well is shown less of the spot-checks.
        reader = UserFactory(is_superuser=True, is_staff=True, roles=IN_THE_BUREAU, section=section)
        client = Client()
        client.force_login(reader)
        dates_move()
        fill(InstitutionFactory(code="371323A01", grade="2a"), reader)
        cls.one = {name: look(client, name) for name in LISTS}
        with transaction.atomic():
            fill_more(reader)
            cls.many = {name: look(client, name) for name in LISTS}
            transaction.set_rollback(True)
        # What is only found out once for a process was counted with one, and is asked again.
        dearer = {name for name in LISTS if cls.many[name].queries != cls.one[name].queries}
        cls.one |= {name: look(client, name) for name in dearer}

    def test_a_list_costs_as_many_queries_for_one_row_as_for_many(self):
        assert {name: (self.one[name].queries, self.many[name].queries) for name in LISTS} == {
            name: (self.one[name].queries, self.one[name].queries) for name in LISTS
        }

    def test_a_list_shows_its_reader_the_rows_it_was_counted_with(self):
        as_short = {name for name in LISTS if self.many[name].rows < self.one[name].rows + 2}

        assert as_short == WITHOUT_ROWS

    def test_the_lists_are_among_what_is_asked(self):
        assert {"bureau:papers", "bureau:numbers", "followups:matrix"} < set(LISTS)


def dates_move() -> None:
    """Load holidays after the due dates of what is made here were worked out without any."""
    for day in range(9, 30):
        CalendarDay.objects.create(day=f"2026-11-{day:02}", kind="holiday", name="a")


def fill_more(reader: User) -> None:
    for number in (1, 2):
        house = InstitutionFactory(code=f"371323B0{number}", kind="township_center")
        UserFactory(roles=[Role.LIAISON], looks_after=[house])
        fill(house, reader)


def fill(house, reader: User) -> None:
    """Put a row of everything at a house, and before who reads."""
    furnish_house(house, UserFactory(name="另一人"))
    told(reader, house.code)
    unsettled_letter(UserFactory())
    export_of(reader, house)
    Caller(house)
    _case_not_dispatched(house, reader)
    _visit_done_at(house)
    _kept_in_the_section(house, reader)


def _case_not_dispatched(house, reader: User) -> None:
    told = cases.Told(
        words="a", channel=Channel.BUREAU_PHONE, received_at=IN_TIME, institution=house
    )
    registered = cases.register_case(
        told=told, complainant=cases.Complainant(name="a", phone=""), by=reader, at=IN_TIME,
        calendar=WorkCalendar(),
    )  # fmt: skip
    _drawn_for_a_recheck(registered.case)


def _drawn_for_a_recheck(case: Case) -> None:
    """Draw it as if its findings held; a month for each, for each is a line of its own."""
    Case.objects.filter(pk=case.pk).update(
        verified_at=IN_TIME, verified_by=case.registered_by, finding="unsubstantiated"
    )
    draw = RecheckDraw.objects.create(
        month=date(2025, RecheckDraw.objects.count() + 1, 1), seed="a", frame=[case.no],
        frame_hash="a", percent=10, drawn_at=IN_TIME,
    )  # fmt: skip
    Recheck.objects.create(draw=draw, case=case, verified_at=IN_TIME)


def _visit_done_at(house) -> None:
    visit = Visit.objects.filter(institution=house).earliest("pk")
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.DONE, done_at=IN_TIME)


def _kept_in_the_section(house, reader: User) -> None:
    """A book under way, a phrase, and a way of saying that speaks of a category of its own."""
    file = keep_file(name="a.xlsx", content=b"", by=reader, at=IN_TIME)
    CaseImport.objects.create(
        book=Book.ORDERS, file=file, state=ImportState.CHECKED, by=reader, at=IN_TIME
    )
    Phrase.objects.create(section=reader.section, use="answer", name=house.code, text="a")
    letters = "".join(chr(ord("A") + int(figure)) for figure in f"{house.pk:08}")
    category = ProblemCategory.objects.create(code=letters[-8:], name=house.code)
    LexiconEntry.objects.create(phrase=house.code, category=category)


class Look(NamedTuple):
    queries: int
    rows: int


def look(client: Client, name: str) -> Look:
    """Ask for a list, and count what it cost and the rows on it."""
    path = reverse(name) + asking_for(name)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, name
    if not answer["Content-Type"].startswith("text/html"):
        book = load_workbook(BytesIO(b"".join(answer)))
        return Look(len(asked), sum(sheet.max_row for sheet in book))
    return Look(len(asked), sum(answer.content.count(row) for row in ROWS))


def asking_for(name: str) -> str:
    """Say of a list what it is asked for, where it shows by itself less than there is."""
    if name == "complaints:cases":
        return "?tab=all"
    if name == "bureau:lexicon":
        return "?q=371323"
    if name == "complaints:batch":
        waiting = Case.objects.filter(state=CaseState.REGISTERED)
        return "?" + urlencode({"no": [case.no for case in waiting]}, doseq=True)
    return ""
