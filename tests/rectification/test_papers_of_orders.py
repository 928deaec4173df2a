"""The papers that tell a unit to put something right and urge it: what each says, and when."""

from datetime import date

import pytest

from bureau.models import Section
from bureau.paper_kinds import paper_kind
from bureau.rules import Role, SectionCode
from bureau.services import BureauError, draft_paper, review_paper, send_paper, sign_paper
from rectification import services
from rectification.models import Item
from rectification.paper_kinds import NOTICE, SUPERVISION, papers_of
from rectification.papers import orders
from rectification.rules.words import SourceKind
from rectification.services import LedgerError
from tests.factories import UserFactory
from tests.rectification.conftest import moment

ONE = orders.Ordered(
    no="ZG-2026-0001", unit="县人民医院", problem="门诊无人导医。", source="投诉调查", demand="",
    ordered_on=date(2026, 9, 1), plan_due_on=date(2026, 9, 8), due_on=date(2026, 10, 1),
)  # fmt: skip


def test_the_notice_says_problem_basis_demand_deadline_and_how_to_answer():
    paper = orders.notice(ONE, bureau="安和县卫生健康局")
    said = "".join(paper.body)
    assert (paper.title, paper.addressees) == ("整改通知书", "县人民医院")
    for words in (
        "依据《安和县卫生健康局提升医疗卫生服务群众满意度工作方案》", "ZG-2026-0001",
        "经投诉调查发现", "门诊无人导医。", "于2026年10月1日前完成整改", "申请销号",
    ):  # fmt: skip
        assert words in said
    assert set(orders.SOURCES) == set(SourceKind)


def test_the_supervision_sheet_says_how_late_it_is():
    late = "".join(orders.supervision(ONE, day=date(2026, 10, 4), bureau="局").body)
    early = "".join(orders.supervision(ONE, day=date(2026, 10, 1), bureau="局").body)
    assert "截至2026年10月4日已逾期3天" in late
    assert "逾期" not in early


@pytest.mark.long
def test_a_paper_is_drafted_while_the_unit_has_it_in_hand_and_goes_to_that_unit(ledger):
    kind, clerk = paper_kind(NOTICE), ledger.clerk
    draft = ledger.draft()
    at = {"at": moment("2026-09-02")}
    with pytest.raises(LedgerError, match="nothing to put right"):
        draft_paper(kind=kind, about=draft.no, by=clerk, **at)
    assert not papers_of(draft, clerk)
    item = ledger.order(draft)
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    stranger = UserFactory(section=personnel, roles=[Role.BUREAU_STAFF])
    with pytest.raises(Item.DoesNotExist):
        draft_paper(kind=kind, about=item.no, by=stranger, **at)

    paper = draft_paper(kind=kind, about=item.no, by=clerk, **at)

    assert draft_paper(kind=kind, about=item.no, by=clerk, **at) == paper
    assert list(paper.institutions.all()) == [item.institution]
    assert [(one, bool(made), may) for one, made, may in papers_of(item, clerk)] == [
        (NOTICE, True, False), (SUPERVISION, False, True),
    ]  # fmt: skip
    head = UserFactory(section=clerk.section, roles=[Role.SECTION_HEAD])
    send_paper(paper=paper, by=clerk, **at)
    services.withdraw_item(item=item, reason="下达有误，另行安排", by=head, **at)
    with pytest.raises(BureauError, match="nothing to put right"):
        review_paper(paper=paper, by=head, **at)
    with pytest.raises(BureauError):
        sign_paper(paper=paper, by=UserFactory(roles=[Role.LEADER]), **at)
