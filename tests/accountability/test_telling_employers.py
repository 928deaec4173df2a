"""Who is told beside the person: the employer of somebody lent, the unit where somebody works."""

from datetime import date

import pytest
from django.urls import reverse

from accountability import open_work
from accountability.models import SanctionProposal
from accountability.rules.carrying import Sheet
from accountability.rules.words import Document, MeasureCode, Outcome
from accountability.selectors import employers
from accountability.selectors.telling_units import about, unit_to_tell, untold
from accountability.services import RoadError
from bureau import paper_kinds
from bureau.models import OfficialPaper
from bureau.rules import Role
from bureau.services import (
    BureauError,
    draft_paper,
    review_paper,
    send_paper,
    sign_paper,
    transfer_staff,
    void_paper,
)
from complaints.models import Case, NamedPerson
from complaints.selectors.clarifying import about as about_person
from tests.accountability.conftest import P, counted, employed, settle
from tests.accountability.road import LATER, Road
from tests.accountability.test_bans import BAN, decided, second_tier
from tests.accountability.test_ends_told import MINUTES, serve
from tests.accountability.test_redress import answer, ask
from tests.accountability.test_redress import serve as serve_paper
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory, UserFactory

AT = moment("2026-11-23")
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.long


@pytest.fixture
def lent(hospital):
    return employed(hospital, name="李护工", employment="劳务派遣")


def drafted(kind, about, by, at=AT):
    return draft_paper(kind=paper_kinds.paper_kind(kind), about=about, by=by, at=at)


def signed(paper, bureau, at=AT):
    send_paper(paper=paper, by=paper.drafted_by, at=at)
    head = UserFactory(section=paper.drafted_by.section, roles=[Role.SECTION_HEAD])
    review_paper(paper=paper, by=head, at=at)
    return sign_paper(paper=paper, by=UserFactory(roles=[Role.LEADER]), at=at)


# --- Letters to employers -----------------------------------------------------------------------


def test_what_is_found_of_somebody_lent_counts_for_the_house_and_is_told_to_the_employer(
    bureau, lent, personnel, client
):
    case = bureau.found(lent, "2026-03-02")
    settle(at=moment("2026-11-20"))
    assert counted() == [("县人民医院", 2026)]
    [letter] = employers.letters(lent.pk, user=personnel)
    assert (letter.case, letter.paper, letter.may_draft) == (case, None, True)
    assert "to be written" in str(open_work.todo_cards(personnel, TODAY)[-1].title)

    paper = drafted(letter.kind, letter.about, personnel)

    said = "".join(paper.content["body"])
    assert paper.content["addressees"] == "县人民医院"
    assert case.no in said
    assert "用工形式为“劳务派遣”" in said
    assert "其用人单位为其他单位的，请将本函转送用人单位处理" in said
    assert "认定反映的问题属实" in said
    [again] = employers.letters(lent.pk, user=personnel)
    assert (again.paper, again.may_draft) == (paper, False)
    assert employers.owed(personnel) == []
    client.force_login(personnel)
    page = client.get(reverse("accountability:person", args=[lent.pk])).content.decode()
    assert reverse("bureau:paper", args=[paper.pk]) in page


def test_of_a_units_own_people_nobody_else_is_told(bureau, doctor, personnel):
    bureau.found(doctor, "2026-03-02")

    assert employers.letters(doctor.pk, user=personnel) == []
    person = NamedPerson.objects.select_related("case").get(staff=doctor)
    with pytest.raises(RoadError, match="another employer"):
        drafted(employers.KIND, about_person(person), personnel)


def test_two_complaints_of_one_matter_are_one_letter(bureau, lent, personnel):
    first = bureau.found(lent, "2026-03-02")
    second = bureau.found(lent, "2026-03-05")
    assert len(employers.owed(personnel)) == 2
    second.matter = first.matter
    second.save(update_fields=["matter"])

    [letter] = employers.owed(personnel)
    assert letter.case == first
    person = NamedPerson.objects.select_related("case").get(case=second)
    paper = drafted(employers.KIND, about_person(person), personnel)

    # On whichever of the two it was written, one is enough.
    assert employers.owed(personnel) == []
    assert [one.paper for one in employers.letters(lent.pk, user=personnel)] == [paper]
    with pytest.raises(RoadError, match="a letter on this matter already"):
        drafted(employers.KIND, letter.about, personnel)


