"""Joining cases: what may be about the same is offered, whatever parts the numbers."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.urls import reverse

from complaints import selectors
from complaints.models import Case
from tests.complaints.conftest import moment

WHY = "同一次就诊的同一件事"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(moment("2026-11-06"), tick=False):
        yield


def address(case):
    return reverse("complaints:step", args=[case.no, "merge"])


def matters():
    return len(set(Case.objects.values_list("matter", flat=True)))


@pytest.mark.long
def test_what_may_be_the_same_is_offered_beside_the_case_and_joined_by_a_tick(desk, client):
    one, two = desk.accepted(), desk.accepted()
    client.force_login(desk.clerk)

    beside = client.get(one.get_absolute_url()).content.decode()
    asked = client.get(f"{address(one)}?alike={two.no}").content.decode()
    client.post(address(one), {"alike": [two.no], "why": WHY})

    assert f"{address(one)}?alike={quote(two.no)}" in beside
    assert f'value="{two.no}"' in asked
    assert asked.split(f'value="{two.no}"')[1].split(">")[0].split()[-1] == "checked"
    assert matters() == 1


@pytest.mark.parametrize("apart", ["、", "，", ",", "；", " ", "、 "])
def test_numbers_are_parted_as_people_part_them(desk, client, apart):
    cases = [desk.accepted() for _ in range(3)]
    client.force_login(desk.clerk)

    said = apart.join([cases[1].no, cases[2].no.lower()])
    client.post(address(cases[0]), {"others": said, "why": WHY})

    assert matters() == 1


@pytest.mark.parametrize("said", ["", "{own}", "TS-20000101-0001"])
def test_who_names_no_other_case_is_asked_again(desk, client, said):
    case = desk.accepted()
    client.force_login(desk.clerk)

    answer = client.post(address(case), {"others": said.format(own=case.no), "why": WHY})

    assert answer.context["form"].errors["others"]


def test_a_case_long_after_another_is_not_offered_with_it(desk):
    early = desk.case(on="2026-09-01")
    late = desk.case(on="2026-11-02")

    assert late.received_at - early.received_at > timedelta(days=30)
    assert selectors.likely_same_as(early, user=desk.clerk) == []
    assert selectors.likely_same_as(late, user=desk.clerk) == []
