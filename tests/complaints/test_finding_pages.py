"""The pages of findings: what is made to hold is shown there, and each fault at its field."""

from datetime import date

import pytest
from django.urls import reverse

from complaints import services
from complaints.forms.steps import CallbackForm
from complaints.models import Case
from complaints.rules.words import CaseState, Finding, Grade
from tests.complaints.conftest import moment


@pytest.fixture
def asks(client):
    def ask(user, case, step, **said):
        client.force_login(user)
        address = reverse("complaints:step", args=[case.no, step])
        return client.post(address, said) if said else client.get(address)

    return ask


@pytest.fixture
def alleged(desk, attitude):
    case = desk.dispatched()
    desk.report(case)
    return case, desk.do("add_allegation", case, text="说话生硬", category=attitude)


@pytest.mark.long
def test_who_makes_findings_hold_reads_them_there(desk, alleged, asks):
    case, one = alleged
    services.find_allegation(
        allegation=one, finding=Finding.SUBSTANTIATED, basis="调取监控与谈话记录",
        by=desk.clerk, at=moment("2026-11-05"),
    )  # fmt: skip

    page = asks(desk.head, case, "verify").content.decode()

    for words in ("说话生硬", "调取监控与谈话记录", desk.clerk.name, "已谈话提醒"):
        assert words in page


@pytest.mark.long
def test_each_fault_of_the_findings_stands_at_its_field(desk, alleged, asks):
    case, one = alleged
    other = desk.do("add_allegation", case, text="收费不清")
    person = desk.do("name_person", case, said_as="张医生")
    said = {
        f"finding-a{one.pk}": "substantiated", f"basis-a{one.pk}": "没有",
        f"basis-a{other.pk}": "调取监控与谈话记录",
        f"finding-p{person.pk}": "substantiated", f"basis-p{person.pk}": "调取监控与谈话记录",
    }  # fmt: skip

    page = asks(desk.clerk, case, "find", **said)

    errors = page.context["form"].errors
    assert set(errors) == {f"basis-a{one.pk}", f"finding-a{other.pk}", f"finding-p{person.pk}"}
    for words in ("On what it rests: 说话生硬", "On what it rests: 张医生", "已谈话提醒"):
        assert words in page.content.decode()
    assert not case.allegations.exclude(finding="").exists()


@pytest.mark.long
def test_what_a_step_lacks_is_said_once_on_the_page_that_it_leads_back_to(
    desk, alleged, asks, client
):
    case, _one = alleged

    led_back = asks(desk.head, case, "verify")

    page = client.get(led_back.url).content.decode()
    assert page.count("Every allegation and every person named needs a finding.") == 1


def test_words_that_a_bad_grade_needs_are_asked_for_at_their_field():
    fixed = {"record": Case(), "user": None, "day": date(2026, 11, 5), "calendar": None}

    wrong = CallbackForm({"grade": Grade.DISSATISFIED, "note": "不好"}, **fixed)
    right = CallbackForm({"grade": Grade.SATISFIED, "note": ""}, **fixed)

    assert list(wrong.errors) == ["note"]
    assert right.is_valid()


def test_a_withdrawal_is_shown_once_before_it_ends_the_case(desk, asks):
    case = desk.accepted()

    shown = asks(desk.clerk, case, "withdraw", why="与医院已经和解")
    case.refresh_from_db()
    assert (shown.context["public_words"], case.state) == ("Withdrawn", CaseState.ACCEPTED)

    asks(desk.clerk, case, "withdraw", why="与医院已经和解", seen_as="Withdrawn")
    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN


@pytest.mark.long
def test_a_unit_lands_where_its_own_work_stands(desk, client):
    desk.dispatched()
    client.force_login(desk.officer)

    page = client.get(reverse("complaints:cases"))

    assert page.context["tab"] == "handling"
    assert len(page.context["lines"]) == 1
    assert client.get(reverse("complaints:cases") + "?tab=all").context["tab"] == "all"
