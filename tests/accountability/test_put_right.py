"""What is put right after a review or an appeal: only what fell, each time with its own paper."""

from datetime import date

import pytest
from django.urls import reverse

from accountability.models import Measure, Restoration, SanctionProposal
from accountability.papers import redress as papers
from accountability.rules.carrying import Scope
from accountability.rules.effects import Purpose, obstacle
from accountability.rules.words import (
    Document,
    LadderCode,
    MeasureCode,
    Organ,
    Outcome,
    RemedyKind,
    Task,
)
from accountability.selectors import redress as selectors
from accountability.selectors import units
from accountability.selectors.effects import imposed_on
from accountability.services import RoadError
from bureau.models import Notice, OfficialPaper, User
from bureau.paper_kinds import paper_kind
from bureau.rules import Role
from bureau.services import BureauError, draft_paper, review_paper, send_paper, void_paper
from tests.accountability.conftest import settle
from tests.accountability.road import LATER, Road, of
from tests.accountability.test_papers_read_back import BUREAU, answered
from tests.accountability.test_redress import BOTH, answer, ask, serve, take_back, taken_back
from tests.complaints.conftest import moment
from tests.factories import UserFactory

M, Came = MeasureCode, Outcome
pytestmark = pytest.mark.long


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.to_effect(*BOTH)
    ask(road)
    return road


def revoke_on_appeal(road):
    """Have the first answer served, and everything revoked on appeal."""
    serve(road, Document.REVIEW, "serve_answer", "2026-12-29")
    ask(road, RemedyKind.APPEAL, "2027-01-10")
    last = UserFactory(roles=[Role.LEADER])
    answer(road, Came.REVOKED, last, "2027-01-20", organ=Organ.APPEAL_BODY)


@pytest.fixture
def other(db):
    return UserFactory(roles=[Role.LEADER])


def tasks():
    return list(Restoration.objects.order_by("pk").values_list("task", flat=True))


def body(paper):
    return "\n".join(paper.content["body"])


def test_of_a_ban_made_shorter_the_unit_is_told_the_new_last_day_and_not_its_end(road, other):
    answer(road, Came.VARIED, other, left={M.AWARD_BAN: None, M.TITLE_PROMOTION_BAN: 24})

    assert tasks() == [Task.SHORTER_TERM, Task.LATER_TIERS]
    said = body(road.sign(Document.RESTORATION, "2026-12-29"))
    assert "（一）“不得晋升职称”的执行期限缩短，执行至2028年11月26日止。" in said
    assert "解除" not in said


def test_what_falls_beside_a_shorter_ban_is_given_back(road, other):
    answer(road, Came.VARIED, other, left={M.TITLE_PROMOTION_BAN: 24})

    assert tasks() == [Task.AWARDS, Task.SHORTER_TERM, Task.LATER_TIERS]
    said = body(road.sign(Document.RESTORATION, "2026-12-29"))
    assert "恢复2026年度评先树优资格" in said
    assert "解除" not in said


def test_an_award_ban_left_out_after_its_year_keeps_from_no_award_of_it(road, other):
    answer(road, Came.VARIED, other, on="2027-01-08", left={M.TITLE_PROMOTION_BAN: 60})

    award = Measure.objects.get(proposal=road.proposal, code=M.AWARD_BAN)
    assert (award.ceased_on, award.holds_until) == (date(2027, 1, 8), date(2026, 12, 31))
    [held] = imposed_on(LadderCode.STAFF, [road.proposal.staff_id]).values()
    asked = [date(2027, 1, 7), date(2027, 2, 1)]
    kept = [obstacle(held, Purpose.AWARD, day=day, year=2026) for day in asked]
    assert [bool(one) for one in kept] == [True, False]
    serve(road, Document.REVIEW, "serve_answer", "2027-01-08")
    assert "撤销“取消2026年度评先树优资格”" in body(OfficialPaper.objects.get(kind=Document.REVIEW))


def put_right(road, task, on):
    said = "已书面通知县医院人事科"
    return road.step("restore", on, task=task, on=of(on), said=said)


def test_what_an_appeal_adds_is_put_right_with_a_paper_of_its_own(road, other, client):
    answer(road, Came.VARIED, other, left={M.TITLE_PROMOTION_BAN: 60})
    first = road.sign(Document.RESTORATION, "2026-12-29")
    put_right(road, Task.AWARDS, "2026-12-29")
    revoke_on_appeal(road)

    with pytest.raises(RoadError, match="None of the papers"):
        put_right(road, Task.BAN_REMOVED, "2027-01-21")
    with pytest.raises(RoadError, match="Nothing is to be put right by this paper"):
        road.sign(Document.RESTORATION, "2027-01-21")
    about = f"{road.proposal.no}.2"
    client.force_login(road.clerk)
    assert f'value="{about}"' in client.get(road.proposal.get_absolute_url()).content.decode()
    second = road.sign(Document.RESTORATION, "2027-01-21", about)
    assert (second.pk != first.pk, "解除不得晋升职称的限制" in body(second)) == (True, True)
    assert put_right(road, Task.BAN_REMOVED, "2027-01-21").paper == second
    assert not selectors.open_tasks(road.proposal)
    page = client.get(road.proposal.get_absolute_url()).content.decode()
    assert all(reverse("bureau:paper", args=[one.pk]) in page for one in (first, second))


