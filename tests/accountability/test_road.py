"""From a proposal to effect and end, through the services; and what the database refuses."""

from datetime import date

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from accountability.models import Handling, Measure, SanctionProposal
from accountability.rules.words import Document, Heard, MeasureCode, Organ, ProposalState
from accountability.services import RoadError
from accountability.services.road_acts import check_body
from bureau.models import Act, Notice, OfficialPaper
from bureau.rules import Role
from bureau.services import record_act
from complaints.selectors.joining import CHANGES_WHAT_COUNTS
from tests.accountability.conftest import settle
from tests.accountability.road import BASIS, FACTS, FRIDAY, LATER, MONDAY, WHY, Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory

S, M = ProposalState, MeasureCode


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    """The second tier of a doctor: no awards that year, no promotion for five years."""
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)


BOTH = (M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
BY_MEETING = {"organ": Organ.BUREAU_MEETING, "minutes_no": "安卫会纪〔2026〕41号"}


@pytest.mark.long
def test_the_whole_road_leads_to_effect_and_each_step_has_its_act(road):
    road.to_effect(*BOTH)

    handling = Handling.objects.get(proposal=road.proposal)
    award, title = road.proposal.measures.all()
    assert road.proposal.state == S.IN_EFFECT
    assert (handling.statement_due_on, handling.effect_from) == (of("2026-11-30"), of(LATER))
    assert (award.starts_on, award.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (title.starts_on, title.ends_on) == (of(FRIDAY), date(2031, 11, 26))
    acts = Act.objects.filter(object_no=road.proposal.no).order_by("pk")
    assert [one.verb for one in acts] == [
        "propose_measures", "put_forward_measures", "serve_notice", "hear_statement",
        "decide_measures", "serve_decision", "put_in_effect",
    ]  # fmt: skip
    texts = ["".join(one.content["body"]) for one in OfficialPaper.objects.order_by("drafted_at")]
    assert "（一）取消2026年度评先树优资格；（二）5年内不得晋升职称。" in texts[0]
    assert "自2026年11月27日起至2031年11月26日止" in texts[1]
    assert "提出陈述申辩，本局已予听取" in texts[1]
    assert not any(road.proposal.staff.name in one.title for one in OfficialPaper.objects.all())


@pytest.mark.long
def test_every_step_names_what_is_missing_before_it(road):
    def refused(step, *args, **said):
        with pytest.raises(RoadError) as caught:
            step(*args, **said)
        return str(caught.value)

    effect = ("put_in_effect", LATER)
    assert "put it forward" in refused(road.step, *effect)
    road.put(*BOTH)
    assert "notice is not served" in refused(road.step, *effect)
    assert "not signed yet" in refused(road.serve, Document.NOTICE)
    road.notice()
    assert "statement" in refused(road.step, *effect)
    assert "runs until 30 Nov 2026" in refused(road.step, "expire_statement", "2026-11-30")
    assert "what was stated" in refused(road.hear, said="")
    assert "between 23 Nov 2026" in refused(road.hear, "2026-11-20")
    road.step("expire_statement", LATER)
    assert "Nobody has decided" in refused(road.step, *effect)
    road.decide(LATER)
    assert "has no number" in refused(road.step, *effect)
    road.sign(Document.DECISION, LATER)
    assert "decision is not served" in refused(road.step, *effect)
    road.serve(Document.DECISION, LATER)
    road.step(*effect)
    road.step(*effect)
    assert Act.objects.filter(object_no=road.proposal.no, verb="put_in_effect").count() == 1


@pytest.mark.long
def test_who_put_it_forward_or_handled_what_counts_does_not_decide(road, bureau):
    road.put(*BOTH)
    road.notice()
    road.hear(heard=Heard.WAIVED, said="本人签字放弃")
    own = UserFactory(roles=[Role.LEADER])
    own.staff = road.proposal.staff
    for who, words in (
        (road.clerk, "You put this forward"),
        (bureau.clerk, "You handled a complaint"),
        (bureau.head, "You handled a complaint"),
        (own, "It is about you"),
    ):
        with pytest.raises(RoadError, match=words):
            road.decide(by=who)
        with pytest.raises(RoadError, match=words):
            road.step("dismiss_proposal", FRIDAY, by=who, reason="情节轻微，已当面致歉")

    handling = Handling.objects.get(proposal=road.proposal)
    entered = {
        "decided_on": of(FRIDAY), "holds_from": of(FRIDAY), "organ": "bureau_meeting",
        "minutes_no": "31", "opinion": WHY, "is_legal_reviewed": True, "is_free_of_ties": True,
        "decided_at": moment(FRIDAY),
    }  # fmt: skip
    rows = Handling.objects.filter(pk=handling.pk)
    with pytest.raises(InternalError, match="who ever put it forward"), transaction.atomic():
        rows.update(decided_by=road.clerk, **entered)
    with pytest.raises(InternalError, match="who handled a complaint"), transaction.atomic():
        rows.update(decided_by=bureau.head, **entered)
    with pytest.raises(IntegrityError, match="decided_whole"), transaction.atomic():
        rows.update(decided_by=road.leader, **{**entered, "is_legal_reviewed": False})
    rows.update(decided_by=road.leader, **entered)


@pytest.mark.long
@pytest.mark.parametrize("verb", CHANGES_WHAT_COUNTS)
def test_who_joined_parted_or_took_up_again_does_not_decide_in_the_database_either(road, verb):
    road.put(*BOTH)
    road.notice()
    road.hear(heard=Heard.WAIVED, said="本人签字放弃")
    counted = road.proposal.reached_by.case.no
    who, at = UserFactory(roles=[Role.LEADER]), moment(MONDAY)
    record_act(verb=verb, kind="case", no=counted, by=who, at=at)
    with pytest.raises(RoadError, match="You handled a complaint"):
        road.decide(by=who)
    entered = {
        "decided_on": of(FRIDAY), "holds_from": of(FRIDAY), "organ": "bureau_meeting",
        "minutes_no": "31", "opinion": WHY, "is_legal_reviewed": True, "is_free_of_ties": True,
        "decided_at": moment(FRIDAY),
    }  # fmt: skip
    rows = Handling.objects.filter(proposal=road.proposal)
    with pytest.raises(InternalError, match="who handled a complaint"), transaction.atomic():
        rows.update(decided_by=who, **entered)
    rows.update(decided_by=road.leader, **entered)


@pytest.mark.long
def test_whoever_may_decide_is_told_when_the_statement_is_in(road, bureau):
    road.put(*BOTH)
    road.notice()
    road.hear()
    told = Notice.objects.filter(subject_no=road.proposal.no, cause__startswith="to decide")
    assert {one.recipient for one in told} == {road.head, road.leader, road.signer}
    assert not any(road.proposal.staff.name in one.text for one in told)


@pytest.mark.long
def test_after_the_statement_it_is_never_heavier_but_may_be_lighter(road):
    road.put(M.TITLE_PROMOTION_BAN)
    road.notice()
    road.hear()
    for said, words in (
        ({"measures": {M.TITLE_PROMOTION_BAN: 61}}, "cannot be heavier"),
        ({"measures": {M.TITLE_PROMOTION_BAN: 60, M.AWARD_BAN: None}}, "cannot be heavier"),
        ({"measures": {}}, "dismiss the proposal"),
        ({"is_legal_reviewed": False}, "legality"),
        ({"is_free_of_ties": False}, "free of ties"),
        ({"minutes_no": " "}, "minutes"),
        ({"opinion": ""}, "reasons"),
        ({"holds_from": of(MONDAY)}, "before the decision"),
    ):
        with pytest.raises(RoadError, match=words):
            road.decide(**said)
    row = Measure.objects.filter(proposal=road.proposal)
    stands = {"stands": True, "starts_on": of(FRIDAY), "ends_on": of("2031-12-26")}
    with pytest.raises(IntegrityError, match="not_heavier"), transaction.atomic():
        row.update(decided_months=61, **stands)
    with pytest.raises(InternalError, match="neither added"), transaction.atomic():
        Measure.objects.create(proposal=road.proposal, position=2, code=M.AWARD_BAN)
    with pytest.raises(InternalError), transaction.atomic():
        row.update(months=72)

    road.decide(measures={M.TITLE_PROMOTION_BAN: 24})

    [one] = road.proposal.measures.all()
    assert (one.decided_months, one.ends_on) == (24, date(2028, 11, 26))


@pytest.mark.long
def test_the_database_lets_nothing_take_effect_out_of_turn(road):
    rows = SanctionProposal.objects.filter(pk=road.proposal.pk)
    for state in (S.UNDER_REVIEW, S.NOTICE_SERVED, S.DECIDED, S.SERVED, S.IN_EFFECT, S.COMPLETED):
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(state=state)
    road.put(*BOTH)
    road.notice()
    with pytest.raises(InternalError, match="makes a proposal statement"), transaction.atomic():
        rows.update(state=S.STATEMENT)
    with pytest.raises(IntegrityError, match="silence_only"), transaction.atomic():
        Handling.objects.filter(proposal=road.proposal).update(
            heard="expired", heard_on=of("2026-11-30")
        )
    with pytest.raises(InternalError), transaction.atomic():
        Handling.objects.filter(proposal=road.proposal).update(facts="另有他事")
    done = {"done_on": of(LATER), "done_by": "安卫通〔2026〕9号"}
    first = Measure.objects.filter(proposal=road.proposal, code=M.AWARD_BAN)
    with pytest.raises(InternalError, match="before the statement"), transaction.atomic():
        first.update(stands=True, starts_on=of(FRIDAY), **done)
    with pytest.raises(InternalError), transaction.atomic():
        road.proposal.services.update(receiver="他人")


@pytest.mark.long
def test_what_is_put_forward_has_measures_of_the_tier_facts_and_basis(road):
    for said, words in (
        ({"measures": ()}, "choose from the measures"),
        ({"measures": (M.PENDING_APPOINTMENT,)}, "choose from the measures"),
        ({"facts": "无"}, "facts and the evidence"),
        ({"basis": ""}, "legal basis"),
    ):
        with pytest.raises(RoadError, match=words):
            road.put(**{"measures": BOTH, **said})
    road.put(*BOTH)
    road.put(M.AWARD_BAN, facts=f"{FACTS}，另有家属证言")
    assert [one.code for one in road.proposal.measures.all()] == [M.AWARD_BAN]
    road.sign(Document.NOTICE)
    with pytest.raises(RoadError, match="drafted already"):
        road.put(*BOTH, basis=BASIS)


@pytest.mark.long
def test_carried_out_after_service_and_completed_when_all_is_over(road):
    road.to_effect(*BOTH)
    with pytest.raises(RoadError, match="between 1 Dec 2026"):
        road.step("carry_out_measure", LATER, code=M.AWARD_BAN, on=of(FRIDAY), by_what="评优名单")
    with pytest.raises(RoadError, match="not decided upon"):
        road.step(
            "carry_out_measure", LATER, code=M.COUNTY_BULLETIN, on=of(LATER), by_what="通报九"
        )
    road.step("carry_out_measure", LATER, code=M.AWARD_BAN, on=of(LATER), by_what="致医院人事科函")
    with pytest.raises(RoadError, match="holds until 31 Dec 2026"):
        road.step("complete_measures", "2026-12-31", reason="期满，单位已报评估")
    with pytest.raises(RoadError, match="holds until 26 Nov 2031"):
        road.step("complete_measures", "2027-01-04", reason="期满，单位已报评估")
    road.step("complete_measures", "2031-11-27", reason="期满，单位已报评估")
    assert road.proposal.state == S.COMPLETED
    assert Handling.objects.get(proposal=road.proposal).ended_on == date(2031, 11, 27)


@pytest.mark.long
def test_lifted_by_somebody_else_and_dismissed_after_the_statement(road):
    road.to_effect(*BOTH)
    with pytest.raises(RoadError, match="You put this forward"):
        road.step("lift_measures", LATER, reason="考核优秀，提前解除", **BY_MEETING)
    lift = {"by": road.leader, "reason": "考核优秀，提前解除", **BY_MEETING}
    with pytest.raises(RoadError, match="number of the minutes"):
        road.step("lift_measures", LATER, **{**lift, "minutes_no": " "})
    with pytest.raises(RoadError, match="party group has to decide"):
        check_body(Handling(needs_party_group=True), **BY_MEETING)
    road.step("lift_measures", LATER, **lift)
    assert road.proposal.state == S.LIFTED
    with pytest.raises(RoadError):
        road.step("put_in_effect", LATER)


@pytest.mark.long
def test_once_the_count_has_fallen_nothing_goes_on(road, bureau):
    road.put(*BOTH)
    road.notice()
    road.hear()
    bureau.overturn(bureau_case(road), road.proposal.staff, on=FRIDAY)
    with pytest.raises(RoadError, match="The findings changed just now"):
        road.decide()
    settle(at=moment(FRIDAY, 13))
    with pytest.raises(RoadError, match="The count has fallen"):
        road.decide()


def bureau_case(road):
    return road.proposal.reached_by.case


@pytest.mark.long
def test_the_third_time_of_an_institution_only_the_party_group_decides(bureau, personnel, township):
    for on in ("2026-03-02", "2026-04-02", "2026-05-06"):
        bureau.found(None, on, at=township)
    settle(at=moment("2026-11-20"))
    proposal = SanctionProposal.objects.get(institution=township, tier=3)
    road = Road.of(proposal, personnel)
    road.put(M.COUNTY_BULLETIN, M.PARTY_GROUP_DECISION)
    road.notice()
    road.hear(heard=Heard.WAIVED, said="书面放弃陈述")
    with pytest.raises(RoadError, match="party group"):
        road.decide()
    road.decide(organ=Organ.PARTY_GROUP)
    road.decision()
    road.step("put_in_effect", LATER)
    with pytest.raises(RoadError, match="not carried out yet"):
        road.step("complete_measures", LATER, reason="已经落实到位")
    road.bulletin()
    for code in (M.COUNTY_BULLETIN, M.PARTY_GROUP_DECISION):
        road.step("carry_out_measure", LATER, code=code, on=of(LATER), by_what="安卫通〔2026〕9号")
    road.step("complete_measures", LATER, reason="已经落实到位")
    assert proposal.state == S.COMPLETED
