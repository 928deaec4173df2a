"""A form that was asked before somebody else took a step: it says who did what, and is refused."""

import re

import pytest
from django.urls import reverse

from accountability.models import Handling, SanctionProposal
from accountability.rules.words import Document, MeasureCode
from bureau.rules import Role
from tests.accountability.conftest import settle
from tests.accountability.road import BASIS, FACTS, MONDAY, Road
from tests.complaints.conftest import moment
from tests.factories import UserFactory

PUT = {"measures": [MeasureCode.COUNTY_BULLETIN.value], "facts": FACTS, "basis": BASIS}
OTHERS = FACTS + "，另有录音"


@pytest.fixture
def road(bureau, doctor, personnel, client, time_machine) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    time_machine.move_to(moment(MONDAY, 16))
    client.force_login(personnel)
    return Road.of(SanctionProposal.objects.get(staff=doctor), personnel)


def address(road, name="put-forward"):
    return reverse("accountability:step", args=[road.proposal.no, name])


def as_of(page) -> dict[str, str]:
    return {"as_of": re.search(r'name="as_of" value="(\d+)"', page.content.decode())[1]}


def colleague(road):
    return UserFactory(name="孙干事", section=road.clerk.section, roles=[Role.BUREAU_STAFF])


@pytest.mark.long
def test_a_form_asked_before_a_colleagues_step_says_who_did_what_and_changes_nothing(road, client):
    asked = as_of(client.get(address(road)))
    road.put(MeasureCode.COUNTY_BULLETIN, facts=OTHERS, by=colleague(road))

    refused = client.post(address(road), PUT | asked)

    said = refused.content.decode()
    assert refused.status_code == 200
    assert "Meanwhile: Measures put forward (孙干事, 11-23 15:00)." in said
    assert "Nothing was done." in said
    assert FACTS in said
    assert Handling.objects.get().facts == OTHERS

    again = client.post(address(road), PUT | as_of(refused))
    assert again.status_code == 302
    assert Handling.objects.get().facts == FACTS


@pytest.mark.long
def test_ones_own_step_and_a_button_pressed_twice_are_not_held_against_anybody(road, client):
    asked = as_of(client.get(address(road)))

    assert [client.post(address(road), PUT | asked).status_code for _n in "12"] == [302, 302]


@pytest.mark.long
def test_what_one_put_forward_in_another_tab_is_not_written_over_unseen(road, client):
    asked = as_of(client.get(address(road)))
    client.post(address(road), PUT | {"facts": OTHERS} | asked)

    refused = client.post(address(road), PUT | asked)

    assert "Meanwhile: Measures put forward" in refused.content.decode()
    assert Handling.objects.get().facts == OTHERS
    assert client.post(address(road), PUT | as_of(refused)).status_code == 302
    assert Handling.objects.get().facts == FACTS


@pytest.mark.long
def test_a_receipt_taken_along_by_a_colleague_is_no_step(road, client):
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.sign(Document.NOTICE)
    asked = as_of(client.get(address(road, "serve-notice")))
    client.force_login(colleague(road))
    client.get(reverse("accountability:receipt", args=[road.proposal.no, "notice"]))
    client.force_login(road.clerk)
    given = {"served_on": MONDAY, "way": "in_person", "receiver": "张医生"}

    assert client.post(address(road, "serve-notice"), given | asked).status_code == 302
