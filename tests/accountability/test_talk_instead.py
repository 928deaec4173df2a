"""A talk held by a section, decided instead of the first bulletin about a person."""

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from accountability import services
from accountability.api.faces import proposal_face
from accountability.models import Handling, Interview, Measure, SanctionProposal
from accountability.rules.carrying import Interviewed, Sheet
from accountability.rules.road import may_talk_instead
from accountability.rules.words import Document, LadderCode, MeasureCode, ProposalState
from accountability.services import RoadError
from bureau.models import OfficialPaper
from bureau.rules import Role
from tests.accountability.conftest import ruled, settle
from tests.accountability.road import FRIDAY, LATER, MONDAY, Road, of
from tests.accountability.test_carrying import record_it
from tests.complaints.conftest import moment
from tests.factories import UserFactory

M, L = MeasureCode, LadderCode
TALK, BULLETIN = {M.DEPARTMENT_TALK: None}, {M.COUNTY_BULLETIN: None}
WHY = "情节轻微，当事人已当面道歉"


@pytest.fixture
def first(bureau, doctor, personnel) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor), personnel)


def heard(road: Road, **said) -> Road:
    road.put(M.COUNTY_BULLETIN, **said)
    road.notice()
    road.hear()
    return road


def called(road: Road) -> services.Summons:
    return services.Summons(
        whom=Interviewed.PERSON, post=None, reason=WHY, meets_at=moment("2026-12-03", 9),
        place="局二楼会议室", interviewer=road.leader, purpose="提醒改进服务态度", contact="人事科",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ladder", "tier", "told", "is_on", "may"),
    [
        (L.STAFF, 1, {M.COUNTY_BULLETIN}, True, True),
        (L.STAFF, 1, {M.COUNTY_BULLETIN}, False, False),
        (L.STAFF, 2, {M.COUNTY_BULLETIN}, True, False),
        (L.STAFF, 1, {M.AWARD_BAN}, True, False),
        (L.INSTITUTION, 1, {M.COUNTY_BULLETIN}, True, False),
    ],
)
def test_a_talk_takes_the_place_of_a_persons_first_bulletin_alone(ladder, tier, told, is_on, may):
    assert may_talk_instead(ladder, tier, told=told, is_on=is_on) is may


@pytest.mark.long
def test_where_the_bulletin_stays_no_reason_for_a_talk_stands_in_the_decision(first):
    road = heard(first, talk_advice=WHY)
    handling = road.decide(measures=BULLETIN, talk_reason=WHY)
    road.sign(Document.DECISION, FRIDAY)

    assert handling.talk_reason == ""
    said = "".join(OfficialPaper.objects.latest("drafted_at").content["body"])
    assert "提醒谈话" not in said


@pytest.mark.long
def test_a_talk_is_decided_with_its_reason_and_held_and_no_bulletin_goes_out(first):
    road = heard(first, talk_advice=WHY)
    for words, said in (
        ("why a talk is enough", {"measures": TALK}),
        ("never both", {"measures": TALK | BULLETIN, "talk_reason": WHY}),
    ):
        with pytest.raises(RoadError, match=words):
            road.decide(**said)
    assert list(road.proposal.measures.values_list("code", flat=True)) == [M.COUNTY_BULLETIN]

    road.decide(measures=TALK, talk_reason=WHY)
    road.decision()
    road.step("put_in_effect", LATER)

    stands = dict(road.proposal.measures.values_list("code", "stands"))
    assert stands == {M.COUNTY_BULLETIN: False, M.DEPARTMENT_TALK: True}
    said = "".join(OfficialPaper.objects.latest("drafted_at").content["body"])
    assert "由本局有关科室进行提醒谈话，不再通报批评。" in said
    assert f"改为提醒谈话的理由：{WHY}。" in said
    with pytest.raises(RoadError, match="No bulletin was decided upon"):
        road.bulletin()
    with pytest.raises(RoadError, match="not carried out yet"):
        road.step("complete_measures", LATER, reason="已经谈话完毕")
    with pytest.raises(InternalError, match="by its record"), transaction.atomic():
        road.proposal.measures.filter(stands=True).update(done_on=of(LATER), done_by="口头")

    talk = road.step("summon", LATER, said=called(road))
    road.sign(Sheet.SUMMONS, LATER, about=talk.no)
    kept = record_it(road, whom=Interviewed.PERSON, demands=[], due_on=None, files=())
    assert kept.measure.code == M.DEPARTMENT_TALK
    road.step("complete_measures", "2026-12-05", reason="已经谈话完毕")
    assert road.proposal.state == ProposalState.COMPLETED


