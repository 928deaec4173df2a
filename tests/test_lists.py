"""Every list costs as many queries for one row as for many.

Every page without a key in its address is asked, so a list that is new is held to it too.
"""

import time_machine
from django.db import connection, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import Section, User
from bureau.rules import Role, SectionCode
from tests.access import matrix
from tests.access.asking import addresses
from tests.access.county import (
    export_of,
    furnish_house,
    make_houses,
    told,
    unsettled_letter,
)
from tests.callers import Caller
from tests.factories import IN_TIME, UserFactory
from tests.house import put_back_what_migrations_brought

# Pages of one thing, the reference, that is made from the code alone, pages of what was ticked
# elsewhere, and the page of acts: it asks once for each kind of record on it. These two have tests
# of their own.
NO_LISTS = {
    "login", "trail", "api:issue", "api:problems", "api:reference", "api:schema", "api:schema_yaml",
    "bureau:explain_due", "bureau:export_ask", "bureau:healthz", "bureau:letter_choices",
    "bureau:running", "bureau:try_lexicon", "complaints:packages", "rectification:lay_aside",
    "rectification:new", "rectification:take_up", "rectification:visit_plan",
}  # fmt: skip
KEYLESS = {name for name, pattern in addresses() if not pattern.pattern.converters}
LISTS = sorted(
    {name for verb, name in matrix.pages() if verb == "get" and name in KEYLESS - NO_LISTS}
)


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
        reader = UserFactory(is_superuser=True, is_staff=True, roles=list(Role), section=section)
        client = Client()
        client.force_login(reader)
        first, *others = make_houses().values()
        fill(first, reader)
        with transaction.atomic():
            fill_each(others, reader)
            with_more = {name: queries(client, name) for name in LISTS}
            transaction.set_rollback(True)
        cls.one = {name: queries(client, name) for name in LISTS}
        # What is only found out once for a process was counted with more, and is asked again.
        dearer = {name for name in LISTS if with_more[name] != cls.one[name]}
        if dearer:
            fill_each(others, reader)
        cls.many = with_more | {name: queries(client, name) for name in dearer}

    def test_a_list_costs_as_many_queries_for_one_row_as_for_many(self):
        assert {name: (self.one[name], self.many[name]) for name in LISTS} == {
            name: (self.one[name], self.one[name]) for name in LISTS
        }

    def test_the_lists_are_among_what_is_asked(self):
        assert {"bureau:papers", "bureau:numbers", "followups:matrix"} < set(LISTS)


def fill_each(houses, reader: User) -> None:
    for house in houses:
        fill(house, reader)


def fill(house, reader: User) -> None:
    """Put a row of everything at a house, and before who reads."""
    furnish_house(house, UserFactory(name="另一人"))
    told(reader, house.code)
    unsettled_letter(UserFactory())
    export_of(reader, house)
    Caller(house)


def queries(client: Client, name: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name)).status_code == 200, name
    return len(asked)
