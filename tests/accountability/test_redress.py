"""Reviews, appeals, what lost its ground taken back, and what is put right for whom."""

from datetime import date

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from accountability import services
from accountability.invariants import breaches
from accountability.models import Handling, Measure, Remedy, Restoration, SanctionProposal
from accountability.rules.words import (
    Document,
    LadderCode,
    MeasureCode,
    Organ,
    Outcome,
    ProposalState,
    RemedyKind,
    RemedyState,
    ServedBy,
    Task,
)
from accountability.selectors import redress as selectors
from accountability.selectors.effects import imposed_on
from accountability.services import RoadError, end_terms
from bureau.models import Act, OfficialPaper
from bureau.rules import Role
from tests.accountability.conftest import settle
from tests.accountability.road import LATER, Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory

S, M, Came = ProposalState, MeasureCode, Outcome
BOTH = (M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
GROUNDS = "处理过重，事发当日连续值班三十小时"
pytestmark = pytest.mark.long
ASKED, ANSWERED, APPEALED = "2026-12-20", "2026-12-28", "2027-01-10"
ANSWERED_ON = date(2026, 12, 28)


@pytest.fixture
def cases(bureau, doctor):
    return [bureau.found(doctor, f"2026-0{month}-02") for month in (3, 4)]


@pytest.fixture
def road(bureau, cases, doctor, personnel) -> Road:
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.to_effect(*BOTH)
    return road


@pytest.fixture
def other(db):
    return UserFactory(roles=[Role.LEADER])


def ask(road, kind=RemedyKind.REVIEW, on=ASKED):
    said = {"asked_on": of(on), "asked_by": "张医生", "grounds": GROUNDS}
    return road.step("ask_again", on, kind=kind, **said)


def answer(road, outcome, by, on=ANSWERED, left=(), organ=Organ.BUREAU_MEETING, **said):
    answered = services.Answer(
        outcome=outcome, organ=organ, minutes_no="安卫会纪〔2026〕40号", on=of(on),
        opinion="复核认为事实清楚，结合申请人所述情况作出本决定", left=dict(left), **said,
    )  # fmt: skip
    return road.step("answer_remedy", on, answer=answered, by=by)


def serve(road, document, name, on=ANSWERED):
    road.sign(document, on)
    served = {"served_on": of(on), "way": ServedBy.IN_PERSON, "receiver": "张医生"}
    return road.step(name, on, **served)


def taken_back(road, kind):
    return Road(
        SanctionProposal.objects.get(about=road.proposal, kind=kind),
        road.clerk, road.head, road.leader, road.signer,
    )  # fmt: skip


def take_back(back, by, on=LATER):
    back.step("put_forward_taking_back", on, grounds="第一件投诉经复查认定不属实")
    return back.step(
        "take_back_measures", on, organ=Organ.BUREAU_MEETING, minutes_no="安卫会纪〔2026〕41号",
        on=of(on), opinion="认定依据已不存在", by=by,
    )  # fmt: skip


def broken():
    return list(breaches(at=moment("2027-02-01")))


def test_a_review_is_asked_for_in_time_and_answered_by_somebody_else(road, other, bureau):
    assert ask(road).due_on == date(2027, 1, 19)
    assert ask(road) == Remedy.objects.get()
    assert road.proposal.state == S.IN_EFFECT
    for who, words in (
        (road.clerk, "You put this forward"),
        (road.leader, "You decided this before"),
        (bureau.head, "You handled a complaint"),
    ):
        with pytest.raises(RoadError, match=words):
            answer(road, Came.UPHELD, who)
    with pytest.raises(RoadError, match="first a review"):
        ask(road, RemedyKind.APPEAL)
    with pytest.raises(RoadError, match="bureau's own"):
        answer(road, Came.UPHELD, other, organ=Organ.APPEAL_BODY)

    answer(road, Came.UPHELD, other)

    assert Remedy.objects.get().state == RemedyState.DECIDED
    assert road.proposal.state == S.IN_EFFECT
    assert not Measure.objects.exclude(ceased_on=None)
    with pytest.raises(RoadError, match="Neither"):
        answer(road, Came.UPHELD, other)
    serve(road, Document.REVIEW, "serve_answer")
    paper = OfficialPaper.objects.get(kind=Document.REVIEW)
    assert "维持原处理决定" in "".join(paper.content["body"])
    assert "30日内向县事业单位人事综合管理部门提出申诉" in "".join(paper.content["body"])
    assert not broken()


def test_what_comes_too_late_is_kept_and_refused(road):
    with pytest.raises(RoadError, match="between 1 Dec 2026"):
        ask(road, on="2026-11-30")
    late = ask(road, on="2027-01-01")
    assert late.state == RemedyState.REFUSED
    assert selectors.open_remedy(road.proposal) is None
    assert ask(road, on="2026-12-31").state == RemedyState.RECEIVED


def test_on_review_it_only_becomes_lighter_and_on_appeal_it_is_revoked_and_put_right(
    road, other, bureau, db
):
    ask(road)
    full = {M.AWARD_BAN: None, M.TITLE_PROMOTION_BAN: 60}
    for left in (full, {**full, M.TITLE_PROMOTION_BAN: 72}, {M.COUNTY_BULLETIN: None}, {}):
        with pytest.raises(RoadError, match="leaves out"):
            answer(road, Came.VARIED, other, left=left)
    answer(road, Came.VARIED, other, left={M.TITLE_PROMOTION_BAN: 24})

    award, title = road.proposal.measures.all()
    assert road.proposal.state == S.IN_EFFECT
    assert (award.ceased_on, award.holds_until) == (of(ANSWERED), date(2026, 12, 27))
    assert title.holds_until == date(2028, 11, 26)
    [held] = imposed_on(LadderCode.STAFF, [road.proposal.staff_id]).values()
    told = [(one.last, one.is_there(date(2026, 12, 27)), one.is_there(ANSWERED_ON)) for one in held]
    assert told == [(date(2026, 12, 27), True, False), (date(2028, 11, 26), True, True)]
    with pytest.raises(InternalError, match="not imposed again"), transaction.atomic():
        Measure.objects.filter(pk=title.pk).update(ceased_on=None)
    serve(road, Document.REVIEW, "serve_answer")
    body = "".join(OfficialPaper.objects.get(kind=Document.REVIEW).content["body"])
    assert "执行至2028年11月26日止" in body

    ask(road, RemedyKind.APPEAL, APPEALED)
    with pytest.raises(RoadError, match="You decided this before"):
        answer(road, Came.REVOKED, other, "2027-01-20", organ=Organ.APPEAL_BODY)
    last = UserFactory(roles=[Role.LEADER])
    answer(road, Came.REVOKED, last, "2027-01-20", organ=Organ.APPEAL_BODY)

    title.refresh_from_db()
    assert road.proposal.state == S.REVOKED
    assert title.holds_until == date(2027, 1, 19)
    assert Handling.objects.get(proposal=road.proposal).ended_on == date(2027, 1, 20)
    assert set(Restoration.objects.values_list("task", flat=True)) == {
        Task.AWARDS, Task.SHORTER_TERM, Task.BAN_REMOVED, Task.LATER_TIERS
    }  # fmt: skip
    waiting = {one.task for one in selectors.open_tasks(road.proposal)}
    assert waiting == {Task.AWARDS, Task.BAN_REMOVED}
    done = {"on": of("2027-01-25"), "said": "已书面通知县医院人事科"}
    with pytest.raises(RoadError, match="None of the papers"):
        road.step("restore", "2027-01-25", task=Task.AWARDS, **done)
    road.sign(Document.RESTORATION, "2027-01-25", f"{road.proposal.no}.2")
    row = road.step("restore", "2027-01-25", task=Task.AWARDS, **done)
    assert (row.doer, row.done_on) == (road.clerk, of("2027-01-25"))
    assert row.paper.number.text.startswith("安卫恢")
    assert road.step("restore", "2027-01-26", task=Task.AWARDS, **done).done_on == row.done_on
    with pytest.raises(InternalError), transaction.atomic():
        Restoration.objects.filter(pk=row.pk).update(said="改")
    settle()
    assert not SanctionProposal.objects.filter(staff=road.proposal.staff, tier=2).exclude(
        state=S.REVOKED
    )
    assert not broken()


def test_the_appeal_cascade(bureau, doctor, personnel, other):
    cases = [bureau.found(doctor, f"2026-0{month}-02") for month in (3, 4, 5)]
    settle(at=moment("2026-06-01"))
    roads = {
        one.tier: Road.of(one, personnel)
        for one in SanctionProposal.objects.filter(staff=doctor).order_by("tier")
    }
    roads[1].to_effect(M.COUNTY_BULLETIN)
    roads[3].to_effect(M.PENDING_APPOINTMENT)
    bureau.overturn(cases[0], doctor, on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    assert settle(at=moment("2026-12-02", 15)) == 0
    back = taken_back(roads[3], "downgrade")
    papers = OfficialPaper.objects.count()

    take_back(back, other, "2026-12-03")
    assert back.proposal.state == S.DECIDED
    with pytest.raises(RoadError, match="not signed"):
        back.step(
            "serve_taking_back", "2026-12-03", served_on=of("2026-12-03"),
            way=ServedBy.IN_PERSON, receiver="张医生",
        )  # fmt: skip
    serve(back, Document.REVOCATION, "serve_taking_back", "2026-12-03")

    roads[3].proposal.refresh_from_db()
    measure = roads[3].proposal.measures.get()
    assert roads[3].proposal.state == S.VARIED
    assert measure.ceased_on == of("2026-12-03")
    assert OfficialPaper.objects.exclude(state="voided").count() == papers + 1
    assert back.proposal.state == S.SERVED
    assert settle(at=moment("2026-12-03", 17)) == 0
    at = moment("2026-12-03", 18)
    assert (end_terms(at=at), end_terms(at=at)) == (1, 0)
    roads[3].sign(Document.RESTORATION, "2026-12-04")
    roads[3].step("restore", "2026-12-04", task=Task.BACK_PAY, on=of("2026-12-04"),
                  said="已通知县医院补发")  # fmt: skip
    back.proposal.refresh_from_db()
    assert back.proposal.state == S.COMPLETED
    assert settle(at=moment("2026-12-05")) == 0
    bureau.found(doctor, "2026-12-06")
    settle()
    tiers = SanctionProposal.objects.filter(staff=doctor, tier=3, kind="impose").order_by("pk")
    assert [one.state for one in tiers] == [S.VARIED, S.PROPOSED]
    assert not broken()


def test_taking_back_takes_two_people_and_can_be_dismissed_or_fall_away(road, bureau, cases, other):
    bureau.overturn(cases[1], road.proposal.staff, on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    back = taken_back(road, "downgrade")
    back.step("put_forward_taking_back", "2026-12-03", grounds="第二件投诉不属实")
    said = {"organ": Organ.BUREAU_MEETING, "minutes_no": "41", "on": of("2026-12-03"),
            "opinion": "认定依据已不存在"}  # fmt: skip
    for who, words in ((road.clerk, "put this forward"), (bureau.head, "You handled")):
        with pytest.raises(RoadError, match=words):
            back.step("take_back_measures", "2026-12-03", by=who, **said)
    rows = Remedy.objects.filter(cause=back.proposal)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        rows.update(
            state="decided", outcome="varied", organ="bureau_meeting", minutes_no="1", opinion="x",
            decided_on=of("2026-12-03"), decided_by=road.clerk, decided_at=moment("2026-12-03"),
        )  # fmt: skip
    with pytest.raises(InternalError, match="makes a proposal revoked"), transaction.atomic():
        SanctionProposal.objects.filter(pk=road.proposal.pk).update(state=S.REVOKED)
    with pytest.raises(InternalError, match="by a decision alone"), transaction.atomic():
        Measure.objects.filter(proposal=road.proposal).update(ceased_on=of(LATER))

    back.step("dismiss_proposal", "2026-12-03", by=other, reason="第二件另有认定，仍应处理")
    assert back.proposal.state == S.DISMISSED
    assert rows.get().state == RemedyState.LAPSED
    assert settle(at=moment("2026-12-04")) == 0
    road.step("carry_out_measure", "2026-12-04", code=M.AWARD_BAN, on=of("2026-12-04"),
              by_what="安卫函〔2026〕3号")  # fmt: skip


def test_the_clock_ends_terms_once_late_or_twice(bureau, cases, doctor, personnel):
    settle(at=moment("2026-11-20"))
    first, second = (
        Road.of(one, personnel)
        for one in SanctionProposal.objects.filter(staff=doctor).order_by("tier")
    )
    first.to_effect(M.COUNTY_BULLETIN)
    second.put(*BOTH)
    second.notice()
    assert end_terms(at=moment("2026-11-30", 23)) == 0
    assert (end_terms(at=moment("2026-12-05")), end_terms(at=moment("2026-12-05"))) == (1, 0)
    second.proposal.refresh_from_db()
    assert second.proposal.state == S.STATEMENT
    assert second.proposal.handling.heard == "expired"
    act = Act.objects.get(object_no=second.proposal.no, verb="expire_statement")
    assert act.actor_kind != "user"

    first.bulletin("2026-12-05")
    first.step("carry_out_measure", "2026-12-05", code=M.COUNTY_BULLETIN, on=of("2026-12-05"),
               by_what="安卫通〔2026〕9号")  # fmt: skip
    assert end_terms(at=moment("2026-12-06")) == 1
    first.proposal.refresh_from_db()
    assert first.proposal.state == S.COMPLETED
    assert not broken()