def test_papers_of_a_second_decision_are_read_by_whom_the_proposal_is_shown(road, other, township):
    answer(road, Came.VARIED, other, left={M.TITLE_PROMOTION_BAN: 60})
    revoke_on_appeal(road)
    paper = road.sign(Document.RESTORATION, "2027-01-21", f"{road.proposal.no}.2")
    officer = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=township)
    seen = [
        OfficialPaper.objects.visible_to(one).filter(pk=paper.pk) for one in (road.clerk, officer)
    ]
    assert [one.exists() for one in seen] == [True, False]


def test_a_draft_that_a_later_decision_overtook_does_not_go_out(road, other):
    answer(road, Came.VARIED, other, left={M.AWARD_BAN: None, M.TITLE_PROMOTION_BAN: 24})
    at = {"by": road.clerk, "at": moment("2026-12-29", 14)}
    kind = paper_kind(Document.RESTORATION.value)
    draft = draft_paper(kind=kind, about=road.proposal.no, **at)
    send_paper(paper=draft, **at)
    revoke_on_appeal(road)

    with pytest.raises(BureauError, match="decided on again since"):
        review_paper(paper=draft, by=road.head, at=moment("2027-01-21"))


def test_what_was_only_noticed_is_taken_back_as_a_notice(bureau, doctor, personnel, other):
    case = bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    first = Road.of(SanctionProposal.objects.get(staff=doctor, tier=1), personnel)
    first.put(M.COUNTY_BULLETIN)
    first.notice()
    bureau.overturn(case, doctor, on="2026-11-27")
    settle(at=moment("2026-11-27", 14))
    back = taken_back(first, "revoke")
    take_back(back, other)

    said = body(back.sign(Document.REVOCATION, LATER))
    no = OfficialPaper.objects.get(kind=Document.NOTICE).number.text
    assert f"本局2026年11月23日送达的拟处理告知书（{no}）" in said
    assert "决定撤销该告知书，不再作出处理。" in said
    assert not {one for one in ("处理决定", "未送达", "已经执行") if one in said}


@pytest.mark.parametrize(
    ("kind", "outcome", "fate"),
    [
        (RemedyKind.REVIEW, Came.VARIED, "变更"),
        (RemedyKind.APPEAL, Came.REVOKED, "撤销"),
        (RemedyKind.GROUND, Came.VARIED, "撤销"),
    ],
)
def test_a_correction_says_what_became_of_the_decision(kind, outcome, fate):
    said = answered(kind, outcome)
    for paper in (
        papers.correction(said, bulletin="", scope=Scope.SAME_KIND, bureau=BUREAU),
        papers.restoration(said, [Task.AWARDS], bureau=BUREAU),
    ):
        assert f"已于2026年12月28日{fate}，" in paper.body[0]


@pytest.mark.parametrize(
    ("scope", "readers"),
    [(Scope.COUNTY, "各医疗卫生机构"), (Scope.SAME_KIND, "各同类医疗卫生机构")],
)
def test_a_correction_goes_to_whoever_the_bulletin_went_to(scope, readers):
    said = answered(RemedyKind.APPEAL, Came.REVOKED)
    assert papers.correction(said, bulletin="", scope=scope, bureau=BUREAU).addressees == readers


def test_what_another_decision_keeps_back_is_not_said_to_be_given_back(bureau, doctor, personnel):
    for on in ("2026-03-02", "2026-04-02", "2027-01-05", "2027-01-06"):
        bureau.found(doctor, on)
    settle()
    first, second = (
        Road.of(SanctionProposal.objects.get(staff=doctor, tier=2, window_from=year), personnel)
        for year in ("2026-01-01", "2027-01-01")
    )
    first.to_effect(*BOTH)
    second.to_effect(*BOTH)
    ask(first)
    answer(first, Came.REVOKED, UserFactory(roles=[Role.LEADER]))

    said = body(first.sign(Document.RESTORATION, "2026-12-28"))

    [ban] = [
        one for one in imposed_on(LadderCode.STAFF, [doctor.pk])[doctor.pk]
        if one.code is M.TITLE_PROMOTION_BAN and one.proposal == second.proposal.pk
    ]  # fmt: skip
    assert f"不得晋升职称的限制仍执行至{ban.last.year}年{ban.last.month}月{ban.last.day}日" in said
    assert "可以按规定申报、聘任" not in said
    assert "恢复2026年度评先树优资格" in said


