"""Each paper of the road set as document and as PDF, and its words read back out of both."""

import io
import re
from datetime import UTC, date, datetime

import docx
import pytest

from accountability.papers import carrying, ending, redress
from accountability.rules.words import Heard, MeasureCode, Organ, Outcome, RemedyKind, Task
from bureau.papers import Paper, write_docx, write_pdf
from tests.accountability.test_carrying_rules import CALLED, TOLD
from tests.pdf_text import text_of

AT = datetime(2026, 12, 28, 2, tzinfo=UTC)
BUREAU = "安和县卫生健康局"
BOTH = (
    redress.Left(MeasureCode.AWARD_BAN, falls=True),
    redress.Left(
        MeasureCode.TITLE_PROMOTION_BAN,
        falls=False,
        last=date(2028, 11, 26),
        is_cut=True,
        months=60,
        left_months=24,
    ),
)


def answered(kind=RemedyKind.REVIEW, outcome=Outcome.VARIED) -> redress.Answered:
    return redress.Answered(
        kind=kind, person="张医生", unit="县人民医院", year="2026年度",
        decision_no="安卫处〔2026〕1号", decided_on=date(2026, 11, 27), asked_on=date(2026, 12, 20),
        outcome=outcome, left=BOTH, opinion="复核认为事实清楚，结合所述情况作出本决定。",
        organ=Organ.BUREAU_MEETING, minutes_no="安卫会纪〔2026〕40号", on=date(2026, 12, 28),
        appeal_days=30,
    )  # fmt: skip


ENDED = ending.Ended(
    person="张医生", unit="县人民医院", told_no="安卫处〔2026〕1号", told_on=date(2026, 11, 27),
    reason="陈述成立", on=date(2026, 12, 1), organ=Organ.PARTY_GROUP,
    minutes_no="安卫党组纪〔2026〕9号",
)  # fmt: skip


def papers() -> dict[str, Paper]:
    revoked = answered(RemedyKind.GROUND, Outcome.REVOKED)
    published = carrying.Published(
        scope=carrying.Scope.COUNTY, facts="对患者李某某言语生硬", decision="安卫处〔2026〕1号",
        organ=Organ.BUREAU_MEETING, on=date(2026, 11, 27), demands="开展自查",
    )  # fmt: skip
    return {
        "变更原处理决定，减轻如下": redress.answer(answered(), bureau=BUREAU),
        "于2026年12月20日提出申诉": redress.answer(answered(RemedyKind.APPEAL), bureau=BUREAU),
        "决定撤销该处理决定": redress.revocation(revoked, bureau=BUREAU),
        "请收到原通报的各单位在原传达范围内予以更正": redress.correction(
            revoked, bulletin="安卫通〔2026〕11号", scope=carrying.Scope.COUNTY, bureau=BUREAU
        ),
        "待聘期间少发的工资由所在单位补发": redress.restoration(
            revoked, [Task.AWARDS, Task.BACK_PAY], bureau=BUREAU
        ),
        "约谈对象：县人民医院分管负责人王红同志": carrying.summons(CALLED, bureau=BUREAU),
        "所列的处理措施均不作出": ending.dismissal(
            ENDED, heard=Heard.WAIVED, heard_on=date(2026, 11, 30), bureau=BUREAU
        ),
        "尚在执行的“待聘一年”自2026年12月1日起不再执行": ending.lifting(
            ENDED, measures=["待聘一年"], bureau=BUREAU
        ),
        "不得对外公布": carrying.bulletin(TOLD, published, bureau=BUREAU),
    }


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]", "", text)


@pytest.mark.long
def test_every_paper_reads_the_same_out_of_its_document_and_its_pdf():
    for words, paper in papers().items():
        issued = paper.issued(number="安卫号〔2026〕3号", on=AT.date())
        file = docx.Document(io.BytesIO(write_docx(issued)))
        written = squeezed("".join(one.text for one in file.paragraphs))
        printed = squeezed(text_of(write_pdf(issued, at=AT)))
        printed = re.sub("—\\d—", "", printed)
        for said in (issued.title, words, *issued.body, issued.number, BUREAU, "2026年12月28日"):
            assert squeezed(said) in written, (issued.title, said)
            assert squeezed(said) in printed, (issued.title, said)


def test_what_a_review_leaves_and_what_a_taking_back_restores_is_said_in_full():
    made = papers()
    left = "".join(made["变更原处理决定，减轻如下"].body)
    assert "撤销“取消2026年度评先树优资格”；" in left
    shorter = "的执行期限由5年缩短为2年，执行至2028年11月26日止"
    assert f"“5年内不得晋升职称”{shorter}" in left
    assert made["变更原处理决定，减轻如下"].title == "复核决定书"
    assert made["于2026年12月20日提出申诉"].title == "申诉处理决定书"
    assert made["决定撤销该处理决定"].title == "撤销决定书"
    correction = made["请收到原通报的各单位在原传达范围内予以更正"]
    assert (correction.title, correction.addressees) == ("更正通报", "各医疗卫生机构")
