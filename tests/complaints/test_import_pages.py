"""The page of a book of cases: what goes to others is said before, what came of it stands open."""

import pytest
import time_machine
from django.urls import reverse

from bureau.import_states import ImportState
from bureau.rules import Role, SectionCode
from complaints.models import Case
from complaints.models.scope import is_seen_by_section
from complaints.rules.words import Channel
from complaints.services import importing
from complaints.services.taking_in import confirm_import
from complaints.sheets import Book
from tests.complaints.test_orders import AT, DONE, OPEN, houses, old_book  # noqa: F401
from tests.factories import UserFactory

VISIT = ["3", "2026-11-20", "来访", "", "", "县人民医院", "等候过久", "", "办理中", ""]
WRONG = ["4", "?", "电话", "", "", "县人民医院", "等候过久", "", "办理中", ""]


@pytest.fixture(autouse=True)
def _today(houses):  # noqa: F811
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def handed_in(clerk):
    def receive(*rows, by=clerk):
        batch = importing.receive_import(
            book=Book.OLD_BOOK, name="a.xlsx", content=old_book(*rows), by=by, at=AT
        )
        if batch.state != ImportState.ASKING:
            return batch
        fields = {one["column"]: one["field"] for one in batch.columns_asked}
        return importing.IMPORTS.map_columns(batch=batch, fields=fields, by=by, at=AT)

    return receive


def page(client, batch):
    client.force_login(batch.by)
    return client.get(reverse("complaints:import", args=[batch.pk]))


@pytest.mark.long
def test_a_petition_in_an_old_book_is_told_before_it_goes_to_its_section(handed_in, client, desk):
    batch = handed_in(DONE, OPEN, VISIT)

    before = page(client, batch)
    confirm_import(batch=batch, by=batch.by, at=AT, calendar=desk.calendar)
    after = page(client, batch)

    assert before.context["for_others"] == 2
    assert b"2 rows are petitions or accusations" in before.content
    assert before.content.count(b"For another section") == 2
    assert after.context["for_others"] == 0
    seen = Case.objects.visible_to(batch.by)
    shown = [row.row.case for row in after.context["rows"]]
    assert shown == list(seen)


def test_the_petition_section_is_told_of_what_is_not_its_own(handed_in, petition_clerk, client):
    batch = handed_in(DONE, VISIT, by=petition_clerk)

    assert page(client, batch).context["for_others"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("section", [SectionCode.MEDICAL_ADMIN, SectionCode.PETITIONS,
                                     SectionCode.DISCIPLINE])  # fmt: skip
@pytest.mark.parametrize("is_accusation", [False, True])
@pytest.mark.parametrize("channel", [Channel.HOTLINE, Channel.PETITION_VISIT, Channel.RECEPTION])
def test_what_a_section_is_said_to_see_is_what_it_sees(desk, section, channel, is_accusation):
    case = desk.case()
    Case.objects.filter(pk=case.pk).update(channel=channel, is_accusation=is_accusation)
    house = type(desk.clerk.section).objects.get_or_create(code=section)[0]
    user = UserFactory(section=house, roles=[Role.BUREAU_STAFF])

    said = is_seen_by_section(section, channel=channel, is_accusation=is_accusation)

    assert Case.objects.visible_to(user).exists() is said


@pytest.mark.long
def test_the_same_book_again_says_that_nothing_is_new(handed_in, client, desk):
    batch = handed_in(DONE)
    confirm_import(batch=batch, by=batch.by, at=AT, calendar=desk.calendar)

    again = page(client, handed_in(DONE))

    assert again.context["tab"] == "unchanged"
    assert b"Every row is there already" in again.content


@pytest.mark.long
def test_what_was_taken_in_stands_open_and_what_is_to_be_mended_before(handed_in, client, desk):
    batch = handed_in(DONE, WRONG)

    before = page(client, batch).context["tab"]
    confirm_import(batch=batch, by=batch.by, at=AT, calendar=desk.calendar)

    assert (before, page(client, batch).context["tab"]) == ("refused", "new")
