"""What a second reading of the road found open, and is closed since."""

from datetime import date

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from accountability.models import Handling, Measure, SanctionProposal
from accountability.rules.words import Document, Heard, MeasureCode, Organ, ProposalState
from accountability.services import RoadError, end_terms
from bureau.models import Act, Notice, OfficialPaper, Section
from bureau.paper_kinds import paper_kind
from bureau.rules import Role, SectionCode
from bureau.services import (
    BureauError,
    draft_paper,
    review_paper,
    revise_paper,
    send_paper,
    sign_paper,
    void_paper,
)
from tests.accountability.conftest import settle
from tests.accountability.road import FRIDAY, LATER, MONDAY, WHY, Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory

S, M = ProposalState, MeasureCode
BOTH = (M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
pytestmark = pytest.mark.long


@pytest.fixture
def cases(bureau, doctor):
    return [bureau.found(doctor, on) for on in ("2026-03-02", "2026-04-02")]


@pytest.fixture
def road(bureau, cases, doctor, personnel) -> Road:
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)


def reads(user, paper):
    return OfficialPaper.objects.visible_to(user).filter(pk=paper.pk).exists()


def test_a_paper_whose_ground_fell_is_not_signed_and_says_what_was_entered(road, bureau, cases):
    road.put(*BOTH)
    at = {"at": moment(MONDAY, 14)}
    paper = draft_paper(
        kind=paper_kind(Document.NOTICE.value), about=road.proposal.no, by=road.clerk, **at
    )
    with pytest.raises(BureauError, match="word for word"):
        revise_paper(
            paper=paper, title=paper.title, body=["十年内不得晋升职称"], by=road.clerk,
            seen=paper.paper.fingerprint, **at,
        )  # fmt: skip
    send_paper(paper=paper, by=road.clerk, **at)
    review_paper(paper=paper, by=road.head, **at)
    bureau.overturn(cases[1], road.proposal.staff)
    settle(at=moment(MONDAY, 15))
    with pytest.raises(BureauError, match="cannot go out any more"):
        sign_paper(paper=paper, by=road.signer, **at)
    paper.refresh_from_db()
    assert paper.number is None


def test_papers_are_read_by_whom_the_proposal_is_shown_and_by_the_unit_once_served(road):
    officer = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=road.proposal.institution)
    himself = UserFactory(section=road.clerk.section, roles=[Role.BUREAU_STAFF])
    himself.staff = road.proposal.staff
    himself.save()
    road.put(*BOTH)
    paper = road.sign(Document.NOTICE)
    assert [reads(one, paper) for one in (road.clerk, road.leader)] == [True, True]
    assert [reads(one, paper) for one in (officer, himself)] == [False, False]

    road.serve(Document.NOTICE)
    assert reads(officer, paper)
    with pytest.raises(BureauError, match="was served"):
        void_paper(paper=paper, reason="有误，重新制作", by=road.signer, at=moment(MONDAY, 17))


def test_silence_and_a_waiver_give_way_to_a_statement_and_who_put_forward_first_is_barred(road):
    road.put(*BOTH, by=road.head)
    road.put(*BOTH)
    road.notice()
    road.hear(MONDAY, Heard.WAIVED, said="电话表示放弃")
    road.hear(FRIDAY)
    with pytest.raises(RoadError, match="noted already"):
        road.hear(FRIDAY)
    with pytest.raises(InternalError), transaction.atomic():
        Handling.objects.filter(proposal=road.proposal).update(heard="waived")
    with pytest.raises(RoadError, match="You put this forward"):
        road.decide(by=road.head)
    with pytest.raises(RoadError, match="at most 90 days"):
        road.decide(holds_from=date(2036, 1, 1))
    road.decide()


def test_what_is_added_to_a_statement_stands_below_it_until_the_term_ends(road):
    road.put(*BOTH)
    road.notice()
    road.hear("2026-11-24", said="当日接诊百余人", is_complete=False)
    road.hear(FRIDAY, said="另有同事在场可以作证", is_complete=False)
    handling = Handling.objects.get(proposal=road.proposal)
    assert handling.said == f"当日接诊百余人\n\n【{FRIDAY}】\n另有同事在场可以作证"
    assert handling.heard_on == of("2026-11-24")
    with pytest.raises(RoadError, match="noted already"):
        road.hear(FRIDAY, said="另有同事在场可以作证")
    with pytest.raises(RoadError, match="noted already"):
        road.hear(FRIDAY, Heard.WAIVED, said="电话表示放弃")
    with pytest.raises(RoadError, match="term of the statement ended on 30 Nov 2026"):
        road.hear(LATER, said="还有一段监控录像")
    with pytest.raises(RoadError, match="too long"):
        road.hear(FRIDAY, said="当日接诊情况" * 4_000)
    for said in ("不是这样说的", handling.said[:-2]):
        with pytest.raises(InternalError), transaction.atomic():
            Handling.objects.filter(proposal=road.proposal).update(said=said)


