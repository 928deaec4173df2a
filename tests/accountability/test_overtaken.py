"""A signed paper whose ground fell before it was handed over waits to be voided."""

import pytest
from django.urls import reverse
from django.utils import translation

from accountability.models import SanctionProposal
from accountability.rules.words import Document, MeasureCode
from bureau import open_work
from bureau.models import OfficialPaper
from bureau.services import void_paper
from tests.accountability.conftest import settle
from tests.accountability.road import MONDAY, Road, of
from tests.complaints.conftest import moment

pytestmark = pytest.mark.long


@pytest.fixture
def cases(bureau, doctor):
    return [bureau.found(doctor, on) for on in ("2026-03-02", "2026-04-02")]


@pytest.fixture
def road(cases, doctor, personnel) -> Road:
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)


def overtaken():
    return list(OfficialPaper.objects.overtaken())


def cards(user):
    with translation.override("en"):
        return {card.title: card for card in open_work.todo_cards(user, of(MONDAY))}


def test_a_signed_notice_of_what_the_machine_withdrew_waits_for_a_leader_to_void_it(
    bureau, cases, road, client
):
    road.put(MeasureCode.AWARD_BAN)
    notice = road.sign(Document.NOTICE)
    assert overtaken() == []

    bureau.reopen(cases[1], on="2026-11-24")
    settle(at=moment("2026-11-24", 12))

    assert overtaken() == [notice]
    card = cards(road.leader)["Signed papers to be voided"]
    assert (card.value, list(card.names)) == (1, [notice.title])
    assert "Signed papers to be voided" not in cards(road.clerk)
    client.force_login(road.leader)
    assert notice.title in client.get(card.actions[0].url).text
    page = client.get(reverse("bureau:paper", args=[notice.pk])).text
    assert "does not hold any more" in page

    void_paper(paper=notice, reason="所涉提议已撤回", by=road.leader, at=moment("2026-11-25"))
    assert overtaken() == []
    assert "Signed papers to be voided" not in cards(road.leader)


def test_what_was_handed_over_is_taken_back_by_a_decision_and_not_voided(bureau, cases, road):
    road.put(MeasureCode.AWARD_BAN)
    road.notice()

    bureau.reopen(cases[1], on="2026-11-24")
    settle(at=moment("2026-11-24", 12))

    assert overtaken() == []