def test_what_would_not_count_for_a_units_own_people_is_told_to_nobody(bureau, lent, personnel):
    bureau.found(lent, "2026-03-02", category="QUAL")

    assert employers.owed(personnel) == []


def test_found_anew_a_draft_does_not_go_out_and_of_an_accusation_no_unit_reads(
    bureau, lent, personnel
):
    case = bureau.found(lent, "2026-03-02")
    [letter] = employers.owed(personnel)
    paper = drafted(letter.kind, letter.about, personnel)
    bureau.reopen(case, "2026-11-20")
    bureau.find(case, lent, finding=P, day=moment("2026-11-20", 11))
    with pytest.raises(BureauError, match="found anew"):
        signed(paper, bureau)
    # Before a refused signature it was sent for review.
    other = drafted_again(paper, letter, personnel)
    out = signed(other, bureau)
    assert "部分属实" in "".join(out.content["body"])
    Case.objects.filter(pk=case.pk).update(is_accusation=True)

    assert not OfficialPaper.objects.visible_to(bureau.officer).exists()
    assert [*OfficialPaper.objects.overtaken()] == [out]


def drafted_again(paper, letter, by):
    OfficialPaper.objects.filter(pk=paper.pk).update(state="voided")
    return drafted(letter.kind, letter.about, by)


def test_once_the_finding_is_overturned_the_letter_is_to_be_voided_and_goes_out_no_more(
    bureau, lent, personnel
):
    case = bureau.found(lent, "2026-03-02")
    [letter] = employers.owed(personnel)
    out = signed(drafted(letter.kind, letter.about, personnel), bureau)
    assert not OfficialPaper.objects.overtaken().exists()

    bureau.overturn(case, lent)

    assert [*OfficialPaper.objects.overtaken()] == [out]
    void_paper(paper=out, reason="认定已撤销", by=UserFactory(roles=[Role.LEADER]), at=AT)
    assert employers.letters(lent.pk, user=personnel) == []
    with pytest.raises(RoadError, match="taken back"):
        drafted(letter.kind, letter.about, personnel)


def test_the_unit_reads_a_signed_letter_and_others_of_the_bureau_do_not(bureau, lent, personnel):
    bureau.found(lent, "2026-03-02")
    [letter] = employers.owed(personnel)
    paper = signed(drafted(letter.kind, letter.about, personnel), bureau)

    def seen(user):
        return OfficialPaper.objects.visible_to(user).filter(pk=paper.pk).exists()

    assert seen(bureau.officer)
    assert seen(personnel)
    assert not seen(bureau.clerk)
    assert not seen(UserFactory(institution=InstitutionFactory(), roles=[Role.HOSPITAL_OFFICER]))


# --- Notices to units ---------------------------------------------------------------------------


@pytest.fixture
def pending(bureau, doctor, personnel) -> Road:
    for month in (3, 4, 5):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=3), personnel)
    road.to_effect(MeasureCode.PENDING_APPOINTMENT)
    return road


def moved(person, house, on):
    transfer_staff(
        staff=person, to=house, from_on=date.fromisoformat(on), by=None, at=moment(on)
    )  # fmt: skip


def fresh(road) -> SanctionProposal:
    return SanctionProposal.objects.get(pk=road.proposal.pk)


def test_the_unit_is_told_of_a_pending_appointment_with_its_days_and_the_pay(
    pending, hospital, personnel, bureau
):
    [waiting] = untold(SanctionProposal.objects.visible_to(personnel), date(2026, 12, 8))
    assert waiting == pending.proposal
    at = moment("2026-12-08")

    paper = drafted(Sheet.UNIT.value, about(waiting, hospital), personnel, at)

    said = "".join(paper.content["body"])
    assert "1. 待聘，期间按工作方案只发基本工资，自2026年11月27日起至2027年11月26日止。" in said
    assert untold(SanctionProposal.objects.visible_to(personnel), at.date()) == []
    assert signed(paper, bureau, at) in OfficialPaper.objects.visible_to(bureau.officer)


def test_who_moved_before_it_was_signed_has_another_unit_told(
    pending, hospital, township, personnel, bureau, doctor
):
    at = moment("2026-12-10")
    paper = drafted(Sheet.UNIT.value, about(pending.proposal, hospital), personnel, at)
    moved(doctor, township, "2026-12-10")

    with pytest.raises(BureauError, match="nothing to carry out any more"):
        signed(paper, bureau, at)
    assert untold(SanctionProposal.objects.visible_to(personnel), at.date()) == [pending.proposal]


