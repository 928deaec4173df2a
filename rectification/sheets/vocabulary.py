"""The words under which an old ledger says source, severity, kind and state."""

from collections.abc import Mapping

from bureau.sheet_cells import normal_heading
from rectification.rules.words import ItemState, Method, RectKind, Severity, SourceKind


def _words(table: Mapping[str, str]) -> dict[str, str]:
    return {
        normal_heading(word): meaning for meaning, words in table.items() for word in words.split()
    }


SOURCES = _words({
    SourceKind.COMPLAINT: "投诉 群众投诉 患者投诉 投诉举报 来电投诉",
    SourceKind.HOTLINE: "12345 12345热线 市民热线 热线 热线工单 12345工单",
    SourceKind.PETITION: "信访 来信来访 信访件",
    SourceKind.FOLLOWUP: "随访 出院随访 回访 电话回访",
    SourceKind.SPOT_CHECK: "抽查 随访抽查",
    SourceKind.SURVEY: "满意度 满意度调查 问卷 问卷调查",
    SourceKind.INSPECTION: "检查 督导 督导检查 日常检查 专项检查 现场检查 监督检查",
    SourceKind.UNANNOUNCED: "暗访 明查暗访 明察暗访",
    SourceKind.ASSESSMENT: "考核 绩效考核 年度考核",
    SourceKind.SUPERIOR: "上级反馈 上级督办 上级检查 上级交办 巡察 巡视 审计",
    SourceKind.SELF_CHECK: "自查 自查自纠 自查发现",
    SourceKind.INTERVIEW: "约谈",
})  # fmt: skip
SEVERITIES = _words({
    Severity.ORDINARY: "一般 轻微 低 普通 一般问题",
    Severity.SERIOUS: "较重 较大 中 重要 较重问题",
    Severity.HIGH: "严重 重大 高 特别严重 严重问题 重大问题",
})  # fmt: skip
KINDS = _words({
    RectKind.IMMEDIATE: "立行立改 立即整改 立即 即知即改 立整立改",
    RectKind.LIMITED: "限期整改 限期 限时整改",
    RectKind.STANDING: "长期坚持 长期 持续整改 常态化 长期整改 持续推进",
})  # fmt: skip
STATES = _words({
    ItemState.DRAFT: "待立项 拟立项 待研究 待核实",
    ItemState.ISSUED: "待整改 未整改 未完成 已下达 未启动 未开始 方案已报 否",
    # What an old ledger calls done nobody of the bureau has seen yet, unless it says struck off.
    ItemState.RECTIFYING: "整改中 正在整改 推进中 持续推进 退回整改 部分完成 基本完成 阶段性完成 "
    "长期坚持 已整改 已完成 完成 整改完成 整改到位 申请销号 待销号 未销号 待验收 验收核查 公示中",
    ItemState.CLOSED: "已销号 销号 完成销号 已验收销号 已完成销号 验收销号 是",
})  # fmt: skip
YES_NO = _words({"yes": "是 √ ✓ 有 共性 共性问题 y yes", "no": "否 × 个性 个性问题 n no"})

ON_SITE, BY_TELEPHONE = ("现场", "实地"), ("电话",)


def method_of(text: str) -> Method:
    """Tell from what an old ledger says of the verification how it was seen; else by its papers."""
    if any(word in text for word in ON_SITE):
        return Method.ON_SITE
    return Method.TELEPHONE if any(word in text for word in BY_TELEPHONE) else Method.DOCUMENTS
