"""What a second reading of the road found open, and is closed since."""

from datetime import date

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from accountability.models import Handling, Measure, SanctionProposal
from accountability.rules.words import Document, Heard, MeasureCode, Organ, ProposalState
from accountability.services import RoadError
from bureau.models import Act, OfficialPaper, Section
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
from tests.accountability.road import FRIDAY, LATER, MONDAY, Road, of
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
