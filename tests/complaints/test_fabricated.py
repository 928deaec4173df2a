"""What was made up: said by two people, taken back with the findings, cleared up by a letter."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from bureau import paper_kinds
from bureau.models import Act, OfficialPaper
from bureau.rules import Role
from bureau.services import (
    BureauError,
    draft_paper,
    open_file,
    review_paper,
    send_paper,
    sign_paper,
)
from complaints import exports, figures, selectors, services
from complaints.models import Case, Fabrication
from complaints.paper_kinds import letters
from complaints.rules import findings
from complaints.rules.steps import Step
from complaints.rules.words import CaseState, Channel, Finding, ReplyWay
from complaints.selectors import clarifying
from complaints.services import CaseError
from complaints.verbs import offered
from tests.complaints.conftest import moment, of_petition_desk
from tests.factories import StaffFactory, UserFactory
from tests.pdf_text import text_of

BASIS = "监控显示当日投诉人未到院，且其书面承认系捏造"
U, V = Finding.UNSUBSTANTIATED, Finding.UNVERIFIABLE
S, N = Finding.SUBSTANTIATED, Finding.OUTSIDE


@pytest.mark.parametrize(
    ("held", "may"),
    [([], False), ([U], True), ([U, U], True), ([U, V], False), ([V], False), ([U, S], False),
     ([U, N], False)],
    ids=["nothing found", "untrue", "all untrue", "part not verifiable", "not verifiable",
         "part true", "part not ours"],
)  # fmt: skip
def test_made_up_is_only_what_was_found_untrue_all_of_it(held, may):
    assert findings.may_be_made_up(held) is may


@pytest.mark.parametrize(
    ("by", "may"), [(1, False), (2, False), (3, True)],
    ids=["who marked it", "who handles it", "a third"],
)  # fmt: skip
def test_a_second_person_who_did_not_handle_it_confirms(by, may):
    assert findings.may_confirm_made_up(by=by, marked_by=1, handled={2}) is may


@pytest.fixture
def leader(db):
    return UserFactory(roles=[Role.LEADER])


@pytest.fixture
def other(desk):
    return UserFactory(section=desk.head.section, roles=[Role.BUREAU_STAFF], is_staff=True)


@pytest.fixture
def untrue(desk):
    return desk.replied(finding=U)


def mark(desk, case, *, by=None, on="2026-11-06", basis=BASIS):
    return desk.do("mark_fabricated", case, on=on, by=by, basis=basis)


def confirm(one, by, *, on="2026-11-07", is_granted=True, answer=""):
    return services.confirm_fabricated(
        mark=one, is_granted=is_granted, answer=answer, by=by, at=moment(on)
    )


def standing(case):
    return selectors.fabricated([case.pk]) == {case.pk}


@pytest.mark.long
def test_it_holds_once_a_second_person_confirms_it_and_said_twice_it_is_one(desk, untrue):
    first = mark(desk, untrue)
    assert mark(desk, untrue) == first
    assert not standing(untrue)

    confirm(first, desk.head)
    confirm(first, desk.head, on="2026-11-08")

    assert standing(untrue)
    acts = Act.objects.filter(object_no=untrue.no, verb__endswith="_fabricated")
    assert [one.verb for one in acts.order_by("pk")] == ["mark_fabricated", "confirm_fabricated"]


@pytest.mark.long
def test_nobody_confirms_an_own_mark_or_what_they_handle(desk, untrue, other):
    one = mark(desk, untrue, by=desk.head)
    Case.objects.filter(pk=untrue.pk).update(handler=other)

    for by in (desk.head, other):
        with pytest.raises(CaseError, match="Somebody else confirms it"):
            confirm(one, by)
    assert not standing(untrue)


@pytest.mark.long
def test_who_handed_the_case_over_confirms_nothing_in_the_database_either(desk, untrue, other):
    one = mark(desk, untrue, by=desk.head)
    for handler in (other, desk.clerk):
        Case.objects.filter(pk=untrue.pk).update(handler=handler)

    with pytest.raises(CaseError, match="nor who handled the case"):
        confirm(one, other)
    said = {"confirmed_by": other, "confirmed_at": moment("2026-11-07")}
    with pytest.raises(DatabaseError, match="who handled a case"), transaction.atomic():
        Fabrication.objects.filter(pk=one.pk).update(**said)
    confirm(one, UserFactory(section=desk.head.section, roles=[Role.BUREAU_STAFF]))
    assert standing(untrue)


@pytest.mark.long
def test_it_is_refused_of_what_is_true_without_a_basis_and_while_another_mark_stands(desk, untrue):
    with pytest.raises(CaseError, match="what shows"):
        mark(desk, untrue, basis="假")
    mark(desk, untrue)
    with pytest.raises(CaseError, match="marked already"):
        mark(desk, untrue, by=desk.head, basis="另有证据证明是捏造")
    true = desk.verified(who=services.Complainant(name="赵敏", phone="13855144503"))

    with pytest.raises(CaseError, match="Made up is only"):
        mark(desk, true)

    assert Fabrication.objects.count() == 1


@pytest.mark.long
def test_units_and_who_is_named_say_nothing_of_it(desk, untrue):
    staff = StaffFactory(institution=desk.hospital)
    untrue.people.create(
        said_as="张医生", staff=staff, institution=desk.hospital, tied_by=desk.clerk,
        tied_at=moment("2026-11-04"),
    )  # fmt: skip
    named = UserFactory(section=desk.head.section, staff=staff, roles=[Role.BUREAU_STAFF])

    with pytest.raises(CaseError, match="never the unit"):
        mark(desk, untrue, by=desk.officer)
    with pytest.raises(CaseError, match="named in a case"):
        mark(desk, untrue, by=named)


@pytest.mark.long
def test_the_second_person_may_say_that_it_is_not_so_and_then_it_can_be_marked_anew(desk, untrue):
    one = mark(desk, untrue)
    with pytest.raises(CaseError, match="why it is not so"):
        confirm(one, desk.head, is_granted=False)

    confirm(one, desk.head, is_granted=False, answer="证据只说明记错了日期")

    with pytest.raises(CaseError, match="said their word"):
        confirm(one, desk.head)
    assert not standing(untrue)
    assert mark(desk, untrue, on="2026-11-08") != one


@pytest.mark.long
def test_taken_up_again_nothing_is_held_to_be_made_up(desk, untrue):
    confirm(mark(desk, untrue), desk.head)

    desk.do("reopen_case", untrue, on="2026-11-09", why="提供了新的录音", calendar=desk.calendar)

    assert not standing(untrue)
    back = Act.objects.get(object_no=untrue.no, verb="take_back_fabricated")
    assert back.why == "提供了新的录音"


@pytest.mark.long
def test_the_database_refuses_it_too(desk, untrue):
    true = desk.verified(who=services.Complainant(name="赵敏", phone="13855144503"))
    said = {"basis": BASIS, "marked_by": desk.clerk, "marked_at": moment("2026-11-06")}
    one = mark(desk, untrue)
    rows = Fabrication.objects.filter(pk=one.pk)
    confirmed = {"confirmed_at": moment("2026-11-07")}
    for wrong in (
        lambda: Fabrication.objects.create(case=true, **said),
        lambda: Fabrication.objects.create(case=untrue, **said),
        lambda: rows.update(confirmed_by=desk.clerk, **confirmed),
        lambda: rows.update(basis="另外的话"),
        lambda: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


@pytest.mark.long
def test_it_is_offered_only_to_whom_it_is_for(desk, untrue):
    def steps(user):
        untrue.refresh_from_db()
        return {verb.step for verb in offered(user, untrue)}

    assert Step.FABRICATED in steps(desk.clerk)
    assert Step.CONFIRM_FABRICATED not in steps(desk.head)
    mark(desk, untrue)

    assert Step.FABRICATED not in steps(desk.head)
    assert Step.CONFIRM_FABRICATED in steps(desk.head)
    assert Step.CONFIRM_FABRICATED not in steps(desk.clerk)


def named_case(desk, **said):
    """Verify a case that names one who was found and one of whom nobody said who it is."""
    case = desk.dispatched(**said)
    by = desk.taker(case)
    desk.report(case)
    staff = StaffFactory(institution=desk.hospital, name="张伟民")
    alleged = desk.do("add_allegation", case, text="说话生硬")
    told = [desk.do("name_person", case, said_as=one) for one in ("张医生", "一个高个子护士")]
    services.tie_person(person=told[0], staff=staff, by=by, at=moment("2026-11-04"))
    found = {"finding": U, "basis": "调取监控与谈话记录", "by": by, "at": moment("2026-11-05")}
    services.find_allegation(allegation=alleged, **found)
    for one in told:
        services.find_person(person=one, **found)
    second = of_petition_desk() if by != desk.clerk else desk.head
    desk.do("verify_case", case, on="2026-11-05", by=second)
    confirm(mark(desk, case, by=by), second)
    text = {"way": ReplyWay.PHONE, "text": "已核实"}
    desk.do("reply_case", case, on="2026-11-07", by=by, calendar=desk.calendar, **text)
    case.refresh_from_db()
    return case, told, staff


def signed(one, desk, leader, by=None):
    kind = paper_kinds.paper_kind(one.kind)
    paper = draft_paper(kind=kind, about=one.about, by=by or desk.clerk, at=moment("2026-11-08"))
    send_paper(paper=paper, by=by or desk.clerk, at=moment("2026-11-08"))
    review_paper(paper=paper, by=desk.head, at=moment("2026-11-08", 11))
    return sign_paper(paper=paper, by=leader, at=moment("2026-11-08", 12))


@pytest.mark.long
def test_each_named_gets_a_letter_that_never_names_who_complained(desk, leader):
    case, _told, staff = named_case(desk)
    tied, untied = letters(case, desk.clerk)

    papers = [signed(one, desk, leader) for one in (tied, untied)]

    said = ["".join(one.paper.body) + one.paper.addressees for one in papers]
    assert "张伟民同志" in said[0]
    assert desk.hospital.name in said[1]
    assert "所涉工作人员" in said[1]
    for one in said:
        assert case.no in one
        assert "不得打听、追查投诉人" in one
        for word in ("黄志涛", "13855144502", "高个子", BASIS):
            assert word not in one
    assert [one.number.text for one in papers] == ["安卫澄〔2026〕1号", "安卫澄〔2026〕2号"]
    assert OfficialPaper.objects.visible_to(desk.officer).count() == 2
    assert list(clarifying.own_letters([staff.pk])) == [papers[0]]
    assert not OfficialPaper.objects.overtaken().exists()
    assert "张伟民同志" in text_of(open_file(papers[0].pdf))


@pytest.mark.long
def test_taken_back_before_the_signature_no_letter_goes_out_and_after_it_nobody_reads_it(
    desk, leader
):
    case, _told, staff = named_case(desk)
    tied, untied = letters(case, desk.clerk)
    paper = signed(tied, desk, leader)
    kind = paper_kinds.paper_kind(untied.kind)
    draft = draft_paper(kind=kind, about=untied.about, by=desk.clerk, at=moment("2026-11-08"))
    desk.do("reopen_case", case, on="2026-11-09", why="提供了新的录音", calendar=desk.calendar)

    send_paper(paper=draft, by=desk.clerk, at=moment("2026-11-09"))
    with pytest.raises(BureauError, match="was made up"):
        review_paper(paper=draft, by=desk.head, at=moment("2026-11-09", 11))

    assert not clarifying.own_letters([staff.pk]).exists()
    shown = letters(case, desk.clerk)
    assert [(one.paper, one.may_draft) for one in shown] == [(paper, False), (draft, False)]
    assert list(OfficialPaper.objects.visible_to(leader).overtaken()) == [paper]


@pytest.mark.long
def test_no_letter_before_it_is_confirmed_by_another_section_or_of_an_accusation(desk, untrue):
    person = untrue.people.create(said_as="张医生", institution=desk.hospital)
    kind = paper_kinds.paper_kind("complaints.clarification")
    said = {"kind": kind, "about": clarifying.about(person), "at": moment("2026-11-08")}
    with pytest.raises(CaseError, match="Nobody confirmed"):
        draft_paper(by=desk.clerk, **said)
    confirm(mark(desk, untrue), desk.head)
    with pytest.raises(Case.DoesNotExist):
        draft_paper(by=of_petition_desk(), **said)

    desk.do("make_accusation", untrue, on="2026-11-08", why="反映收受药商回扣，属检举控告")

    untrue.refresh_from_db()
    assert clarifying.letter_kind(untrue) == ""
    assert letters(untrue, of_petition_desk()) == []


@pytest.mark.long
def test_letters_of_petitions_are_the_petition_sections(desk):
    assert clarifying.letter_kind(Case(channel=Channel.PETITION_LETTER)).endswith("_petition")
    assert clarifying.letter_kind(Case(channel=Channel.BUREAU_PHONE)).endswith("clarification")


@pytest.mark.long
def test_the_list_and_the_numbers_say_so(desk, untrue):
    def numbers():
        days = {"first": moment("2026-11-01").date(), "last": moment("2026-11-30").date()}
        told = figures.figures(institutions=[desk.hospital], calendar=desk.calendar, **days)
        return next((one.numerator, one.denominator) for one in told if one.code == "fabricated")

    assert numbers() == (0, 1)
    confirm(mark(desk, untrue), desk.head)

    listing = exports.cases(desk.clerk, {"tab": "all"}, False, moment("2026-11-30").date())
    [row] = list(listing.rows())
    assert row[listing.headings.index("捏造事实")] == "是"
    assert numbers() == (1, 1)
    desk.do("reopen_case", untrue, on="2026-12-09", why="提供了新的录音", calendar=desk.calendar)
    assert numbers() == (1, 1)


@pytest.mark.long
def test_the_page_marks_confirms_and_drafts_in_chinese_and_the_unit_reads_no_basis(
    desk, client, settings
):
    settings.LANGUAGE_CODE = "zh-hans"
    case = desk.replied(finding=U)
    person = case.people.create(said_as="张医生", institution=desk.hospital)
    client.force_login(desk.clerk)
    step = reverse("complaints:step", args=[case.no, Step.FABRICATED])
    with translation.override("zh-hans"):
        assert client.post(step, {"basis": BASIS}).status_code == 302
        client.force_login(desk.head)
        step = reverse("complaints:step", args=[case.no, Step.CONFIRM_FABRICATED])
        assert BASIS in client.get(step).content.decode()
        said = {"is_granted": "yes", "shown": Fabrication.objects.get().pk}
        assert client.post(step, said).status_code == 302
        page = client.get(case.get_absolute_url()).content.decode()
        client.force_login(desk.officer)
        theirs = client.get(case.get_absolute_url()).content.decode()

    assert clarifying.about(person) in page
    assert "起草澄清函" in page
    assert "捏造事实" in page
    assert "捏造事实" in theirs
    assert BASIS not in theirs
    case.refresh_from_db()
    assert case.state == CaseState.REPLIED
