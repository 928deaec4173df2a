"""Which body decides, and what a tier calls for: held by the database whatever the row says."""

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from accountability.models import Handling, Measure, Remedy, SanctionProposal
from accountability.rules.terms import KIND
from accountability.rules.words import LadderCode, MeasureCode, Organ, Outcome, RemedyKind
from bureau.models import RuleVersion
from bureau.rules import Role
from tests.accountability.conftest import ruled, settle
from tests.accountability.road import BASIS, FACTS, FRIDAY, LATER, MONDAY, WHY, Road, of
from tests.accountability.test_redress import answer, ask
from tests.complaints.conftest import moment
from tests.factories import UserFactory

M = MeasureCode
THIRD = (M.COUNTY_BULLETIN, M.PARTY_GROUP_DECISION)
pytestmark = pytest.mark.long


@pytest.fixture
def tiers(bureau, personnel) -> dict[int, Road]:
    for month in (3, 4, 5):
        bureau.found(None, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    rows = SanctionProposal.objects.filter(ladder=LadderCode.INSTITUTION)
    return {one.tier: Road.of(one, personnel) for one in rows}


@pytest.fixture
def doctors(bureau, doctor, personnel) -> Road:
    for month in (3, 4):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)


def refused(words, change, **said):
    with pytest.raises((InternalError, IntegrityError), match=words), transaction.atomic():
        change(**said)


def measure(road, code, months=None):
    Measure.objects.create(proposal=road.proposal, position=9, code=code, months=months)


def of_road(road):
    return Handling.objects.filter(proposal=road.proposal)


def entered(road, **said):
    return {
        "decided_on": of(FRIDAY), "holds_from": of(FRIDAY), "minutes_no": "31", "opinion": WHY,
        "is_legal_reviewed": True, "is_free_of_ties": True, "decided_at": moment(FRIDAY),
        "decided_by": road.leader, **said,
    }  # fmt: skip


def test_that_the_party_group_decides_is_not_switched_off_in_sql(tiers):
    third = tiers[3]
    third.put(*THIRD)
    refused("for the party group", of_road(third).update, needs_party_group=False)
    later = {"needs_party_group": False, "put_forward_at": moment(FRIDAY)}
    refused("for the party group", of_road(third).update, **later)
    put = {"facts": FACTS, "basis": BASIS, "put_forward_by": third.clerk}
    first = tiers[1].proposal
    refused(
        "for the party group", Handling.objects.create, proposal=third.proposal,
        needs_party_group=False, put_forward_at=moment(MONDAY), **put,
    )  # fmt: skip
    with transaction.atomic():
        Handling.objects.create(
            proposal=first, needs_party_group=False, put_forward_at=moment(MONDAY), **put
        )


def test_from_which_tier_it_decides_the_database_reads_in_the_rules_of_the_day(tiers):
    first = RuleVersion.objects.get(kind=KIND)
    RuleVersion.objects.create(
        kind=KIND, number=2, valid_from=of(MONDAY), values={**first.values, "party_group_from": 2},
        state="approved", approved_at=moment("2026-11-22"), source="局办公会",
        drafted_at=moment("2026-11-22"),
    )  # fmt: skip
    second = tiers[2]
    second.put(M.INTERVIEW_PRINCIPAL)
    assert of_road(second).get().needs_party_group
    refused("for the party group", of_road(second).update, needs_party_group=False)
    put = {"facts": FACTS, "basis": BASIS, "put_forward_by": second.clerk}
    with transaction.atomic():
        of_road(second).update(needs_party_group=False, put_forward_at=moment("2026-11-22"), **put)


def test_nothing_is_decided_in_sql_by_another_body_than_its_own(tiers):
    second = tiers[2]
    second.put(M.INTERVIEW_PRINCIPAL)
    second.notice()
    second.hear()
    by_meeting = entered(second, organ=Organ.APPEAL_BODY)
    refused("bureau decides first", of_road(second).update, **by_meeting)
    with transaction.atomic():
        of_road(second).update(**{**by_meeting, "organ": Organ.BUREAU_MEETING})
    third = tiers[3]
    third.put(*THIRD)
    third.notice()
    third.hear()
    by_meeting = entered(third, organ=Organ.BUREAU_MEETING)
    refused("party group", of_road(third).update, **by_meeting)
    with transaction.atomic():
        of_road(third).update(**{**by_meeting, "organ": Organ.PARTY_GROUP})


