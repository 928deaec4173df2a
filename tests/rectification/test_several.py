"""Drafts that poured in: a tab of their own, ticked and taken up or laid aside together."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import Act, LeaderPost, Section
from bureau.rules import LeaderKind, Role, SectionCode
from rectification import services
from rectification.models import Item
from rectification.rules.words import ItemState, Tab
from tests.factories import UserFactory
from tests.rectification.conftest import moment
from tests.rectification.pages import said

TAKE_UP, LAY_ASIDE = reverse("rectification:take_up"), reverse("rectification:lay_aside")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(moment("2026-09-24"), tick=False):
        yield


@pytest.fixture
def clerk(client, ledger):
    client.force_login(ledger.clerk)
    return client


def section():
    return Section.objects.get(code=SectionCode.MEDICAL_ADMIN).pk


@pytest.mark.long
def test_drafts_have_a_tab_that_no_unit_is_shown(clerk, client, ledger):
    draft, issued = ledger.draft(), ledger.issued()

    page = clerk.get("/ledger/", {"tab": Tab.TO_TAKE_UP})
    assert [line.item for line in page.context["lines"]] == [draft]
    assert f'value="{draft.no}"' in said(page)
    assert f'value="{draft.no}" checked' not in said(page)
    page = clerk.get("/ledger/", {"tab": Tab.TO_TAKE_UP, "tick": "all"})
    assert f'value="{draft.no}" checked' in said(page)
    page = clerk.get("/ledger/", {"tab": Tab.TO_RECTIFY})
    assert [line.item for line in page.context["lines"]] == [issued]
    assert "checkbox" not in said(page).split("<table")[1]

    client.force_login(ledger.officer)
    tabs = client.get("/ledger/").context["tabs"]
    assert Tab.TO_TAKE_UP not in {count.tab for count, _label in tabs}


@pytest.mark.long
def test_ticked_drafts_are_ordered_each_with_its_act_and_a_refusal_is_named(
    clerk, ledger, township, leader
):
    theirs = LeaderPost.objects.create(
        institution=township, kind=LeaderKind.HEAD, name="孙院长", from_on=date(2026, 1, 1)
    )
    ours, other, gone = ledger.draft(), ledger.draft(institution=township), ledger.draft()
    services.dismiss_item(
        item=gone, reason="与另一条重复登记", by=ledger.clerk, at=moment("2026-09-02")
    )
    ticked = [ours.no, other.no, gone.no]
    form = clerk.get(TAKE_UP, {"no": ticked}).context["form"]
    proposed = {name: form[name].initial for name in form.fields if name.startswith("leader_")}
    assert set(proposed.values()) == {leader.pk, theirs.pk}

    answer = clerk.post(
        TAKE_UP, {"no": ticked, "kind": "limited", "section": section(), **proposed}
    )

    ours.refresh_from_db()
    other.refresh_from_db()
    assert (ours.leader, other.leader) == (leader, theirs)
    assert Act.objects.filter(verb="issue_item").count() == 2
    assert f"{gone.no}: " in said(answer)
    assert "(2 problems)" in said(answer)
    assert answer.context["items"] == [gone]
    assert answer.context["form"]["section"].value() == str(section())


@pytest.mark.long
def test_the_page_costs_as_many_queries_for_one_house_as_for_many(
    clerk, ledger, township, django_assert_num_queries
):
    alone = {"no": [ledger.draft().no]}
    clerk.get(TAKE_UP, alone)
    with CaptureQueriesContext(connection) as one:
        clerk.get(TAKE_UP, alone)
    ticked = [ledger.draft(institution=house).no for house in (ledger.hospital, township) * 2]

    with django_assert_num_queries(len(one)):
        clerk.get(TAKE_UP, {"no": ticked})


def test_each_institution_among_them_wants_its_leader(clerk, ledger, township):
    ticked = [ledger.draft().no, ledger.draft(institution=township).no]

    answer = clerk.post(TAKE_UP, {"no": ticked, "kind": "limited", "section": section()})

    assert answer.status_code == 200
    assert Item.objects.filter(state=ItemState.DRAFT).count() == 2


@pytest.mark.long
def test_ticked_drafts_are_laid_aside_with_one_reason_and_not_without(clerk, ledger):
    ticked = [ledger.draft().no for _ in range(2)]

    clerk.post(LAY_ASIDE, {"no": ticked, "reason": ""})
    assert Item.objects.filter(state=ItemState.DRAFT).count() == 2
    answers = [
        said(clerk.post(LAY_ASIDE, {"no": ticked, "reason": "月内同类问题已合并立项"}, follow=True))
        for _ in range(2)
    ]

    assert ["Laid aside" in page for page in answers] == [True, False]
    assert "2 problems were decided on before; nothing was changed." in answers[1]
    assert Item.objects.filter(state=ItemState.DISMISSED).count() == 2
    assert Act.objects.filter(verb="dismiss_item").count() == 2


@pytest.mark.long
def test_nothing_ticked_and_nothing_that_one_may_see_lead_back(clerk, client, ledger):
    draft = ledger.draft()
    stranger = UserFactory(
        section=Section.objects.get(code=SectionCode.PERSONNEL), roles=[Role.BUREAU_STAFF]
    )

    assert "Nothing is ticked" in said(clerk.get(TAKE_UP, follow=True))
    client.force_login(stranger)
    answer = client.post(LAY_ASIDE, {"no": [draft.no], "reason": "看不见的问题"}, follow=True)

    assert "Nothing is ticked" in said(answer)
    draft.refresh_from_db()
    assert draft.state == ItemState.DRAFT
