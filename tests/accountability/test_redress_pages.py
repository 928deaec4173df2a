"""Asked for again and taken back on the proposal's page; and two who answer at once."""

from functools import partial

import pytest
from django.urls import reverse

from accountability import services
from accountability.models import Remedy, SanctionProposal
from accountability.rules.words import (
    LadderCode,
    MeasureCode,
    Organ,
    Outcome,
    ProposalState,
    RemedyKind,
    RemedyState,
)
from accountability.selectors.evidence import evidence
from accountability.services import RoadError
from bureau.models import Act
from bureau.rules import Role
from tests.accountability.conftest import employed, ruled, settle
from tests.accountability.road import Road, of
from tests.complaints.conftest import moment
from tests.complaints.races import at_once
from tests.factories import UserFactory

ON = "2026-12-20"
GROUNDS = "处理过重，事发当日连续值班三十小时"
BODY = {"organ": "bureau_meeting", "minutes_no": "安卫会纪〔2026〕40号", "on": ON,
        "opinion": "复核认为事实清楚，程序合法"}  # fmt: skip


def press(client, proposal, name, by, **given):
    client.force_login(by)
    address = reverse("accountability:step", args=[proposal.no, name])
    answer = client.post(address, given)
    proposal.refresh_from_db()
    return answer


def page(client, proposal, by):
    client.force_login(by)
    return client.get(proposal.get_absolute_url()).content.decode()


@pytest.mark.long
def test_reviews_and_taking_back_are_walked_on_the_pages(
    bureau, doctor, personnel, client, time_machine
):
    case = bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.to_effect(MeasureCode.COUNTY_BULLETIN)
    time_machine.move_to(moment(ON, 16))
    assert "Note a review or an appeal" in page(client, road.proposal, road.clerk)
    given = {"asked_on": ON, "asked_by": "张医生", "grounds": GROUNDS}
    assert press(client, road.proposal, "ask-again", road.clerk, **given).status_code == 302
    shown = page(client, road.proposal, road.leader)
    assert GROUNDS in shown
    assert "You decided this before" in shown
    board = client.get(reverse("accountability:board")).content.decode()
    assert "Review pending" in board
    third = UserFactory(roles=[Role.LEADER])
    client.force_login(third)
    lift = client.get(reverse("accountability:step", args=[road.proposal.no, "lift"]))
    assert lift.status_code == 200
    said = {"outcome": "upheld", "measures": [MeasureCode.COUNTY_BULLETIN.value], **BODY}
    press(client, road.proposal, "answer", road.leader, **said)
    assert Remedy.objects.get().state == RemedyState.RECEIVED
    assert press(client, road.proposal, "answer", third, **said).status_code == 302
    shown = page(client, road.proposal, road.clerk)
    assert "Draft: Decision on the review" in shown
    assert "upheld" in shown

    bureau.overturn(case, doctor, on=ON)
    settle(at=moment(ON, 15))
    back = SanctionProposal.objects.get(kind="revoke", staff=doctor)
    assert "Put forward to take it back" in page(client, back, road.clerk)
    assert press(client, back, "put-back", road.clerk, grounds="已认定不属实").status_code == 302
    assert press(client, back, "take-back", third, **BODY).status_code == 200
    fourth = UserFactory(roles=[Role.LEADER])
    assert press(client, back, "take-back", fourth, **BODY).status_code == 302
    road.proposal.refresh_from_db()
    assert (back.state, road.proposal.state) == (ProposalState.DECIDED, ProposalState.REVOKED)
    assert "Draft: Decision to take back" in page(client, back, road.clerk)
    assert "holds no more from" in page(client, road.proposal, road.clerk)


