"""What waits stands on the workbench of whoever may do it, and whoever it is about is told."""

import pytest
from django.urls import reverse

from accountability import open_work
from accountability.models import SanctionProposal
from accountability.road_wording import _position
from accountability.rules.road import Step
from accountability.rules.words import Document, Heard, MeasureCode, ProposalState
from accountability.selectors.obstacles import obstacle
from bureau.models import Notice
from bureau.rules import Role
from tests.accountability.conftest import settle
from tests.accountability.road import FRIDAY, LATER, Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory

M, S = MeasureCode, ProposalState
pytestmark = pytest.mark.long


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.put(M.COUNTY_BULLETIN)
    road.notice()
    return road


def cards(user, day):
    return {card.title: card for card in open_work.todo_cards(user, of(day))}


def test_what_may_be_decided_waits_for_whoever_decides_once_the_term_is_over(road):
    road.hear(is_complete=False)
    due = road.proposal.handling.statement_due_on.isoformat()

    assert "To be decided" not in cards(road.leader, due)
    [name] = cards(road.leader, "2026-12-02")["To be decided"].names
    assert road.proposal.no in name
    assert "To be decided" not in cards(road.clerk, "2026-12-02")


@pytest.mark.parametrize(("heard", "is_complete"), [(Heard.RECEIVED, True), (Heard.WAIVED, False)])
def test_what_is_all_said_or_waived_waits_at_once(road, heard, is_complete):
    road.hear(heard=heard, is_complete=is_complete)
    assert cards(road.leader, FRIDAY)["To be decided"].value == "1"


def test_what_is_served_waits_to_be_put_in_effect(road):
    road.hear()
    road.decide()
    road.decision()
    assert cards(road.clerk, LATER)["Served, to be put in effect"].value == "1"

    road.step("put_in_effect", LATER)
    assert "Served, to be put in effect" not in cards(road.clerk, LATER)


def test_whoever_it_is_about_is_told_of_each_service_by_their_own_account(road, doctor):
    own = UserFactory(staff=doctor)
    road.hear()
    road.decide()
    road.decision()
    road.serve(Document.DECISION, LATER)

    [notice] = Notice.objects.filter(recipient=own)
    assert notice.url == reverse("accountability:own_proposal", args=[road.proposal.no])
    assert doctor.name not in str(notice.words)


def test_what_only_an_interview_carries_out_has_no_form_of_its_own(road):
    road.hear()
    road.decide(measures={M.DEPARTMENT_TALK: None}, talk_reason="情节轻微，已当面道歉")
    road.decision()
    road.step("put_in_effect", LATER)

    said = obstacle(Step.CARRY_OUT, road.proposal, user=road.clerk, day=of(LATER))
    assert "record of its interview" in said


@pytest.mark.parametrize(
    ("state", "step"),
    [(S.PROPOSED, 1), (S.UNDER_REVIEW, 2), (S.SERVED, 6), (S.IN_EFFECT, 6), (S.COMPLETED, 8),
     (S.WITHDRAWN, 0)],
)  # fmt: skip
def test_what_is_in_effect_is_not_over(state, step):
    assert _position(state) == step


def test_a_reader_of_a_part_is_told_that_there_may_be_more(road, client):
    readers = {
        road.leader: False,
        UserFactory(roles=[Role.AUDITOR]): True,
        UserFactory(roles=[Role.LIAISON]): True,
    }
    for name in ("board", "figures", "annual", "events"):
        for who, is_told in readers.items():
            client.force_login(who)
            page = client.get(reverse(f"accountability:{name}"))
            assert page.status_code == 200, (name, who.roles)
            assert ("there may be more" in page.text) is is_told, (name, who.roles)


def test_the_own_list_names_the_measures_and_the_day_of_the_statement(road, doctor, client):
    own = UserFactory(staff=doctor)
    client.force_login(own)
    listed = client.get(reverse("accountability:own")).text
    assert "County-wide criticism bulletin" in listed
    assert "Your statement is awaited until" in listed
