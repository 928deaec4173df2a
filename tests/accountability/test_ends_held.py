"""What the database itself holds of an end: by whom, by which body, why, and once it is over."""

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from accountability.models import Handling, Measure, SanctionProposal
from accountability.rules.words import LadderCode, MeasureCode, Organ, ProposalState
from bureau.rules import Role
from tests.accountability.conftest import settle
from tests.accountability.road import FRIDAY, LATER, Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory

S, M = ProposalState, MeasureCode
THIRD = (M.COUNTY_BULLETIN, M.PARTY_GROUP_DECISION)
WHY = "情节轻微，已当面致歉"
LIFTED = {"state": S.LIFTED, "end_why": WHY}
MEETING = {"end_organ": Organ.BUREAU_MEETING, "end_minutes_no": "安卫会纪〔2026〕41号"}
GROUP = {"end_organ": Organ.PARTY_GROUP, "end_minutes_no": "安卫党组纪〔2026〕9号"}
pytestmark = pytest.mark.long


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor), personnel)


@pytest.fixture
def third(bureau, personnel) -> Road:
    for month in (3, 4, 5):
        bureau.found(None, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    row = SanctionProposal.objects.get(ladder=LadderCode.INSTITUTION, tier=3)
    return Road.of(row, personnel)


def write(road: Road, **said) -> None:
    with transaction.atomic():
        SanctionProposal.objects.filter(pk=road.proposal.pk).update(**said)


def refused(words: str, road: Road, **said) -> None:
    with pytest.raises((InternalError, IntegrityError), match=words):
        write(road, **said)


def test_nobody_dismisses_in_sql_without_a_name_and_a_reason_or_what_is_their_own(
    road, bureau, doctor
):
    road.put(M.COUNTY_BULLETIN)
    dismissed = {"state": S.DISMISSED, "end_why": WHY}
    himself = UserFactory(roles=[Role.LEADER], staff=doctor)
    colleague = UserFactory(roles=[Role.LEADER], institution=doctor.institution)
    refused("says why", road, state=S.DISMISSED, ended_by=road.leader)
    refused("says why", road, **dismissed)
    refused("put it forward does not end", road, **dismissed, ended_by=road.clerk)
    refused("handled a complaint", road, **dismissed, ended_by=bureau.head)
    for one in (himself, colleague):
        refused("himself or on his own unit", road, **dismissed, ended_by=one)
    refused("says_its_end_once_ended|Cannot update", road, ended_by=road.leader, end_why=WHY)

    write(road, **dismissed, ended_by=road.leader)
    for said in ({"end_why": "改"}, {"ended_by": road.signer}, MEETING):
        refused("Cannot update", road, **said)


def test_measures_are_lifted_in_sql_by_a_body_of_the_bureau_alone(road):
    road.to_effect(M.COUNTY_BULLETIN)
    Handling.objects.filter(proposal=road.proposal).update(ended_on=of(LATER))
    by = {"ended_by": road.leader, **LIFTED}
    refused("body of the bureau", road, **by)
    refused("body of the bureau", road, **by, end_organ=Organ.APPEAL_BODY, end_minutes_no="1")
    refused("body of the bureau", road, **by, end_organ=Organ.BUREAU_MEETING)
    refused("put it forward", road, **LIFTED, **MEETING, ended_by=road.clerk)
    write(road, **by, **MEETING)


def test_what_the_party_group_decides_nobody_else_ends_in_sql(third):
    by = {"ended_by": third.leader, "state": S.DISMISSED, "end_why": WHY}
    refused("party group decides", third, **by)
    third.put(*THIRD)
    refused("party group decides", third, **by, **MEETING)
    refused("party group decides", third, **by, end_organ=Organ.PARTY_GROUP)
    write(third, **by, **GROUP)


def test_nothing_that_holds_or_is_to_be_done_is_completed_in_sql(road, bureau, doctor):
    road.to_effect(M.COUNTY_BULLETIN)
    Handling.objects.filter(proposal=road.proposal).update(ended_on=of(LATER))
    refused("what was seen", road, state=S.COMPLETED)
    refused("still to be done", road, state=S.COMPLETED, end_why=WHY)

    for on in ("2027-03-02", "2027-04-02"):
        bureau.found(doctor, on)
    settle()
    bans = Road.of(
        SanctionProposal.objects.get(staff=doctor, tier=2, window_from="2027-01-01"), road.clerk
    )
    bans.to_effect(M.TITLE_PROMOTION_BAN)
    last = Measure.objects.get(proposal=bans.proposal).ends_on
    Handling.objects.filter(proposal=bans.proposal).update(ended_on=last)
    refused("still to be done", bans, state=S.COMPLETED, end_why=WHY)


def test_whoever_ends_something_stands_on_it_and_the_clock_is_nobody(road, third):
    road.step("dismiss_proposal", FRIDAY, by=road.leader, reason=WHY)
    ended = road.proposal
    assert (ended.ended_by, ended.end_organ, ended.end_why) == (road.leader, "", WHY)
    third.put(*THIRD)
    third.notice()
    third.hear()
    by = {"organ": Organ.PARTY_GROUP, "minutes_no": "安卫党组纪〔2026〕9号"}
    third.step("dismiss_proposal", FRIDAY, by=third.leader, reason=WHY, **by)
    ended = third.proposal
    assert (ended.end_organ, ended.end_minutes_no) == (Organ.PARTY_GROUP, by["minutes_no"])
