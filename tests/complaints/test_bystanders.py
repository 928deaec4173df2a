"""Who audits, or looks after the unit, reads of a complaint all but who complained."""

import pytest
from django.urls import reverse

from bureau.rules import Role
from complaints import selectors
from complaints.models import Case
from complaints.views.sheet import told
from tests.complaints.conftest import moment
from tests.factories import UserFactory

NAME, MASKED, PHONE = "黄志涛", "黄**", "13855144502"
WORDS = f"我是{NAME}，请打{PHONE}，等了两小时"


@pytest.fixture(params=[Role.AUDITOR, Role.LIAISON])
def bystander(request, desk):
    houses = [desk.hospital] if request.param is Role.LIAISON else []
    return UserFactory(roles=[request.param], looks_after=houses, is_staff=True)


@pytest.fixture
def case(desk, time_machine):
    time_machine.move_to(moment("2026-11-06"), tick=False)
    return desk.accepted(words=WORDS)


@pytest.mark.long
@pytest.mark.parametrize("at", ["page", "admin", "queue"])
def test_no_page_shows_a_bystander_who_complained_not_even_masked(client, bystander, case, at):
    client.force_login(bystander)
    pages = {
        "page": case.get_absolute_url(),
        "admin": reverse("admin:complaints_case_change", args=[case.pk]),
        "queue": reverse("complaints:cases") + "?tab=all",
    }

    page = client.get(pages[at]).content.decode()

    assert case.no in page
    assert [said for said in (NAME, MASKED, PHONE, "4502") if said in page] == []


@pytest.mark.long
def test_the_sheet_on_paper_names_nobody_to_a_bystander_and_the_sections_read_a_mask(
    bystander, case, desk
):
    assert (
        told(case, bystander).complainant == told(case, desk.clerk).complainant.split("（")[1][:-1]
    )
    assert MASKED in told(case, desk.clerk).complainant


@pytest.mark.long
@pytest.mark.parametrize("words", [NAME, PHONE, "4502", "hzt"])
def test_a_bystander_finds_no_complaint_by_who_complained(bystander, case, desk, words):
    def found(user):
        return list(selectors.search(Case.objects.visible_to(user), words, user=user))

    assert (found(bystander), found(desk.clerk)) == ([], [case])
