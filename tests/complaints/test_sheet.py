"""The sheet of a case on paper: whole for the bureau, masked, and for a unit what it may read."""

import dataclasses

import pytest
from django.urls import reverse

from bureau.models import Act
from complaints import services
from complaints.papers.sheet import case_sheet
from complaints.rules.words import Audience, Confidentiality
from complaints.views.sheet import told
from tests.complaints.conftest import moment

PROTECTED = services.Complainant(
    confidentiality=Confidentiality.FROM_UNIT, name="黄志涛", phone="13855144502",
    relation="丈夫", patient="孙桂兰",
)  # fmt: skip
WORDS = "我是黄志涛，请打138 5514 4502，张医生态度差"


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(moment("2026-11-06"), tick=False)


@pytest.fixture
def case(desk):
    case = desk.replied(who=PROTECTED, words=WORDS)
    desk.do("write_entry", case, text="内部：先查监控")
    return case


@pytest.mark.long
def test_the_bureau_prints_the_whole_course_with_who_complained_masked(desk, case):
    said = str(dataclasses.astuple(told(case, desk.clerk)))

    for part in (case.no, "张医生态度差", "请核实服务态度问题", "已谈话提醒", "调取监控与谈话记录",
                 "已核实并批评教育", "黄**", "138****4502"):  # fmt: skip
        assert part in said
    for hidden in ("黄志涛", "5514 4502", "13855144502", "孙桂兰"):
        assert hidden not in said


@pytest.mark.long
@pytest.mark.parametrize(
    "hidden", ["黄", "4502", "丈夫", "孙", "张医生态度差", "内部", "已核实并批评教育"]
)
def test_a_unit_prints_no_more_than_its_page_shows(desk, case, hidden):
    one = told(case, desk.officer)

    assert hidden not in str(dataclasses.astuple(one))
    assert one.words == "请核实服务态度问题"


@pytest.mark.long
def test_a_finding_that_does_not_hold_yet_is_on_no_paper_of_the_unit(desk):
    case = desk.dispatched()
    desk.report(case)
    alleged = desk.do("add_allegation", case, text="说话生硬")
    services.find_allegation(
        allegation=alleged, finding="substantiated", basis="调取监控与谈话记录", by=desk.clerk,
        at=moment("2026-11-05"),
    )  # fmt: skip

    assert told(case, desk.officer).findings == []
    assert len(told(case, desk.clerk).findings) == 1


def test_a_statement_stands_on_the_sheet_of_its_own_unit_and_of_the_bureau(desk):
    case = desk.dispatched()
    desk.do("file_statement", case, institution=desk.hospital, text="并未争吵", by=desk.officer)

    assert [len(told(case, user).statements) for user in (desk.clerk, desk.officer)] == [1, 1]


@pytest.mark.long
def test_the_paper_has_every_part_and_room_for_two_signatures(desk, case):
    paper = case_sheet(told(case, desk.clerk), bureau="安和县卫生健康局")

    whole, course = paper.tables
    labels = [label for label, _said in whole.rows]
    assert labels[-2:] == ["承办科室意见", "局领导意见"]
    assert len(labels) == len(set(labels)) == 21
    assert len(course.rows) >= 6


@pytest.mark.long
@pytest.mark.parametrize("is_ended", [True, False])
def test_an_open_case_prints_as_a_draft_and_who_printed_it_is_written_down(
    desk, client, case, is_ended, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        "complaints.views.sheet.write_pdf",
        lambda paper, *, at, draft: asked.append(draft) or b"%PDF-1.7",
    )
    if is_ended:
        type(case).objects.filter(pk=case.pk).update(state="closed", closed_at=moment("2026-11-06"))
    client.force_login(desk.clerk)

    answer = client.get(reverse("complaints:sheet_pdf", args=[case.no]))

    assert asked == [not is_ended]
    assert answer["Content-Disposition"].startswith("attachment")
    assert Act.objects.get(verb="download_paper").object_no == case.no


@pytest.mark.long
def test_a_note_to_the_institution_is_a_matter_of_the_page(desk, case):
    desk.do("write_entry", case, text="请保留录像", audience=Audience.INSTITUTION)

    assert "请保留录像" not in str(dataclasses.astuple(told(case, desk.clerk)))