def answered(road, who, no):
    made = services.Answer(
        outcome=Outcome.REVOKED, organ=Organ.PARTY_GROUP, minutes_no=no, on=of(ON),
        opinion="情节轻微，撤销原处理", left={},
    )  # fmt: skip
    try:
        services.answer_remedy(proposal=road.proposal, answer=made, by=who, at=moment(ON, 16))
    except RoadError:
        return False
    return True


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_instant_one_stands(bureau, personnel):
    others = [UserFactory(roles=[Role.LEADER]) for _n in range(2)]
    for _round in range(5):
        staff = employed(bureau.hospital)
        bureau.found(staff, "2026-03-02")
        settle(at=moment("2026-11-20"))
        road = Road.of(SanctionProposal.objects.get(staff=staff), personnel)
        road.to_effect(MeasureCode.COUNTY_BULLETIN)
        asked = {"kind": RemedyKind.REVIEW, "asked_on": of(ON), "asked_by": "本人"}
        road.step("ask_again", ON, grounds=GROUNDS, **asked)

        taken = at_once(*(partial(answered, road, who, str(who.pk)) for who in others))

        remedy = Remedy.objects.get(proposal=road.proposal)
        assert sorted(taken) == [False, True]
        assert remedy.minutes_no == str(remedy.decided_by_id)
        acts = Act.objects.filter(object_no=road.proposal.no, verb="answer_remedy")
        assert acts.count() == 1
        assert remedy.restorations.count() == 1


@pytest.mark.long
@pytest.mark.parametrize("counts_on", [1, 0])
def test_under_review_it_brings_a_further_tier_as_the_rules_say(
    bureau, doctor, personnel, client, time_machine, counts_on
):
    ruled(bureau, count_under_appeal=counts_on)
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    tier = SanctionProposal.objects.get(staff=doctor)
    road = Road.of(tier, personnel)
    road.to_effect(MeasureCode.COUNTY_BULLETIN)
    time_machine.move_to(moment(ON, 16))
    given = {"asked_on": ON, "asked_by": "张医生", "grounds": GROUNDS}
    press(client, tier, "ask-again", road.clerk, **given)

    bureau.found(doctor, "2026-04-02")
    settle(at=moment(ON, 17))

    def rows():
        tiers = SanctionProposal.objects.filter(staff=doctor).order_by("tier")
        return list(tiers.values_list("tier", "state"))

    assert rows() == [(1, "in_effect"), (2, "proposed")][: 1 + counts_on]
    lines = evidence(LadderCode.STAFF, doctor.pk, user=personnel)
    assert [(one.is_appealed, one.waits) for one in lines] == [
        (True, not counts_on),
        (False, False),
    ]
    assert page(client, tier, road.clerk).count("Brings no further tier") == 1 - counts_on
    said = {"outcome": "upheld", "measures": [MeasureCode.COUNTY_BULLETIN.value], **BODY}
    press(client, tier, "answer", UserFactory(roles=[Role.LEADER]), **said)
    settle(at=moment(ON, 18))
    assert rows() == [(1, "in_effect"), (2, "proposed")]
    assert settle(at=moment(ON, 19)) == 0


@pytest.mark.long
def test_what_counts_says_that_its_measure_is_looked_at_again_until_it_is_answered(
    bureau, doctor, personnel, client, time_machine
):
    first, _later = (bureau.found(doctor, on) for on in ("2026-03-02", "2026-04-02"))
    settle(at=moment("2026-11-20"))
    tier = SanctionProposal.objects.get(staff=doctor, tier=1)
    road = Road.of(tier, personnel)
    road.to_effect(MeasureCode.COUNTY_BULLETIN)
    time_machine.move_to(moment(ON, 16))

    def flagged(by=personnel):
        lines = evidence(LadderCode.STAFF, doctor.pk, user=by)
        return [one.case for one in lines if one.is_appealed]

    assert flagged() == []
    given = {"asked_on": ON, "asked_by": "张医生", "grounds": GROUNDS}
    press(client, tier, "ask-again", road.clerk, **given)
    assert flagged() == [first]
    assert sum(one.weight for one in evidence(LadderCode.STAFF, doctor.pk, user=personnel)) == 200
    assert page(client, tier, road.clerk).count("Under review or appeal") == 1
    said = {"outcome": "upheld", "measures": [MeasureCode.COUNTY_BULLETIN.value], **BODY}
    press(client, tier, "answer", UserFactory(roles=[Role.LEADER]), **said)
    assert Remedy.objects.get().state == RemedyState.DECIDED
    assert flagged() == []
