"""What a unit, and whoever it is about, are told of; and what neither of them is."""

import pytest
from django.urls import reverse

from accountability import services
from accountability.models import SanctionProposal
from accountability.rules.carrying import Interviewed, Sheet, masked
from accountability.rules.redress import APPEALS, ASKED, asked_by
from accountability.rules.words import Document, LadderCode, MeasureCode, ProposalState
from accountability.services import RoadError
from bureau.models import Attachment, Notice, OfficialPaper
from bureau.rules import LeaderKind, Role
from rectification.models import Item
from tests.accountability.conftest import settle
from tests.accountability.road import FRIDAY, LATER, MONDAY, Road, of
from tests.accountability.test_carrying import HELD, house, post, record_it, summons
from tests.complaints.conftest import moment
from tests.factories import UserFactory

__all__ = ["house"]
M = MeasureCode
BANS = (M.AWARD_BAN, M.TITLE_PROMOTION_BAN)


@pytest.mark.parametrize(
    ("text", "names", "told", "said"),
    [
        ("李红梅医生对患者李红说话生硬", ["李红"], "李红梅", "李红梅医生对患者李某说话生硬"),
        ("李红医生对患者李红梅说话生硬", ["李红梅"], "李红", "李红医生对患者李某某说话生硬"),
        ("李红医生对患者李红说话生硬", ["李红"], "李红", "李红医生对患者李红说话生硬"),
        ("患者张小红投诉", ["张小红"], "", "患者张某某投诉"),
    ],
)
def test_masking_a_patient_leaves_the_name_that_is_told(text, names, told, said):
    assert masked(text, names, but=told) == said


def test_people_appeal_and_an_institution_has_its_review():
    assert asked_by(LadderCode.STAFF) == asked_by(LadderCode.JOINT) == ASKED
    assert not APPEALS & set(asked_by(LadderCode.INSTITUTION))


@pytest.mark.long
def test_a_unit_is_told_nothing_of_what_an_accusation_adds_to(bureau, doctor, personnel, hospital):
    officer = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=hospital)
    bureau.found(doctor, "2026-03-02", is_accusation=True)
    bureau.found(doctor, "2026-04-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    assert not road.proposal.reached_by.case.is_accusation
    road.put(*BANS)
    paper = road.sign(Document.NOTICE)
    road.serve(Document.NOTICE)
    assert not SanctionProposal.objects.visible_to(officer).filter(staff=doctor).exists()
    assert not OfficialPaper.objects.visible_to(officer).filter(pk=paper.pk).exists()


@pytest.mark.long
def test_who_was_told_by_a_notice_reads_that_it_came_to_nothing(
    bureau, doctor, personnel, client, time_machine
):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.put(M.COUNTY_BULLETIN)
    road.notice()
    road.hear()
    road.step("dismiss_proposal", FRIDAY, by=road.leader, reason="陈述成立，情节轻微")
    time_machine.move_to(moment(FRIDAY, 17))
    client.force_login(UserFactory(institution=doctor.institution, staff=doctor))
    page = client.get(reverse("accountability:own_proposal", args=[road.proposal.no]))
    assert page.status_code == 200
    assert "Dismissed" in page.content.decode()


@pytest.mark.long
def test_the_lists_name_the_measures_told_and_those_decided_once_that_is_served(
    bureau, doctor, personnel, hospital, client
):
    officer = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=hospital)
    himself = UserFactory(institution=hospital, staff=doctor)
    bureau.found(doctor, "2026-03-02")
    bureau.found(doctor, "2026-04-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.put(*BANS)
    road.notice()
    road.hear()

    def named():
        for user, page in ((officer, "unit"), (himself, "own")):
            client.force_login(user)
            text = client.get(reverse(f"accountability:{page}")).text
            yield [("No awards of that year" in text), ("No promotion in title" in text)]

    assert list(named()) == [[True, True]] * 2
    road.decide(measures={M.AWARD_BAN: None})
    assert list(named()) == [[True, True]] * 2  # nobody is told before it is served
    road.decision()
    assert list(named()) == [[True, False]] * 2


@pytest.mark.long
def test_silence_that_was_noted_opens_no_door_for_a_late_statement(
    bureau, doctor, personnel, time_machine
):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.put(M.COUNTY_BULLETIN)
    road.notice(MONDAY)
    himself = UserFactory(institution=doctor.institution, staff=doctor)
    services.end_terms(at=moment("2026-12-02"))
    road.proposal.refresh_from_db()
    assert road.proposal.state == ProposalState.STATEMENT
    with pytest.raises(RoadError, match="ended on 30 Nov 2026"):
        services.state_oneself(
            proposal=road.proposal, said="迟到的陈述", files=(), by=himself,
            at=moment("2026-12-20"),
        )  # fmt: skip


@pytest.mark.long
def test_by_no_talk_does_a_unit_learn_of_an_accusation(house, bureau, doctor, personnel, hospital):
    officer = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=hospital)
    bureau.found(doctor, "2026-05-02", is_accusation=True)
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.to_effect(M.COUNTY_BULLETIN)
    before = Notice.objects.filter(recipient=officer).count()

    called = {"whom": Interviewed.PERSON, "post": None}
    talk = road.step("summon", LATER, said=summons(house, **called))
    road.sign(Sheet.SUMMONS, LATER, about=talk.no)
    with pytest.raises(RoadError, match="would read of an accusation"):
        record_it(road, whom=Interviewed.PERSON)
    with pytest.raises(RoadError, match="would read of an accusation"):
        road.step(
            "order_rectification", LATER, problem="服务态度差", demand="培训", calendar=None,
            due_on=of("2026-12-20"), leader=post(house, LeaderKind.HEAD),
        )  # fmt: skip
    record_it(road, whom=Interviewed.PERSON, demands=[], due_on=None)
    road.sign(Sheet.MINUTES, HELD, about=talk.no)

    kinds = [Sheet.SUMMONS, Sheet.MINUTES]
    assert OfficialPaper.objects.filter(kind__in=kinds).count() == 2
    assert not OfficialPaper.objects.visible_to(officer).filter(kind__in=kinds).exists()
    assert not Attachment.objects.filter(institution=hospital).exists()
    assert not Item.objects.visible_to(officer).exists()
    assert Notice.objects.filter(recipient=officer).count() == before
