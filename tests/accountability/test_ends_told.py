"""That measures were dismissed after their notice, or lifted, is told in writing as they were."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import InternalError
from django.urls import reverse

from accountability import paper_kinds, road_wording
from accountability.models import SanctionProposal, Service
from accountability.papers import ending
from accountability.rules.road import Step
from accountability.rules.words import (
    Document,
    Heard,
    MeasureCode,
    Organ,
    Outcome,
    ServedBy,
)
from accountability.selectors import units
from accountability.selectors.obstacles import steps_of
from accountability.services import RoadError
from bureau.models import Act, Notice
from bureau.rules import Role
from tests.accountability.conftest import settle
from tests.accountability.road import FRIDAY, LATER, MONDAY, Road, of
from tests.accountability.test_redress import answer, ask
from tests.complaints.conftest import moment
from tests.factories import UserFactory

M = MeasureCode
BANS = (M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
WHY = "陈述成立，情节轻微"
SAID = ending.Ended(
    person="张医生", unit="县人民医院", told_no="安卫告〔2026〕1号", told_on=of(MONDAY), reason=WHY,
    on=of(FRIDAY),
)  # fmt: skip
MINUTES = {"organ": Organ.BUREAU_MEETING, "minutes_no": "安卫会纪〔2026〕41号"}


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)


@pytest.fixture
def officer(doctor):
    return UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=doctor.institution)


def dismissed(road) -> None:
    road.put(*BANS)
    road.notice()
    road.hear()
    road.step("dismiss_proposal", FRIDAY, by=road.leader, reason=WHY)


def serve(road, on=LATER):
    served = {"served_on": of(on), "way": ServedBy.IN_PERSON, "receiver": "张医生"}
    return road.step("serve_end", on, **served)


def test_the_papers_say_by_whom_why_and_what_was_told():
    heard = {"heard": Heard.RECEIVED, "heard_on": of(FRIDAY)}
    alone = ending.dismissal(SAID, **heard, bureau="安和县卫生健康局")
    assert "".join(alone.body) == (
        "本局于2026年11月23日向你送达拟处理告知书（安卫告〔2026〕1号）。你于2026年11月27日提出陈述申辩，"
        "本局已予听取。经本局研究，决定对你不予处理，该告知书所列的处理措施均不作出。"
        "理由：陈述成立，情节轻微。本告知书不改变对有关事实的调查认定。"
    )
    house = ending.Ended(
        person="", unit="县人民医院", told_no="安卫处〔2026〕1号", reason=WHY + "。",
        told_on=of(MONDAY), on=date(2027, 1, 4), **MINUTES,
    )  # fmt: skip
    lifted = ending.lifting(house, measures=["待聘一年"], bureau="安和县卫生健康局")
    assert lifted.addressees == "县人民医院"
    assert (
        "经2027年1月4日局长办公会（安卫会纪〔2026〕41号）研究，决定解除该处理决定，"
        "其中尚在执行的“待聘一年”自2027年1月4日起不再执行。理由：陈述成立，情节轻微。"
    ) in lifted.body


@pytest.mark.long
def test_dismissed_after_its_notice_it_is_told_in_writing_to_person_and_unit(
    road, officer, client, time_machine
):
    dismissed(road)
    assert Notice.objects.filter(cause=f"to tell of the end {road.proposal.no}").exists()
    assert Step.SERVE_END in steps_of(road.proposal)
    assert road_wording.in_work(road.proposal) == {Document.DISMISSAL}
    with pytest.raises(RoadError, match="not signed yet"):
        serve(road)
    paper = road.sign(Document.DISMISSAL, LATER)
    assert "陈述成立，情节轻微" in "".join(paper.content["body"])
    assert paper.number.text.startswith("安卫免")

    service = serve(road)
    assert serve(road) == service
    assert Act.objects.filter(verb="serve_end").count() == 1
    assert Step.SERVE_END not in steps_of(road.proposal)
    with pytest.raises(RoadError, match="no paper to draft"):
        paper_kinds.OF_ENDS[Document.DISMISSAL](road.clerk, road.proposal.no, of(LATER))

    told = units.told_to_unit(officer).get(pk=road.proposal.pk)
    assert service.paper in units.papers_to_unit(told, officer)
    time_machine.move_to(moment(LATER, 17))
    doctor = road.proposal.staff
    client.force_login(UserFactory(institution=doctor.institution, staff=doctor))
    page = client.get(reverse("accountability:own_proposal", args=[road.proposal.no]))
    assert paper.number.text in page.content.decode()
    at = reverse("accountability:own_paper", args=[road.proposal.no, "dismissal"])
    assert client.get(at).status_code == 200
    client.force_login(officer)
    page = client.get(reverse("accountability:unit_proposal", args=[road.proposal.no]))
    assert page.status_code == 200
    client.force_login(road.clerk)
    page = client.get(reverse("accountability:proposal", args=[road.proposal.no]))
    assert paper.number.text in page.content.decode()
    receipt = reverse("accountability:receipt", args=[road.proposal.no, "dismissal"])
    assert client.get(receipt).status_code == 200


@pytest.mark.long
def test_dismissed_before_any_notice_nobody_outside_is_told(road, officer):
    road.put(*BANS)
    road.step("dismiss_proposal", FRIDAY, by=road.leader, reason=WHY)
    assert not Notice.objects.filter(cause__startswith="to tell of the end").exists()
    assert Step.SERVE_END not in steps_of(road.proposal)
    assert not road_wording.in_work(road.proposal)
    with pytest.raises(RoadError, match="Nobody was told"):
        serve(road)
    assert not SanctionProposal.objects.visible_to(officer).exists()


@pytest.mark.long
def test_measures_are_lifted_by_a_paper_that_is_served(road):
    road.to_effect(*BANS)
    with pytest.raises(RoadError, match="Nobody was told"):
        serve(road)
    road.step("lift_measures", LATER, by=road.leader, reason="年度考核优秀", **MINUTES)
    paper = road.sign(Document.LIFTING, LATER)
    said = "".join(paper.content["body"])
    assert "“取消2026年度评先树优资格”“5年内不得晋升职称”自2026年12月1日起不再执行" in said
    assert "局长办公会（安卫会纪〔2026〕41号）研究" in said
    assert serve(road).document == Document.LIFTING
    assert set(road.proposal.services.values_list("document", flat=True)) == {
        Document.NOTICE, Document.DECISION, Document.LIFTING,
    }  # fmt: skip


@pytest.mark.long
def test_the_database_takes_no_service_of_an_end_that_is_there_no_more(road):
    road.to_effect(*BANS)
    road.step("lift_measures", LATER, by=road.leader, reason="年度考核优秀", **MINUTES)
    paper = road.sign(Document.LIFTING, LATER)
    ask(road)
    answer(road, Outcome.REVOKED, UserFactory(roles=[Role.LEADER]))
    with pytest.raises(RoadError, match="Nobody was told"):
        serve(road, "2026-12-30")
    said = {"way": ServedBy.IN_PERSON, "receiver": "张医生", "by": road.clerk}
    said |= {"proposal": road.proposal, "document": Document.LIFTING, "paper": paper}
    words = "an end is served once it is there"
    with pytest.raises(InternalError, match=words), transaction.atomic():
        Service.objects.create(served_on=of("2026-12-30"), at=moment("2026-12-30"), **said)
