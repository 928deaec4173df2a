"""Cases in the admin: a clerk accepts, dispatches and answers there, through the same services."""

import pytest
import time_machine

from complaints.models import Case
from complaints.rules.words import CaseState, Finding
from tests.complaints.conftest import moment

LIST = "/admin/complaints/case/"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(moment("2026-11-06"), tick=False):
        yield


def act(client, action, *cases, **data):
    chosen = {"_selected_action": [case.pk for case in cases], "action": action}
    return client.post(LIST, {**chosen, **data}, follow=True)


def test_a_clerk_accepts_several_at_once_and_each_tells(client, desk):
    cases = [desk.case(), desk.case(), desk.accepted()]
    client.force_login(desk.clerk)

    page = act(client, "step_accept", *cases, post="yes").content.decode()

    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.ACCEPTED}
    assert page.count("Accepted. Its page says who handles it.") == 2
    assert "has moved on" in page


def test_a_clerk_dispatches_and_answers_from_the_admin(client, desk):
    case, found = desk.accepted(), desk.verified(finding=Finding.UNSUBSTANTIATED)
    client.force_login(desk.clerk)

    asked = act(client, "step_dispatch", case).content.decode()
    act(client, "step_dispatch", case, post="yes", institution=desk.hospital.pk, text="请核实")
    act(client, "step_reply", found, post="yes", way="phone", text="经核实未发现")

    assert "Text for the institution" in asked
    states = [Case.objects.get(pk=one.pk).state for one in (case, found)]
    assert states == [CaseState.ASSIGNED, CaseState.REPLIED]


def test_a_form_that_lacks_something_is_asked_again(client, desk):
    case = desk.case()
    client.force_login(desk.clerk)

    page = act(client, "step_decline", case, post="yes", explanation="")

    assert "This field is required" in page.content.decode()
    assert Case.objects.get().state == CaseState.REGISTERED


def test_the_admin_finds_a_case_by_the_phone_and_shows_it_masked(client, desk):
    case = desk.case()
    client.force_login(desk.clerk)

    listed = client.get(LIST, {"q": "4502"}).content.decode()
    page = client.get(f"{LIST}{case.pk}/change/").content.decode()

    assert case.no in listed
    assert "138****4502" in page
    assert "13855144502" not in page