def test_it_is_decided_after_the_term_unless_they_say_that_this_was_all(road):
    road.put(*BOTH)
    road.notice()
    road.hear("2026-11-24", is_complete=False)
    told = Notice.objects.filter(cause=f"to decide {road.proposal.no}")
    for day in (FRIDAY, "2026-11-30"):
        with pytest.raises(RoadError, match="add to the statement until 30 Nov 2026"):
            road.decide(day)
    with pytest.raises(RoadError, match="between 1 Dec 2026 and today"):
        road.step("decide_measures", LATER, by=road.leader, decided=road.decided(FRIDAY))
    entered = {
        "decided_on": of(FRIDAY), "holds_from": of(FRIDAY), "organ": "bureau_meeting",
        "minutes_no": "31", "opinion": WHY, "is_legal_reviewed": True, "is_free_of_ties": True,
        "decided_at": moment(FRIDAY), "decided_by": road.leader,
    }  # fmt: skip
    rows = Handling.objects.filter(proposal=road.proposal)
    with pytest.raises(InternalError, match="term of the statement is over"), transaction.atomic():
        rows.update(**entered)
    assert not told.exists()
    end_terms(at=moment("2026-11-30", 23))
    assert not told.exists()
    for hour in (1, 2):
        end_terms(at=moment(LATER, hour))
    assert told.filter(recipient=road.leader).count() == 1
    road.decide(LATER)


def test_once_they_say_that_this_was_all_nobody_waits_and_no_earlier_day_is_entered(road):
    road.put(*BOTH)
    road.notice()
    road.hear("2026-11-24", is_complete=False)
    road.hear("2026-11-26", said="补充说明：没有别的要说了", is_complete=True)
    with pytest.raises(RoadError, match="between 26 Nov 2026 and today"):
        road.step("decide_measures", FRIDAY, by=road.leader, decided=road.decided("2026-11-25"))
    rows = Handling.objects.filter(proposal=road.proposal)
    with pytest.raises(InternalError), transaction.atomic():
        rows.update(is_complete=False)
    road.decide(FRIDAY)


def test_what_was_decided_is_not_changed_in_sql_and_a_later_case_does_not_jam_it(road, bureau):
    road.to_effect(M.TITLE_PROMOTION_BAN)
    measure = Measure.objects.filter(proposal=road.proposal)
    for said in ({"ends_on": date(2099, 1, 1)}, {"decided_months": 12}, {"starts_on": of(LATER)}):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            measure.update(**said)
    with pytest.raises(InternalError, match="begins with a proposal"), transaction.atomic():
        SanctionProposal.objects.create(
            **{
                one.attname: getattr(road.proposal, one.attname)
                for one in SanctionProposal._meta.concrete_fields
                if one.attname not in {"id", "no", "tier"}
            },
            no="ZZ-X", tier=3,
        )  # fmt: skip
    later = bureau.found(road.proposal.staff, "2026-11-30")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE complaints_case SET handler_id = %s WHERE id = %s", [road.leader.pk, later.pk]
        )
    settle()
    decided = {"organ": Organ.BUREAU_MEETING, "minutes_no": "安卫会纪〔2026〕41号"}
    road.step("lift_measures", LATER, by=road.signer, reason="经研究提前解除", **decided)
    assert road.proposal.state == S.LIFTED


def test_nothing_is_carried_out_once_its_ground_has_fallen(road, bureau, cases):
    road.to_effect(*BOTH)
    bureau.overturn(cases[0], road.proposal.staff, on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    with pytest.raises(RoadError, match="Decide on that"):
        road.step(
            "carry_out_measure", "2026-12-03", code=M.AWARD_BAN, on=of("2026-12-03"), by_what="函"
        )


def test_whoever_looks_after_the_house_alone_takes_no_step_and_a_double_click_is_one(road):
    liaison = UserFactory(
        section=Section.objects.get(code=SectionCode.PETITIONS), roles=[Role.BUREAU_STAFF]
    )
    with pytest.raises(RoadError, match="personnel section and the leaders"):
        road.put(*BOTH, by=liaison)
    road.put(*BOTH)
    road.put(*BOTH)
    acts = Act.objects.filter(object_no=road.proposal.no, verb="put_forward_measures")
    assert acts.count() == 1


def test_nobody_alone_lays_aside_what_the_party_group_decides(bureau, personnel):
    for month in (3, 4, 5):
        bureau.found(None, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    third = Road.of(SanctionProposal.objects.get(ladder="institution", tier=3), personnel)
    with pytest.raises(RoadError, match="party group decides here"):
        third.step("dismiss_proposal", MONDAY, by=third.leader, reason="情节轻微，已整改")
