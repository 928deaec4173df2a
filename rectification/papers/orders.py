"""What tells a unit to put something right (整改通知书), and what urges it (督办单)."""

from dataclasses import dataclass
from datetime import date

from bureau.papers import Paper
from bureau.papers.paper import plan_of, written_day
from rectification.rules.words import SourceKind

SOURCES = {
    SourceKind.COMPLAINT: "投诉调查",
    SourceKind.HOTLINE: "12345热线件办理",
    SourceKind.PETITION: "信访件办理",
    SourceKind.FOLLOWUP: "出院患者随访",
    SourceKind.SPOT_CHECK: "随访抽查",
    SourceKind.SURVEY: "满意度调查",
    SourceKind.INSPECTION: "检查",
    SourceKind.UNANNOUNCED: "暗访",
    SourceKind.ASSESSMENT: "考核",
    SourceKind.SUPERIOR: "上级反馈",
    SourceKind.SELF_CHECK: "自查",
    SourceKind.INTERVIEW: "约谈",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An item of the ledger as these papers say it. `source` names where it became known."""

    no: str
    unit: str
    problem: str
    source: str
    demand: str
    ordered_on: date
    plan_due_on: date
    due_on: date


def notice(one: Ordered, *, bureau: str) -> Paper:
    """Compose the notice of rectification (整改通知书)."""
    return Paper(
        title="整改通知书",
        masthead=bureau,
        addressees=one.unit,
        body=(
            f"依据{plan_of(bureau)}，经{one.source}发现你单位存在以下问题"
            f"（台账编号{one.no}），请认真整改。",
            "一、存在问题",
            _sentence(one.problem),
            "二、整改要求",
            _sentence(one.demand or "查明原因，制定措施，落实责任人，彻底整改"),
            "三、整改时限",
            f"请于{written_day(one.plan_due_on)}前报送整改方案，于{written_day(one.due_on)}前完成整改。",
            "四、反馈方式",
            _feedback(),
        ),
        issuer=bureau,
        office=f"{bureau}办公室",
    )


def supervision(one: Ordered, *, day: date, bureau: str) -> Paper:
    """Compose the sheet that urges a unit (督办单): what was ordered, and how late it is."""
    late = (day - one.due_on).days
    standing = f"截至{written_day(day)}已逾期{late}天" if late > 0 else "请抓紧办理"
    return Paper(
        title="整改事项督办单",
        masthead=bureau,
        addressees=one.unit,
        body=(
            f"本局于{written_day(one.ordered_on)}要求你单位整改的事项（台账编号{one.no}），"
            f"整改时限为{written_day(one.due_on)}，{standing}。依据{plan_of(bureau)}，现予督办。",
            "一、督办事项",
            _sentence(one.problem),
            "二、督办要求",
            _sentence(one.demand or "查明原因，制定措施，落实责任人，彻底整改"),
            "请你单位主要负责人亲自过问，收到本督办单后三个工作日内书面说明进展和未完成的原因，"
            "并尽快完成整改。",
            "三、反馈方式",
            _feedback(),
        ),
        issuer=bureau,
        office=f"{bureau}办公室",
    )


def _sentence(text: str) -> str:
    return f"{text.strip().rstrip('。')}。"


def _feedback() -> str:
    return "请在整改台账中填报进展、上传佐证材料，完成后申请销号，由本局验收。"
