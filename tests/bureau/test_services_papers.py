"""From a draft to a number: over two desks, frozen when signed, never two papers of one number."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction

from bureau import paper_kinds, services
from bureau.models import Act, Institution, NumberSeries, OfficialNumber, OfficialPaper, User
from bureau.paper_kinds import Composed, PaperKind
from bureau.papers import Paper
from bureau.rules import (
    PAPER_STEPS,
    PaperState,
    Role,
    SectionCode,
    figures_of_their_own,
    official_number,
)
from bureau.services import BureauError, open_file
from tests.factories import UserFactory

AT = datetime(2026, 11, 21, 2, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 17, tzinfo=UTC)
WHY = "数字有误，重新印发"


def compose(user, about, day):
    if about == "nothing":
        raise Institution.DoesNotExist
    paper = Paper(
        title=f"关于{about}的通报", body=("一、情况", "应报21家，实报18家，按时率85.7%。"),
        issuer="安和县卫生健康局", masthead="安和县卫生健康局文件", office="办公室",
    )  # fmt: skip
    return Composed(paper, list(Institution.objects.all()))


KIND = PaperKind("tests.notice", "通报", "notice", SectionCode.MEDICAL_ADMIN, compose)


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    monkeypatch.setitem(paper_kinds._kinds, KIND.name, KIND)


@pytest.fixture
def leader(db):
    return UserFactory(roles=[Role.LEADER])


def drafted(by, about="10月"):
    return services.draft_paper(kind=KIND, about=about, by=by, at=AT)


@pytest.fixture
def reviewed(clerk, section_head):
    return services.review_paper(paper=drafted(clerk), by=section_head, at=AT)


def reworded(paper, body, *, by, title=None, seen=None):
    return services.revise_paper(
        paper=paper,
        title=title or paper.title,
        body=body,
        seen=seen or paper.paper.fingerprint,
        by=by,
        at=AT,
    )


def verbs(paper):
    return list(Act.objects.of("paper", paper.pk).values_list("verb", flat=True))


def test_a_number_is_written_as_the_standard_wants_it():
    assert official_number("安卫通", 2026, 12) == "安卫通〔2026〕12号"


def test_every_state_says_what_may_follow():
    assert set(PAPER_STEPS) == set(PaperState)
    assert not PAPER_STEPS[PaperState.VOIDED]


def test_drafting_twice_opens_the_paper_there_is(clerk, section_head, hospital):
    paper = drafted(clerk)

    assert drafted(section_head) == paper
    assert verbs(paper) == ["draft_paper"]
    assert list(paper.institutions.all()) == [hospital]
    with pytest.raises(ObjectDoesNotExist):
        drafted(clerk, "nothing")


def test_a_draft_is_reworded_and_the_same_words_again_change_nothing(clerk):
    paper = drafted(clerk)
    seen = paper.paper.fingerprint

    paper = reworded(paper, ["应报21家。", "  ", "请于30日前整改。"], by=clerk)
    again = reworded(paper, paper.paper.body, by=clerk)

    assert again.paper.body == ("应报21家。", "请于30日前整改。")
    assert verbs(paper) == ["draft_paper", "revise_paper"]
    assert again.own_figures == ["30"]
    with pytest.raises(BureauError):
        reworded(paper, ["别的话"], by=clerk, seen=seen)
    for title, body in ((" ", ["话"]), ("题", ["  "]), ("长" * 101, ["话"])):
        with pytest.raises(BureauError):
            reworded(paper, body, by=clerk, title=title)


def test_what_is_pasted_into_a_draft_leaves_behind_what_no_document_can_hold(clerk):
    paper = reworded(drafted(clerk), ["应报\x0221家。\uffff", "\x07"], by=clerk, title="通\x02报")

    assert (paper.title, paper.paper.body) == ("通报", ("应报21家。",))


def test_figures_typed_by_hand_are_found_each_as_often_as_it_is():
    automatic = ["应报21家，按时率85.7%（18/21）。"]

    assert figures_of_their_own(automatic, automatic) == []
    assert figures_of_their_own(["按时率85.8%（18/21）"], automatic) == ["85.8%"]
    assert figures_of_their_own(["18、18、21、1,000"], automatic) == ["1,000", "18"]


def test_nobody_reviews_or_signs_a_draft_of_their_own(clerk, section_head, leader):
    own = drafted(section_head)
    with pytest.raises(BureauError):
        services.review_paper(paper=own, by=section_head, at=AT)

    UserFactory(roles=[Role.LEADER])
    services.review_paper(paper=own, by=leader, at=AT)
    with pytest.raises(BureauError):
        services.sign_paper(paper=own, by=section_head, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialPaper.objects.update(signed_by=section_head)


def test_whoever_reworded_a_draft_neither_reviews_nor_signs_it(clerk, section_head, leader):
    paper = reworded(drafted(clerk), ["另一句话"], by=section_head)
    with pytest.raises(BureauError):
        services.review_paper(paper=paper, by=section_head, at=AT)
    assert paper not in OfficialPaper.objects.waiting_for(section_head)

    paper = reworded(paper, ["再一句话"], by=leader)
    other_head = UserFactory(section=clerk.section, roles=[Role.SECTION_HEAD])
    services.review_paper(paper=paper, by=other_head, at=AT)
    with pytest.raises(BureauError):
        services.sign_paper(paper=paper, by=leader, at=AT)
    assert paper not in OfficialPaper.objects.waiting_for(leader)
    services.sign_paper(paper=paper, by=UserFactory(roles=[Role.LEADER]), at=AT)


def test_what_was_signed_stands_as_it_was_signed(reviewed, leader):
    signed = services.sign_paper(paper=reviewed, by=leader, at=AT)
    numbers, papers = OfficialNumber.objects.all(), OfficialPaper.objects.all()

    edits = [{"title": "另一个标题"}, {"content": {}}, {"pdf": None}, {"state": "draft"}]
    for change in edits:
        assert_refused(papers, **change)
    services.void_paper(paper=signed, reason=WHY, by=leader, at=AT)
    assert_refused(papers, state=PaperState.SIGNED)
    assert_refused(numbers, voiding_reason="另一个理由")


def assert_refused(rows, **change):
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        rows.update(**change)


def test_a_draft_is_laid_aside_by_who_wrote_it_or_signs_and_by_nobody_else(clerk, leader):
    colleague = UserFactory(section=clerk.section, roles=[Role.BUREAU_STAFF])
    for remover, month in ((clerk, "10月"), (leader, "11月")):
        paper = drafted(clerk, month)
        with pytest.raises(PermissionDenied):
            services.void_paper(paper=paper, reason=WHY, by=colleague, at=AT)
        for _twice in range(2):
            voided = services.void_paper(paper=paper, reason=WHY, by=remover, at=AT)
        assert voided.state == PaperState.VOIDED
        assert verbs(paper).count("void_paper") == 1


def test_signing_gives_the_number_the_day_and_the_frozen_files(reviewed, leader):
    paper = services.sign_paper(paper=reviewed, by=leader, at=AT)

    assert str(paper.number) == "安卫通〔2026〕1号"
    assert (paper.paper.number, paper.paper.dated) == ("安卫通〔2026〕1号", "2026年11月21日")
    assert open_file(paper.pdf).startswith(b"%PDF")
    assert open_file(paper.docx).startswith(b"PK")
    assert verbs(paper) == ["draft_paper", "review_paper", "sign_paper"]


def test_signing_twice_keeps_the_number(reviewed, leader):
    first = services.sign_paper(paper=reviewed, by=leader, at=AT)
    again = services.sign_paper(paper=reviewed, by=leader, at=AT)

    assert (again.number, again.pdf) == (first.number, first.pdf)
    assert OfficialNumber.objects.count() == 1


@pytest.mark.parametrize("state", [PaperState.DRAFT, PaperState.VOIDED])
def test_what_is_not_reviewed_gets_no_number(clerk, leader, state):
    paper = drafted(clerk)
    OfficialPaper.objects.update(state=state)

    with pytest.raises(BureauError):
        services.sign_paper(paper=paper, by=leader, at=AT)
    assert not OfficialNumber.objects.exists()


def test_a_signed_paper_is_not_reworded(reviewed, leader, clerk):
    paper = services.sign_paper(paper=reviewed, by=leader, at=AT)

    with pytest.raises(BureauError):
        reworded(paper, ["别的话"], by=clerk)
    with pytest.raises(BureauError):
        services.return_paper(paper=paper, reason=WHY, by=leader, at=AT)


def test_a_paper_given_back_can_be_reworded(reviewed, leader, clerk):
    with pytest.raises(BureauError):
        services.return_paper(paper=reviewed, reason="改", by=leader, at=AT)
    for _twice in range(2):
        paper = services.return_paper(paper=reviewed, reason=WHY, by=leader, at=AT)

    assert (paper.state, paper.reviewed_by) == (PaperState.DRAFT, None)
    assert verbs(paper).count("return_paper") == 1
    assert reworded(paper, ["改好的话"], by=clerk).paper.body == ("改好的话",)


@pytest.mark.long
def test_a_voided_number_stays_and_is_never_given_again(reviewed, leader, clerk, section_head):
    paper = services.sign_paper(paper=reviewed, by=leader, at=AT)
    with pytest.raises(BureauError):
        services.void_paper(paper=paper, reason="错", by=leader, at=AT)
    with pytest.raises(PermissionDenied):
        services.void_paper(paper=paper, reason=WHY, by=clerk, at=AT)

    for _twice in range(2):
        services.void_paper(paper=paper, reason=WHY, by=leader, at=AT)
    follow_up = services.review_paper(paper=drafted(clerk), by=section_head, at=AT)
    follow_up = services.sign_paper(paper=follow_up, by=leader, at=AT)

    assert follow_up.number.number == 2
    register = OfficialNumber.objects.order_by("number")
    assert list(register.values_list("number", "voiding_reason")) == [(1, WHY), (2, "")]
    assert verbs(paper).count("void_paper") == 1


def test_each_year_begins_with_one_by_the_bureaus_own_clock(reviewed, leader, clerk, section_head):
    services.sign_paper(paper=reviewed, by=leader, at=AT)
    other = services.review_paper(paper=drafted(clerk, "11月"), by=section_head, at=AT)

    assert str(services.sign_paper(paper=other, by=leader, at=NEW_YEAR).number) == (
        "安卫通〔2027〕1号"
    )


def test_a_paper_of_a_kind_that_no_app_brings_any_more_can_still_be_voided(
    reviewed, leader, monkeypatch
):
    signed = services.sign_paper(paper=reviewed, by=leader, at=AT)
    monkeypatch.delitem(paper_kinds._kinds, KIND.name)

    assert services.void_paper(paper=signed, reason=WHY, by=leader, at=AT).state == "voided"


def test_the_file_of_a_voided_paper_says_so_by_its_name(reviewed, leader):
    signed = services.sign_paper(paper=reviewed, by=leader, at=AT)

    def taken():
        return services.download_paper(paper=signed, form="pdf", by=leader, at=AT)

    name, content = taken()
    services.void_paper(paper=signed, reason=WHY, by=leader, at=AT)
    signed.refresh_from_db()

    assert taken() == (f"作废-{name}", content)
    assert not name.startswith("作废")


def test_a_signature_that_fails_leaves_no_gap(reviewed, leader, monkeypatch):
    monkeypatch.setattr(services.papers, "write_pdf", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.sign_paper(paper=reviewed, by=leader, at=AT)
    monkeypatch.undo()
    assert not OfficialNumber.objects.exists()

    monkeypatch.setitem(paper_kinds._kinds, KIND.name, KIND)
    assert services.sign_paper(paper=reviewed, by=leader, at=AT).number.number == 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_number_outside_of_a_transaction_is_refused(clerk):
    with pytest.raises(RuntimeError):
        services.issue_number(
            series=NumberSeries.objects.get(code="notice"), year=2026, title="x", by=clerk, at=AT
        )


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_numbers_issued_at_once_have_no_gap_and_no_double(house_stands, clerk):
    def issued(round_of):
        try:
            with transaction.atomic():
                series = NumberSeries.objects.get(code="notice")
                services.issue_number(
                    series=series, year=2026, title=f"{round_of}", by=clerk, at=AT
                )
                if round_of % 5 == 0:
                    raise InterruptedError  # some signatures break off
        except InterruptedError:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(issued, range(60)))

    numbers = OfficialNumber.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, done + 1))
    assert done == 48


# --- Who sees it -----------------------------------------------------------------------------


@pytest.mark.long
def test_a_hospital_sees_what_was_signed_to_it_and_no_draft(
    reviewed, leader, officer, liaison, township
):
    personnel = UserFactory(section=None, roles=[Role.BUREAU_STAFF])
    elsewhere = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    readers = [officer, liaison, elsewhere, personnel]

    def seen():
        people = User.objects.in_bulk([one.pk for one in readers])
        return [
            OfficialPaper.objects.visible_to(people[one.pk]).filter(pk=reviewed.pk).exists()
            for one in readers
        ]

    reviewed.institutions.set([officer.institution])
    assert seen() == [False] * 4
    services.sign_paper(paper=reviewed, by=leader, at=AT)
    assert seen() == [True, True, False, False]