def test_no_unit_reads_a_notice_once_it_rests_on_an_accusation(
    pending, hospital, personnel, bureau
):
    at = moment("2026-12-08")
    signed(drafted(Sheet.UNIT.value, about(pending.proposal, hospital), personnel, at), bureau, at)
    assert OfficialPaper.objects.visible_to(bureau.officer).filter(kind=Sheet.UNIT).exists()

    Case.objects.filter(people__staff=pending.proposal.staff).update(is_accusation=True)

    assert not OfficialPaper.objects.visible_to(bureau.officer).filter(kind=Sheet.UNIT).exists()


def test_where_nothing_is_to_be_paid_otherwise_the_own_unit_has_read_the_decision(
    bureau, doctor, personnel, hospital
):
    road = second_tier(bureau, doctor, personnel)
    decided(road)
    road.decision(LATER)
    road.step("put_in_effect", LATER)

    assert unit_to_tell(fresh(road), date(2026, 12, 8)) is None
    with pytest.raises(RoadError, match="nothing of which this unit"):
        drafted(Sheet.UNIT.value, about(road.proposal, hospital), personnel)


def test_a_new_unit_is_told_what_still_holds_and_nothing_of_why(
    bureau, doctor, personnel, hospital, township, client
):
    road = second_tier(bureau, doctor, personnel)
    decided(road)
    road.decision(LATER)
    road.step("put_in_effect", LATER)
    transfer_staff(
        staff=doctor, to=township, from_on=date(2026, 12, 14), by=None, at=moment("2026-12-14")
    )
    road.proposal = fresh(road)
    assert unit_to_tell(road.proposal, date(2026, 12, 15)) == township
    at = moment("2026-12-15")
    with pytest.raises(RoadError, match="They work at"):
        drafted(Sheet.UNIT.value, about(road.proposal, hospital), personnel, at)

    paper = signed(
        drafted(Sheet.UNIT.value, about(road.proposal, township), personnel, at), bureau, at
    )

    said = "".join(paper.content["body"])
    assert "不予受理其职称晋升，自2026年11月27日起至2031年11月26日止。" in said
    assert "不予推荐2026年度评先树优" in said
    assert "投诉" not in said
    theirs = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    assert [*OfficialPaper.objects.visible_to(theirs)] == [paper]
    assert not SanctionProposal.objects.visible_to(theirs).exists()
    assert paper not in OfficialPaper.objects.visible_to(bureau.officer)

    lifted = {"by": road.leader, "reason": "年度考核优秀，提前解除", **MINUTES}
    road.step("lift_measures", "2027-01-11", **lifted)
    end = road.sign(Document.LIFTING, "2027-01-11")
    assert end not in OfficialPaper.objects.visible_to(theirs)
    serve(road, "2027-01-12")
    assert end in OfficialPaper.objects.visible_to(theirs)
    assert end in OfficialPaper.objects.visible_to(bureau.officer)


def test_what_is_given_back_reaches_the_unit_that_was_told_to_carry_it_out(
    bureau, doctor, personnel, township
):
    road = second_tier(bureau, doctor, personnel)
    decided(road)
    road.decision(LATER)
    road.step("put_in_effect", LATER)
    moved(doctor, township, "2026-12-08")
    road.proposal = fresh(road)
    at = moment("2026-12-08")
    signed(drafted(Sheet.UNIT.value, about(road.proposal, township), personnel, at), bureau, at)
    other = UserFactory(roles=[Role.LEADER])
    ask(road, on="2026-12-10")
    answer(road, Outcome.REVOKED, other, "2026-12-14")
    paper = road.sign(Document.RESTORATION, "2026-12-15")
    theirs = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    assert paper not in OfficialPaper.objects.visible_to(theirs)

    serve_paper(road, Document.REVIEW, "serve_answer", "2026-12-15")

    assert paper in OfficialPaper.objects.visible_to(theirs)


def test_what_is_over_is_told_to_nobody(bureau, doctor, personnel, township):
    road = second_tier(bureau, doctor, personnel)
    road.put(BAN)
    road.notice()
    road.hear()
    road.decide()
    road.decision(LATER)
    road.step("put_in_effect", LATER)
    transfer_staff(
        staff=doctor, to=township, from_on=date(2031, 11, 1), by=None, at=moment("2031-11-01")
    )

    assert unit_to_tell(fresh(road), date(2031, 11, 26)) == township
    assert unit_to_tell(fresh(road), date(2031, 11, 27)) is None