@pytest.mark.long
def test_the_database_lets_no_talk_stand_beside_the_bulletin_nor_be_added_later(first):
    road = heard(first)
    talk = {"proposal": road.proposal, "position": 2, "code": M.DEPARTMENT_TALK}
    added = Measure.objects.create(**talk)
    with pytest.raises(InternalError, match="never both"), transaction.atomic():
        road.proposal.measures.update(stands=True, starts_on=of(FRIDAY))
    with (
        pytest.raises(InternalError, match="neither added to nor taken from"),
        transaction.atomic(),
    ):
        added.delete()
    road.decide(measures=BULLETIN)
    talk |= {"position": 3}
    with pytest.raises(InternalError, match="takes the place of"), transaction.atomic():
        Measure.objects.create(**talk)


@pytest.mark.long
def test_where_the_rules_have_it_off_neither_is_it_recommended_nor_decided(
    bureau, doctor, personnel
):
    ruled(bureau, L.STAFF, tier1_requires_decision=0)
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    with pytest.raises(RoadError, match="takes the place of the first bulletin"):
        road.put(M.COUNTY_BULLETIN, talk_advice=WHY)
    heard(road)
    with pytest.raises(RoadError, match="takes the place of the first bulletin"):
        road.decide(measures=TALK, talk_reason=WHY)


@pytest.mark.long
def test_the_page_recommends_it_and_who_decides_reads_why(first, client, time_machine):
    time_machine.move_to(moment(MONDAY, 16))
    heard_on = heard(first, talk_advice=WHY)
    time_machine.move_to(moment(FRIDAY, 16))
    client.force_login(heard_on.leader)
    address = reverse("accountability:step", args=[first.proposal.no, "decide"])
    asked = client.get(address).content.decode()
    assert "Talk held by a section, instead of the bulletin" in asked
    assert WHY in asked
    given = {
        "organ": "bureau_meeting", "minutes_no": "安卫会纪〔2026〕31号", "on": FRIDAY,
        "holds_from": FRIDAY, "measures": [M.DEPARTMENT_TALK.value], "talk_reason": WHY,
        "opinion": "事实清楚，情节轻微", "is_legal_reviewed": "on", "is_free_of_ties": "on",
    }  # fmt: skip

    assert client.post(address, given).status_code == 302

    assert Handling.objects.get(proposal=first.proposal).talk_reason == WHY
    assert WHY in client.get(first.proposal.get_absolute_url()).content.decode()
    assert not Interview.objects.exists()


@pytest.mark.long
def test_a_talk_is_told_by_the_decision_and_by_nothing_before_it(first, doctor, hospital, client):
    officer = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=hospital)
    himself = UserFactory(institution=hospital, staff=doctor)
    road = heard(first, talk_advice=WHY)
    road.decide(measures=TALK, talk_reason=WHY)
    no = road.proposal.no

    def talks_told():
        for user, page in ((himself, "own"), (officer, "unit")):
            client.force_login(user)
            addresses = [reverse(f"accountability:{page}"),
                         reverse(f"accountability:{page}_proposal", args=[no])]  # fmt: skip
            yield from ("Talk" in client.get(one).text for one in addresses)
        found = SanctionProposal.objects.get(no=no)
        yield any(one["measure"] == M.DEPARTMENT_TALK for one in proposal_face(found)["measures"])

    assert list(talks_told()) == [False] * 5
    road.decision()
    assert list(talks_told()) == [True] * 5
