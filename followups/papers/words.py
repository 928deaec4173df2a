"""The words of the papers, and figures put into them.

An official paper of a Chinese office is written in Chinese whoever asks for it, so its words
stand here and not in the catalogue.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from followups.rules.register import Ratio, RegisterState
from followups.rules.words import CheckState, Verdict

Figures = Mapping[str, Any]

STATE_WORDS = {
    RegisterState.NOT_DUE: "未到期",
    RegisterState.ON_TIME: "按时",
    RegisterState.LATE: "迟交",
    RegisterState.PARTIAL: "部分报送",
    RegisterState.MISSING: "未交",
    RegisterState.NIL: "零报告",
}
RATE_WORDS = {
    "followup": "随访率",
    "coverage": "覆盖率",
    "valid": "有效随访率",
    "timeliness": "及时率",
    "lost_rate": "失访率",
    "phone_validity": "电话有效率",
}
NUMBER_WORDS = {
    "discharged": "出院人数",
    "eligible": "应访人数",
    "attempted": "已尝试",
    "reached": "已访到",
    "timely": "及时访到",
    "lost": "失访",
    "bad_numbers": "空号错号",
    "good_numbers": "电话有效人数",
    "reached_of_all": "出院者中访到",
}
CHECK_STATE_WORDS = {
    CheckState.WAITING: "待同意重抽",
    CheckState.LAID_ASIDE: "未重抽",
    CheckState.REPLACED: "已被重抽替代",
    CheckState.NOBODY: "无人可查",
    CheckState.CALLING: "拨打中",
    CheckState.FINISHED: "结果已齐",
}
VERDICT_WORDS = {
    Verdict.GENUINE: "属实",
    Verdict.NOT_FOLLOWED: "未随访（患者否认）",
    Verdict.CONTENT_MISMATCH: "内容不符",
    Verdict.NUMBER_WRONG: "电话不实",
    Verdict.UNREACHABLE: "未接通",
    Verdict.REFUSED: "拒答",
    Verdict.UNCLEAR: "记不清",
}


def percent(ratio: Ratio) -> str:
    return "—" if ratio.value is None else f"{ratio.value:.1%}"


def share(ratio: Ratio) -> str:
    """Write a share with the two numbers it comes from."""
    return f"{percent(ratio)}（{ratio.numerator}/{ratio.denominator}）"


def title(figures: Figures) -> str:
    month = date.fromisoformat(figures["month"])
    standing = "（暂报）" if is_provisional(figures) else ""
    return f"{month.year}年{month.month}月出院患者随访登记表报送情况{standing}"


def is_provisional(figures: Figures) -> bool:
    """Tell a report built before the month was over: it says as of which hour it stands."""
    return bool(figures.get("as_of"))


def late_run(figures: Figures) -> list[str]:
    """Say that a report was built late, when, and who came in meanwhile; usually nothing."""
    run = figures.get("late_run")
    if not run:
        return []
    arrived = [f"{one['name']}（{one['arrived_on']}）" for one in run["arrived"]]
    return [
        f"（补跑）应于{run['due_at']}封账，实际于{run['ran_at']}补跑，各项数字按应封账时刻计算。",
        *named("截止后至补跑前补交（未计入以上数字）", arrived),
    ]


def anchor(figures: Figures) -> str:
    """Write the anchor that a final report was frozen with; older ones have none."""
    of = figures.get("anchor")
    return f"封账时操作记录链锚点：{of}" if of else ""


def as_of(figures: Figures) -> str:
    day = date.fromisoformat(figures["day" if is_provisional(figures) else "due_on"])
    return f"截至{day.year}年{day.month}月{day.day}日{figures.get('as_of') or '24时'}"


def state_words(line: Mapping[str, Any]) -> str:
    words = STATE_WORDS[RegisterState(line["state"])]
    return f"{words}{line['late_days']}天" if line["late_days"] else words


def named(label: str, names: Sequence[str]) -> list[str]:
    return [f"{label}{len(names)}家：{'、'.join(names)}。"] if names else []
