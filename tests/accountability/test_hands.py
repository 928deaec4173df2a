"""Whose second word it is not: who handled what was joined, who imposed what is taken back."""

import pytest
from django.db import InternalError, transaction

from accountability.models import Handling, Remedy, SanctionProposal
from accountability.rules.words import MeasureCode, Organ, ProposalState
from accountability.selectors.carrying import names_to_mask
from accountability.services import RoadError
from bureau.rules import Role
from complaints.services import Complainant
from tests.accountability.conftest import Bureau, employed, settle
from tests.accountability.road import FRIDAY, LATER, WHY, Road, of
from tests.accountability.test_again import joined
from tests.accountability.test_redress import cases, other, road, take_back
from tests.complaints.conftest import moment
from tests.factories import StaffFactory, UserFactory

__all__ = ["cases", "other", "road"]
pytestmark = pytest.mark.long
S = ProposalState
ENTERED = {
    "decided_on": of(FRIDAY), "holds_from": of(FRIDAY), "organ": "bureau_meeting",
    "minutes_no": "31", "opinion": WHY, "is_legal_reviewed": True, "is_free_of_ties": True,
    "decided_at": moment(FRIDAY),
}  # fmt: skip
FELL = "2026-12-02"


@pytest.fixture
def back(road, cases, bureau, doctor) -> Road:
    """The proposal to take a second tier back, after the first of its two cases fell."""
    bureau.overturn(cases[0], doctor, on=FELL)
    settle(at=moment(FELL, 12))
    proposal = SanctionProposal.objects.get(about=road.proposal)
    clerk = UserFactory(section=road.clerk.section, roles=[Role.BUREAU_STAFF])
    return Road(proposal, clerk, road.head, road.leader, road.signer)


@pytest.fixture
def who_had_their_word(road, bureau):
    return {
        road.clerk: "You put this forward",
        road.leader: "You decided this before",
        bureau.clerk: "You handled a complaint",
        bureau.head: "You handled a complaint",
    }


def test_who_imposed_or_handled_what_fell_does_not_decide_that_it_stands(
    back, who_had_their_word, other
):
    for who, said in who_had_their_word.items():
        with pytest.raises(RoadError, match=said):
            back.step("dismiss_proposal", LATER, by=who, reason="处理不变")
        rows = SanctionProposal.objects.filter(pk=back.proposal.pk)
        ended = {"state": S.DISMISSED, "ended_by": who, "end_why": "处理不变"}
        with pytest.raises(InternalError, match="who "), transaction.atomic():
            rows.update(**ended)

    back.step("dismiss_proposal", LATER, by=other, reason="第二件另有认定，仍应处理")
    assert back.proposal.state == S.DISMISSED


def test_nor_that_it_is_taken_back(back, road, who_had_their_word, other):
    back.step("put_forward_taking_back", LATER, grounds="第一件投诉经复查认定不属实")
    taken = {
        "organ": Organ.BUREAU_MEETING, "minutes_no": "安卫会纪〔2026〕41号", "on": of(LATER),
        "opinion": "认定依据已不存在",
    }  # fmt: skip
    for who, said in {**who_had_their_word, back.clerk: "You put this forward"}.items():
        with pytest.raises(RoadError, match=said):
            back.step("take_back_measures", LATER, by=who, **taken)
        rows = Remedy.objects.filter(cause=back.proposal)
        entered = {
            "state": "decided", "outcome": "varied", "organ": "bureau_meeting", "minutes_no": "1",
            "opinion": "x", "decided_on": of(LATER), "decided_at": moment(LATER),
        }  # fmt: skip
        with pytest.raises(InternalError, match="who "), transaction.atomic():
            rows.update(decided_by=who, **entered)

    back.step("take_back_measures", LATER, by=other, **taken)
    assert road.proposal.state == S.IN_EFFECT
    road.proposal.refresh_from_db()
    assert road.proposal.state == S.VARIED


def test_who_answered_a_review_does_not_take_it_back_either(back, road, other):
    third = UserFactory(roles=[Role.LEADER])
    Remedy.objects.create(
        proposal=road.proposal, kind="review", asked_on=of(LATER), asked_by="张医生", grounds=WHY,
        due_on=of(LATER), entered_by=road.clerk, entered_at=moment(LATER), state="decided",
        outcome="upheld", organ="bureau_meeting", minutes_no="1", opinion=WHY,
        decided_on=of(LATER), decided_by=third, decided_at=moment(LATER),
    )  # fmt: skip
    with pytest.raises(RoadError, match="You decided this before"):
        take_back(back, third)


@pytest.fixture
def told(bureau, doctor, personnel) -> Road:
    """A proposal that was heard on, of a matter of two cases that two desks found."""
    desk = Bureau(
        bureau.hospital, bureau.officer,
        UserFactory(section=bureau.head.section, roles=[Role.BUREAU_STAFF]),
        UserFactory(section=bureau.head.section, roles=[Role.SECTION_HEAD]),
    )  # fmt: skip
    said = {"named": [doctor.name], "category": bureau.attitude}
    first = bureau.accepted(on="2026-03-02", received_at=moment("2026-03-02", 10), **said)
    who = Complainant(name="马淑芬", phone="13855144503")
    at = moment("2026-03-03", 10)
    second = desk.accepted(on="2026-03-03", received_at=at, who=who, **said)
    joined(bureau, first, second, on="2026-03-04")
    bureau.find(first, doctor, day=moment("2026-03-05", 9))
    desk.find(second, doctor, day=moment("2026-03-05", 10))
    settle(at=moment("2026-03-05", 11))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.of_second = desk
    assert road.proposal.reached_by.case == first
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.notice()
    road.hear()
    return road


def test_whoever_handled_a_case_that_was_joined_does_not_decide(told):
    rows = Handling.objects.filter(proposal=told.proposal)
    for who in (told.of_second.clerk, told.of_second.head):
        with pytest.raises(RoadError, match="You handled a complaint"):
            told.decide(by=who)
        with pytest.raises(InternalError, match="who handled a complaint"), transaction.atomic():
            rows.update(decided_by=who, **ENTERED)

    told.decide()
    assert told.proposal.state == S.DECIDED


def test_a_bulletin_keeps_the_names_of_all_who_complained_of_one_matter(told):
    assert {"黄志涛", "马淑芬"} <= set(names_to_mask(told.proposal))


def test_the_house_where_it_happened_does_not_decide_on_who_left_it(
    bureau, doctor, personnel, township
):
    bureau.found(doctor, "2026-03-02")
    doctor.institution = township
    doctor.save()
    settle(at=moment("2026-03-05"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    assert road.proposal.institution == township
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.notice()
    road.hear()
    rows = Handling.objects.filter(proposal=road.proposal)
    for house in (bureau.hospital, township):
        who = UserFactory(roles=[Role.LEADER], staff=employed(house))
        with pytest.raises(RoadError, match="your own unit"):
            road.decide(by=who)
        with pytest.raises(InternalError, match="his own unit"), transaction.atomic():
            rows.update(decided_by=who, **ENTERED)

    elsewhere = UserFactory(roles=[Role.LEADER], staff=StaffFactory())
    road.decide(by=elsewhere)