def test_a_bulletin_that_is_out_is_corrected_though_nobody_noted_it(bureau, doctor, personnel):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.to_effect(M.COUNTY_BULLETIN)
    bulletin = road.bulletin()
    ask(road)
    answer(road, Came.REVOKED, UserFactory(roles=[Role.LEADER]))

    assert Task.CORRECTION_BULLETIN in tasks()
    with pytest.raises(BureauError, match="only a correction takes it back"):
        void_paper(
            paper=bulletin, reason="发文范围有误，需要作废", by=road.head, at=moment("2026-12-29")
        )
    assert road.sign(Document.CORRECTION, "2026-12-28")


def test_a_bulletin_after_a_review_says_what_is_left(bureau, hospital, personnel):
    for month in (3, 4, 5):
        bureau.found(None, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(institution=hospital, tier=3), personnel)
    road.put(M.COUNTY_BULLETIN, M.PARTY_GROUP_DECISION)
    road.notice()
    road.hear()
    road.decide(organ=Organ.PARTY_GROUP)
    road.decision()
    road.step("put_in_effect", LATER)
    ask(road)
    leader = UserFactory(roles=[Role.LEADER])
    left = {M.COUNTY_BULLETIN: None}
    answer(road, Came.VARIED, leader, left=left, organ=Organ.PARTY_GROUP)

    assert "局党组研究" not in body(road.bulletin(on="2026-12-29"))


def told_of(road, client, time_machine, on):
    """Say what the unit and the person know of restorations: copies, notices, the own page."""
    doctor = road.proposal.staff
    officer = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=doctor.institution)
    himself = User.objects.filter(staff=doctor).first() or UserFactory(
        institution=doctor.institution, staff=doctor
    )
    time_machine.move_to(moment(on, 17))
    client.force_login(himself)
    page = client.get(reverse("accountability:own_proposal", args=[road.proposal.no]))
    name = reverse("accountability:own_paper", args=[road.proposal.no, "restoration-1"])
    papers = units.papers_to_unit(road.proposal, officer)
    return (
        [one.kind for one in papers if one.kind == Document.RESTORATION],
        name in page.content.decode(),
        client.get(name).status_code,
    )


def test_a_restoration_reaches_unit_and_person_once_the_answer_is_served(
    road, other, client, time_machine
):
    himself = UserFactory(institution=road.proposal.institution, staff=road.proposal.staff)
    answer(road, Came.REVOKED, other)
    paper = road.sign(Document.RESTORATION, "2026-12-28")
    assert told_of(road, client, time_machine, "2026-12-28") == ([], False, 404)
    assert not Notice.objects.filter(cause__startswith="restored")

    serve(road, Document.REVIEW, "serve_answer", "2026-12-29")

    assert told_of(road, client, time_machine, "2026-12-29") == ([paper.kind], True, 200)
    [notice] = Notice.objects.filter(cause__startswith="restored")
    assert notice.recipient == himself
    assert paper.number.text in notice.text
    put_right(road, Task.AWARDS, "2026-12-29")
    assert Notice.objects.filter(cause__startswith="restored").count() == 1


def test_a_unit_reads_the_restorations_of_each_decision(road, other, client, time_machine):
    answer(road, Came.VARIED, other, left={M.TITLE_PROMOTION_BAN: 60})
    revoke_on_appeal(road)
    serve(road, Document.APPEAL, "serve_answer", "2027-01-20")
    road.sign(Document.RESTORATION, "2027-01-21", f"{road.proposal.no}.2")
    assert told_of(road, client, time_machine, "2027-01-21")[0] == [Document.RESTORATION]


def test_of_an_accusation_the_person_alone_reads_what_is_given_back(
    bureau, doctor, personnel, other, client, time_machine
):
    bureau.found(doctor, "2026-03-02", is_accusation=True)
    bureau.found(doctor, "2026-04-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.to_effect(*BOTH)
    ask(road)
    answer(road, Came.REVOKED, other)
    serve(road, Document.REVIEW, "serve_answer", "2026-12-28")
    paper = road.sign(Document.RESTORATION, "2026-12-29")
    assert told_of(road, client, time_machine, "2026-12-29") == ([], True, 200)
    assert not paper.institutions.exists()


def test_what_lost_its_ground_is_given_back_where_everybody_reads_it(
    bureau, doctor, personnel, other, client, time_machine
):
    cases = [bureau.found(doctor, f"2026-0{month}-02") for month in (3, 4)]
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.to_effect(*BOTH)
    bureau.overturn(cases[0], doctor, on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    back = taken_back(road, "downgrade")
    take_back(back, other, "2026-12-03")
    road.proposal.refresh_from_db()
    road.sign(Document.RESTORATION, "2026-12-03")
    assert told_of(road, client, time_machine, "2026-12-03") == ([], False, 404)
    serve(back, Document.REVOCATION, "serve_taking_back", "2026-12-03")
    assert told_of(road, client, time_machine, "2026-12-03")[1:] == (True, 200)
    assert told_of(road, client, time_machine, "2026-12-03")[0] == [Document.RESTORATION]
