"""Measures carried out: talks with their record and demands, bulletins, what a unit puts right."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from accountability import services
from accountability.models import Bulletin, Demand, Interview, SanctionProposal
from accountability.rules.carrying import Interviewed, Scope, Sheet, TalkKind
from accountability.rules.road import Step
from accountability.rules.words import LadderCode, MeasureCode, ProposalState
from accountability.selectors import carrying as selectors
from accountability.selectors.receipts import receipts_of
from accountability.services import RoadError
from bureau.models import Act, Attachment, Notice, OfficialPaper, Remit
from bureau.paper_kinds import paper_kind
from bureau.rules import LeaderKind, Role
from bureau.selectors import work_calendar
from bureau.services import appoint_leader, download_paper, draft_paper
from complaints.services import Complainant
from rectification.models import Item
from tests.accountability.conftest import settle
from tests.accountability.road import FACTS, LATER, Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory
from tests.rectification.conftest import PDF

M, W = MeasureCode, Interviewed
HELD = "2026-12-04"
pytestmark = pytest.mark.long


@pytest.fixture
def house(bureau, hospital, personnel) -> Road:
    """A hospital at its first tier, its decision served and in effect, its leaders named."""
    bureau.found(None, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(institution=hospital, tier=1), personnel)
    for kind, name in ((LeaderKind.HEAD, "陈院长"), (LeaderKind.DEPUTY, "王副院长")):
        appoint_leader(institution=hospital, kind=kind, name=name, from_on=date(2026, 1, 1),
                       by=None, at=moment("2026-01-01"))  # fmt: skip
    return road


def post(road, kind):
    return road.proposal.institution.posts.get(kind=kind)


def summons(road, **said):
    usual = {
        "whom": W.DEPUTY, "post": post(road, LeaderKind.DEPUTY), "reason": FACTS,
        "meets_at": moment("2026-12-03", 9), "place": "局二楼会议室", "interviewer": road.leader,
        "purpose": "指出问题，提出整改要求", "contact": "人事科 0796-1234567",
    }  # fmt: skip
    return services.Summons(**{**usual, **said})


def record(**said):
    usual = {
        "whom": W.DEPUTY, "held_on": of(HELD), "kind": TalkKind.ADMONISH, "recorder": "钱",
        "record": FACTS, "demands": ["全员服务培训", "门诊增设导医"], "due_on": date(2026, 12, 31),
        "position": "认识到位，限期整改", "signed": "王副院长、局领导、记录人",
        "files": [("签字页.pdf", PDF)],
    }  # fmt: skip
    return services.Record(**{**usual, **said})


def record_it(road, on=HELD, by=None, **said):
    more = {"by": by} if by else {}
    return road.step("record_talk", on, said=record(**said), calendar=work_calendar(), **more)


def refused(words, do, *given, **said):
    with pytest.raises(RoadError, match=words):
        do(*given, **said)


@pytest.fixture
def served(house) -> Road:
    house.to_effect(M.INTERVIEW_DEPUTY)
    return house


@pytest.fixture
def summoned(served) -> Road:
    """A deputy head summoned by letter."""
    served.sign(Sheet.SUMMONS, LATER, about=served.step("summon", LATER, said=summons(served)).no)
    return served


def test_before_the_decision_is_served_there_is_nothing_to_summon_for_in_sql_neither(house):
    refused("cannot be done now", house.step, "summon", "2026-11-23", said=summons(house))
    house.put(M.INTERVIEW_DEPUTY)
    with pytest.raises(InternalError, match="before it is served"), transaction.atomic():
        Interview.objects.create(
            no="YT-0", proposal=house.proposal, measure=house.proposal.measures.get(),
            post=post(house, LeaderKind.DEPUTY), name="王", reason="a", meets_at=moment(LATER),
            whom="deputy", place="b", interviewer=house.leader, purpose="c", contact="d",
            arranged_by=house.clerk, arranged_at=moment(LATER),
        )  # fmt: skip


def test_the_leader_of_the_tier_is_summoned_to_a_time_to_come_by_nobody_of_the_unit(
    served, hospital
):
    head = post(served, LeaderKind.HEAD)
    inside = UserFactory(institution=hospital, roles=[Role.HOSPITAL_OFFICER])
    refused("another leader", served.step, "summon", LATER, said=summons(served, post=head))
    refused("not decided|No interview", served.step, "summon", LATER,
            said=summons(served, whom=W.PRINCIPAL, post=head))  # fmt: skip
    refused("a time to come", served.step, "summon", LATER,
            said=summons(served, meets_at=moment("2026-11-30")))  # fmt: skip
    refused("own unit", served.step, "summon", LATER, said=summons(served, interviewer=inside))


def test_summoned_anew_it_is_the_same_talk_until_its_letter_is_drafted(served, hospital):
    stranger = UserFactory(roles=[Role.LEADER], institution=None)
    first = served.step("summon", LATER, said=summons(served))
    again = served.step("summon", LATER, said=summons(served, interviewer=stranger))
    assert (first.pk, again.no[:8]) == (again.pk, "YT-2026-")
    assert Notice.objects.filter(recipient=stranger, subject_no=served.proposal.no).exists()
    with pytest.raises(InternalError, match="leader whom"), transaction.atomic():
        Interview.objects.filter(pk=first.pk).update(post=post(served, LeaderKind.HEAD))

    letter = served.sign(Sheet.SUMMONS, LATER, about=first.no)

    assert letter.paper.letter
    assert list(letter.institutions.all()) == [hospital]
    refused("drafted already", served.step, "summon", LATER, said=summons(served))


def test_an_interview_is_not_carried_out_by_word_without_its_record(served):
    served.step("summon", LATER, said=summons(served))
    by_hand = {"code": M.INTERVIEW_DEPUTY, "on": of(LATER), "by_what": "已约谈"}
    refused("record of its interview", served.step, "carry_out_measure", LATER, **by_hand)
    with pytest.raises(InternalError, match="by its record"), transaction.atomic():
        served.proposal.measures.update(done_on=of(LATER), done_by="已约谈")
    refused("not carried out yet", served.step, "complete_measures", LATER,
            reason="已经落实到位")  # fmt: skip
    refused("not signed", record_it, served)


def test_a_record_says_what_is_demanded_until_when_on_which_day_and_who_signed(summoned):
    refused("at least one demand", record_it, summoned, demands=[])
    refused("until when", record_it, summoned, due_on=None)
    refused("between 1 Dec", record_it, summoned, held_on=of("2026-11-30"))
    refused("who signed", record_it, summoned, signed=" ")


def test_each_demand_of_a_record_is_one_item_and_recorded_twice_it_is_once(summoned, hospital):
    done = record_it(summoned)
    twice = record_it(summoned, "2026-12-05", demands=["另一项"], by=summoned.leader)

    assert twice == done
    items = Item.objects.filter(source="interview", source_no=done.no).order_by("source_part")
    assert [(one.problem, one.goal, one.state) for one in items] == [
        ("全员服务培训", "全员服务培训", "issued"), ("门诊增设导医", "门诊增设导医", "issued"),
    ]  # fmt: skip
    assert {one.due_on for one in items} == {date(2026, 12, 31)}
    assert {(one.institution, one.leader.name) for one in items} == {(hospital, "王副院长")}
    assert Demand.objects.count() == 2
    assert Attachment.objects.of("interview", done.no).count() == 1
    assert Act.objects.filter(verb="record_talk").count() == 1
    measure = summoned.proposal.measures.get()
    assert (measure.done_on, measure.done_by) == (of(HELD), done.no)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Interview.objects.update(position="改写"),
        lambda: Demand.objects.update(text="改写"),
        lambda: Demand.objects.all().delete(),
    ],
    ids=["the record", "a demand", "a demand taken out"],
)
def test_what_was_recorded_of_a_talk_stands(summoned, change):
    record_it(summoned)

    with pytest.raises(InternalError), transaction.atomic():
        change()


def test_minutes_and_page_name_the_items_and_the_measures_are_complete(
    summoned, client, time_machine
):
    done = record_it(summoned)
    items = Item.objects.filter(source="interview", source_no=done.no).order_by("source_part")
    minutes = summoned.sign(Sheet.MINUTES, HELD, about=done.no)
    assert items[0].no in str(minutes.content)
    time_machine.move_to(moment(HELD, 16))
    client.force_login(summoned.clerk)
    page = client.get(summoned.proposal.get_absolute_url()).content.decode()
    file = Attachment.objects.of("interview", done.no).get()
    address = reverse("accountability:talk_file", args=[summoned.proposal.no, file.pk])
    for words in (done.no, "王副院长", items[1].no, "安卫约〔2026〕1号", "签字页.pdf"):
        assert words in page
    answer = client.get(address)
    assert (b"".join(answer) if answer.streaming else answer.content) == PDF

    summoned.step("complete_measures", HELD, reason="约谈已完成，要求已入台账")
    assert summoned.proposal.state == ProposalState.COMPLETED


def charge(house, name="", departments=(), words=""):
    """Name another deputy, or nobody, and say what the deputies are in charge of."""
    hospital, at = house.proposal.institution, moment("2026-01-02")
    if name:
        appoint_leader(institution=hospital, kind=LeaderKind.DEPUTY, name=name,
                       from_on=date(2026, 1, 1), by=None, at=at)  # fmt: skip
    of = hospital.posts.filter(kind=LeaderKind.DEPUTY).latest("pk")
    remit = Remit.objects.create(post=of, words=words, from_on=date(2026, 1, 1))
    remit.departments.set(departments)
    return of


def test_the_deputy_in_charge_is_proposed_and_another_one_takes_a_word_of_why(served, client):
    own, day, said = post(served, LeaderKind.DEPUTY), of(LATER), summons(served)
    assert not selectors.in_charge_of(served.proposal, day)
    medical = charge(served, "李副院长", words="分管医疗、护理")
    assert list(selectors.in_charge_of(served.proposal, day)) == [medical]

    client.force_login(served.clerk)
    page = client.get(reverse("accountability:step", args=[served.proposal.no, "summon"]))
    assert "In charge of it by the unit&#x27;s table of leaders: 李副院长." in page.text
    assert f'<option value="{medical.pk}" selected>' in page.text
    refused("李副院长 is in charge", served.step, "summon", LATER, said=said)
    talk = served.step("summon", LATER, said=replace(said, post_why="李副院长外出学习"))
    assert (talk.post, talk.post_why) == (own, "李副院长外出学习")
    again = served.step("summon", LATER, said=replace(said, post=medical, enclosed="投诉汇总\n"))
    assert (again.pk, again.post, again.post_why) == (talk.pk, medical, "")
    assert served.sign(Sheet.SUMMONS, LATER, about=talk.no).content["attachments"] == ["投诉汇总"]


def test_nothing_is_recorded_without_its_signed_summons_by_page_service_or_sql(house, monkeypatch):
    house.to_effect(M.INTERVIEW_DEPUTY)
    talk = house.step("summon", LATER, said=summons(house))
    assert (
        selectors.obstacle(Step.RECORD_TALK, house.proposal, user=house.clerk, day=of(HELD))
        == "The summons to the interview is not signed yet."
    )
    refused("not signed", record_it, house)
    monkeypatch.setattr(selectors, "unrecordable", lambda talks: "")

    with pytest.raises(InternalError, match="by its signed summons"), transaction.atomic():
        record_it(house)

    house.sign(Sheet.SUMMONS, LATER, about=talk.no)
    assert record_it(house).held_on == of(HELD)


def test_a_bulletin_goes_out_after_service_with_patients_masked_and_tells_who_read_it(
    bureau, doctor, hospital, township, officer, personnel
):
    bureau.found(doctor, "2026-03-02", who=Complainant(name="赵明", patient="李小红"))
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    told = {"facts": "对李小红言语生硬，李小红的家属在场", "demands": "各单位引以为戒，开展自查"}
    road.put(M.COUNTY_BULLETIN)
    road.notice()
    road.hear()
    road.decide()
    refused("cannot be done now", road.step, "write_bulletin", "2026-11-27", scope=Scope.COUNTY,
            **told)  # fmt: skip
    road.decision()
    road.step("put_in_effect", LATER)
    refused("not signed", road.step, "carry_out_measure", LATER, code=M.COUNTY_BULLETIN,
            on=of(LATER), by_what="通报")  # fmt: skip
    with pytest.raises(RoadError, match="not written"):
        draft_paper(kind=paper_kind(Sheet.BULLETIN.value), about=road.proposal.no, by=road.clerk,
                    at=moment(LATER))  # fmt: skip

    road.bulletin(**told)

    written = Bulletin.objects.get()
    assert written.facts == "对李某某言语生硬，李某某的家属在场"
    paper = selectors.signed_sheet(Sheet.BULLETIN, road.proposal)
    assert {one.name for one in paper.institutions.all()} >= {hospital.name, township.name}
    assert paper in OfficialPaper.objects.visible_to(officer)
    assert paper.number.text.startswith("安卫通〔2026〕")
    refused("drafted already", road.step, "write_bulletin", LATER, scope=Scope.COUNTY, **told)

    assert {one.read_at for one in receipts_of(paper)} == {None}
    download_paper(paper=paper, form="pdf", by=officer, at=moment("2026-12-02"))
    Notice.objects.filter(recipient=officer, subject_no=str(paper.pk)).update(
        read_at=moment("2026-12-03")
    )
    read = {one.institution: one.read_at for one in receipts_of(paper)}
    assert read[hospital.name] == moment("2026-12-02")
    assert read[township.name] is None

    # Nothing signs a bulletin of what is not served: not by hand either.
    other = SanctionProposal.objects.exclude(pk=road.proposal.pk).first()
    with pytest.raises(InternalError, match="before the decision is served"), transaction.atomic():
        OfficialPaper.objects.create(
            kind=Sheet.BULLETIN.value, about=other.no if other else "ZZ-0", series=paper.series,
            section_code="personnel", title="x", content=paper.content, automatic=paper.content,
            state="signed", drafted_by=road.clerk, drafted_at=moment(LATER),
        )  # fmt: skip
    road.step("carry_out_measure", LATER, code=M.COUNTY_BULLETIN, on=of(LATER),
              by_what=paper.number.text)  # fmt: skip


def test_a_unit_is_ordered_once_to_put_right_what_showed_and_a_person_may_be_talked_with(
    house, bureau, doctor, personnel
):
    house.to_effect(M.INTERVIEW_DEPUTY)
    said = {
        "problem": "门诊服务态度差", "demand": "开展服务培训并考核", "due_on": date(2026, 12, 20),
        "leader": post(house, LeaderKind.HEAD), "calendar": work_calendar(),
    }  # fmt: skip
    item = house.step("order_rectification", LATER, **said)
    assert house.step("order_rectification", HELD, **said) == item
    assert (item.state, item.due_on, item.goal) == ("issued", date(2026, 12, 20), said["demand"])
    assert Act.objects.filter(verb="order_rectification").count() == 1
    other = house.step("order_rectification", HELD, **{**said, "problem": "投诉电话无人接听"})
    assert other != item
    assert other.problem == "投诉电话无人接听"

    bureau.found(doctor, "2026-05-02")
    settle(at=moment("2026-11-20"))
    mine = SanctionProposal.objects.get(staff=doctor, ladder=LadderCode.STAFF)
    road = Road.of(mine, personnel)
    road.to_effect(M.COUNTY_BULLETIN)
    talk = summons(house, whom=W.PERSON, post=None)
    assert road.step("summon", LATER, said=talk).name == str(doctor)
    road.sign(Sheet.SUMMONS, LATER, about=Interview.objects.get(whom="person").no)
    kept = record_it(road, whom=W.PERSON, demands=[], due_on=None, files=())
    assert kept.measure is None
    assert not kept.demands.exists()