ANSWERED = {
    "state": "decided", "outcome": Outcome.REVOKED, "minutes_no": "1", "opinion": WHY,
    "decided_on": of("2026-12-28"), "decided_at": moment("2026-12-28"),
}  # fmt: skip


def test_the_party_group_answers_in_sql_too_what_is_its_own(tiers):
    third = tiers[3]
    third.put(*THIRD)
    third.notice()
    third.hear()
    third.decide(organ=Organ.PARTY_GROUP)
    third.decision()
    third.step("put_in_effect", LATER)
    ask(third)
    said = ANSWERED | {"decided_by": UserFactory(roles=[Role.LEADER])}
    rows = Remedy.objects.filter(proposal=third.proposal)
    refused("party group decides", rows.update, organ=Organ.BUREAU_MEETING, **said)
    refused("bureau's own", rows.update, organ=Organ.APPEAL_BODY, **said)
    with transaction.atomic():
        rows.update(organ=Organ.PARTY_GROUP, **said)


def test_a_review_is_the_bureaus_own_in_sql_and_an_appeal_is_not_its_meetings(doctors):
    other = UserFactory(roles=[Role.LEADER])
    said = ANSWERED | {"decided_by": other}
    doctors.to_effect(M.AWARD_BAN)
    rows = Remedy.objects.filter(proposal=doctors.proposal)
    ask(doctors)
    refused("bureau's own", rows.update, organ=Organ.APPEAL_BODY, **said)
    answer(doctors, Outcome.UPHELD, other)
    refused(
        "decides on no appeal", Remedy.objects.create, proposal=doctors.proposal,
        kind=RemedyKind.APPEAL, asked_on=of("2026-12-28"), asked_by="张医生", grounds=WHY,
        entered_by=doctors.clerk, entered_at=moment("2026-12-28"), organ=Organ.BUREAU_MEETING,
        **ANSWERED,
        decided_by=UserFactory(roles=[Role.LEADER]),
    )  # fmt: skip


def test_a_decision_is_written_into_what_was_put_forward(doctors):
    said = {"facts": FACTS, "basis": BASIS, "put_forward_by": doctors.clerk}
    said |= {"put_forward_at": moment(MONDAY), "needs_party_group": False}
    refused(
        "Cannot insert", Handling.objects.create, proposal=doctors.proposal, **said,
        decided_on=of(FRIDAY),
    )  # fmt: skip


def test_no_measure_is_written_in_sql_that_the_tier_of_a_person_does_not_call_for(doctors):
    for code in (M.INTERVIEW_DEPUTY, M.PENDING_APPOINTMENT, M.PARTY_GROUP_DECISION):
        refused("calls for no such measure", measure, road=doctors, code=code)
    measure(doctors, M.TITLE_PROMOTION_BAN, 60)


def test_no_measure_is_written_in_sql_that_the_tier_of_a_house_does_not_call_for(tiers):
    for road, code in (
        (tiers[3], M.PENDING_APPOINTMENT), (tiers[3], M.INTERVIEW_DEPUTY),
        (tiers[1], M.PARTY_GROUP_DECISION), (tiers[2], M.AWARD_BAN),
    ):  # fmt: skip
        refused("calls for no such measure", measure, road=road, code=code)
    measure(tiers[3], M.PARTY_GROUP_DECISION)


def test_beyond_the_ladder_nothing_but_the_party_groups_decision_is_written(
    bureau, doctor, personnel
):
    for month in (3, 4, 5, 6):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=4), personnel)
    road.put(M.PARTY_GROUP_DECISION)
    more = {"proposal": road.proposal, "position": 9, "code": M.PENDING_APPOINTMENT, "months": 12}
    refused("calls for no such measure", Measure.objects.create, **more)
    refused("for the party group", of_road(road).update, needs_party_group=False)


@pytest.mark.long
def test_beyond_the_ladder_nothing_but_a_longer_ban_is_written_where_the_rules_say_so(
    bureau, doctor, personnel
):
    ruled(bureau, LadderCode.STAFF, beyond="extend")
    for month in (3, 4, 5, 6):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=4), personnel)
    road.put(M.TITLE_PROMOTION_BAN)
    more = {"proposal": road.proposal, "position": 9, "code": M.PENDING_APPOINTMENT, "months": 12}
    refused("calls for no such measure", Measure.objects.create, **more)
    more |= {"code": M.PARTY_GROUP_DECISION, "months": None}
    refused("calls for no such measure", Measure.objects.create, **more)
