"""Talks and bulletins without a database: what is masked, what is a demand, what a paper says."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from accountability.papers import carrying as papers
from accountability.papers.road import Imposed, Told
from accountability.rules.carrying import (
    BY_THEIR_PAPER,
    Charge,
    Interviewed,
    Scope,
    TalkKind,
    demands,
    in_charge,
    masked,
)
from accountability.rules.words import MeasureCode, Organ

TOLD = Told(
    person="张医生", unit="县人民医院", year="2026年度", times="1", facts="言语生硬",
    basis="工作方案第五条", measures=[Imposed(MeasureCode.COUNTY_BULLETIN, None)],
)  # fmt: skip
CALLED = papers.Called(
    no="YT-2026-0001", unit="县人民医院", whom=Interviewed.DEPUTY, name="王红",
    decision="安卫处〔2026〕1号", decided_on=date(2026, 11, 27), reason="门诊态度问题。",
    meets_at=datetime(2026, 12, 3, 9, 5, tzinfo=UTC), interviewers="李局、赵科长",
    place="局二楼会议室",
    purpose="指出问题，提出要求。", bring="", contact="人事科 0796-1234567",
)  # fmt: skip


def test_who_complained_is_masked_and_longer_names_go_first():
    said = masked("李小红之父李小向李小红道歉，赵也在", ["李小", "李小红", "赵", " 李小红 "])
    assert said == "李某某之父李某向李某某道歉，赵也在"
    assert masked("无姓名", []) == "无姓名"


def test_a_demand_is_a_line_and_one_twice_is_one():
    assert demands(" 培训\n\n补岗 \n培训\n") == ["培训", "补岗"]
    assert demands(" \n") == []


def test_what_is_carried_out_by_its_own_paper_is_interview_and_bulletin():
    assert {one.value for one in BY_THEIR_PAPER} == {
        "interview_deputy", "interview_principal", "department_talk", "county_bulletin",
    }  # fmt: skip


def test_the_summons_is_a_letter_that_says_who_where_when_and_what_for():
    paper = papers.summons(CALLED, bureau="安和县卫生健康局")
    said = "".join(paper.body)
    assert paper.letter
    assert paper.addressees == "县人民医院"
    for words in (
        "门诊态度问题。依据2026年11月27日处理决定书（安卫处〔2026〕1号）",
        "1. 约谈对象：县人民医院分管负责人王红同志。",
        "2. 约谈时间：2026年12月3日9时05分。",
        "4. 约谈人：李局、赵科长。", "5. 约谈目的：指出问题，提出要求。",
        "6. 携带材料：无。", "7. 联系方式：人事科 0796-1234567。",
    ):  # fmt: skip
        assert words in said


def test_the_summons_lists_what_is_attached_to_it_and_nothing_where_nothing_is():
    enclosed = replace(CALLED, enclosed=["投诉汇总", "整改清单"])

    assert papers.summons(enclosed, bureau="局").attachments == ("投诉汇总", "整改清单")
    assert papers.summons(CALLED, bureau="局").attachments == ()


@pytest.mark.parametrize(
    ("charges", "concerned", "posts"),
    [
        ([Charge(1, frozenset({7})), Charge(2, frozenset({8}))], [8], [2]),
        ([Charge(1, frozenset({7})), Charge(2, frozenset({8}))], [7, 8], [1, 2]),
        # a department's leader before the one for medical service
        ([Charge(1, frozenset({7})), Charge(2, words="分管医疗、护理")], [7], [1]),
        ([Charge(1, frozenset({7})), Charge(2, words="分管医疗、护理")], [8], [2]),
        ([Charge(1, frozenset({7})), Charge(2, words="医务科、院感科")], [], [2]),
        ([Charge(1, words="分管后勤、基建")], [7], []),  # no remit says: whoever is chosen
        ([Charge(1)], [7], []),
        ([Charge(1, words="医疗保险、医疗设备"), Charge(2, words="医疗")], [], [2]),
        ([Charge(1, words="分管医疗保障")], [], []),
        ([], [7], []),
    ],
)
def test_in_charge_is_who_leads_the_department_else_the_medical_service(charges, concerned, posts):
    assert in_charge(charges, concerned) == posts


def test_the_record_holds_every_field_and_a_demand_with_its_number_in_the_ledger():
    record = papers.Minutes(
        kind=TalkKind.ADMONISH, held_on=date(2026, 12, 3), recorder="钱", facts="监控为证",
        cases="TS-1、TS-2", demands=[("培训", "ZG-2026-0001"), ("补岗", "ZG-2026-0002")],
        due_on=date(2026, 12, 31), position="认识到位", signed="王红、李局", attachments=["附页"],
    )  # fmt: skip
    rows = dict(papers.minutes(CALLED, record, bureau="局").tables[0].rows)
    assert rows["约谈类型"] == "告诫约谈"
    assert (rows["约谈对象"], rows["单位及职务"]) == ("王红", "县人民医院分管负责人")
    person = replace(CALLED, whom=Interviewed.PERSON, post="医生、主治医师")
    of_person = dict(papers.minutes(person, record, bureau="局").tables[0].rows)
    assert of_person["单位及职务"] == "县人民医院医生、主治医师"
    assert rows["整改要求"] == "1. 培训（ZG-2026-0001）；2. 补岗（ZG-2026-0002）"
    assert (rows["整改时限"], rows["附件"]) == ("2026年12月31日", "附页")
    assert all(rows.values())


def test_a_bulletin_stays_inside_and_its_title_names_nobody():
    said = papers.Published(
        scope=Scope.COUNTY, facts="对患者李某某言语生硬", decision="安卫处〔2026〕1号",
        organ=Organ.BUREAU_MEETING, on=date(2026, 11, 27), demands="开展自查\n\n加强培训",
    )  # fmt: skip
    paper = papers.bulletin(TOLD, said, bureau="安和县卫生健康局")
    assert "张医生" not in paper.title
    assert "不得对外公布" in paper.note
    assert paper.addressees == "各医疗卫生机构"
    assert paper.body[-2:] == ("开展自查", "加强培训")
    assert "对县人民医院张医生作出以下处理：" in paper.body[5]
    assert paper.body[6] == "在全县卫生健康系统通报批评。"
