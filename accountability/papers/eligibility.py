"""The answer of a check of eligibility as a paper (资格核查结果)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountability.rules.bans import BanScope
from accountability.rules.effects import Purpose
from accountability.rules.eligibility import Result, Unclear
from accountability.rules.words import MeasureCode
from bureau.papers import Paper, PaperTable
from bureau.papers.paper import written_day

HEADINGS = ("序号", "姓名", "工号", "单位", "核查结果", "依据或所需材料")
WIDTHS = (1, 2, 2, 4, 2, 5)
PURPOSES = {Purpose.AWARD: "评先树优", Purpose.TITLE: "职称晋升", Purpose.APPOINTMENT: "岗位聘任"}
RESULTS = {
    Result.ELIGIBLE: "符合", Result.NOT_ELIGIBLE: "不符合", Result.UNCLEAR: "无法确定",
}  # fmt: skip
NEEDED = {
    Unclear.NOT_KNOWN: "可核查的人员中无此姓名，请核对姓名和单位",
    Unclear.NOT_IN_EFFECT: "处理决定已送达，尚未开始执行，请向卫健局人事科核实",
    Unclear.SEVERAL: "有同名人员，请补充工号或联系电话",
    Unclear.OTHER_STAFF_NO: "姓名与工号不一致，请核对",
    Unclear.OTHER_PHONE: "姓名与联系电话不一致，请补充工号",
    Unclear.OTHER_HOUSE: "姓名与单位不一致，请核对",
}
SHORT = {
    MeasureCode.AWARD_BAN: "取消评先树优资格",
    MeasureCode.TITLE_PROMOTION_BAN: "不得晋升职称",
    MeasureCode.PENDING_APPOINTMENT: "待聘",
}
SCOPES = {BanScope.APPLY: "申报", BanScope.APPOINT: "聘任"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a check says beside its lines."""

    no: str
    code: str
    purpose: Purpose
    year: int | None
    award: str
    on: date
    checked_on: date
    asked_by: str
    lines: Sequence[dict]


def rows(lines: Sequence[dict]) -> list[tuple[str, ...]]:
    """Write the lines as both the paper and the workbook have them."""
    return [
        (str(n), one["name"], one["staff_no"], one["house"], RESULTS[Result(one["result"])],
         _basis(one))
        for n, one in enumerate(lines, 1)
    ]  # fmt: skip


def _basis(one: dict) -> str:
    if one["result"] == Result.UNCLEAR:
        return f"{one.get('number', '')} {NEEDED[Unclear(one['why'])]}".strip()
    if one["result"] == Result.ELIGIBLE:
        return ""
    until = f"至{written_day(date.fromisoformat(one['until']))}" if one["until"] else ""
    scope = "、".join(SCOPES[BanScope(word)] for word in one.get("scope", ()))
    kept = f"（{scope}）" if scope else ""
    return f"{one['number']} {SHORT[MeasureCode(one['measure'])]}{kept}{until}"


def answer(said: Answered, *, bureau: str) -> Paper:
    """Compose the paper; whoever holds it finds it confirmed by its number and code."""
    purpose = PURPOSES[said.purpose]
    if said.year is not None:
        purpose = f"{said.year}年度{purpose}"
    if said.award:
        purpose = f"{purpose}（{said.award}）"
    table = PaperTable(headings=HEADINGS, rows=tuple(rows(said.lines)), widths=WIDTHS)
    return Paper(
        title="资格核查结果",
        body=(
            f"编号：{said.no}",
            f"核查事项：{purpose}；核查截止日：{written_day(said.on)}；人数：{len(said.lines)}人；"
            f"申请核查：{said.asked_by}。",
            "本结果仅说明截至核查截止日，是否存在依据本系统记录的处理决定而限制上述事项的情形。",
            f"核验码：{said.code}。凭编号和核验码可在本平台“/verify/”页面核验。",
        ),
        issuer=bureau,
        dated=written_day(said.checked_on),
        tables=(table,),
    )
