"""The application for strike-off (销号申请表) on paper, with blanks for what is not yet said."""

from collections.abc import Sequence
from dataclasses import dataclass

from bureau.papers import Paper, PaperTable

BLANK = "　"


@dataclass(frozen=True, slots=True)
class Application:
    """An application's words, as the paper writes them."""

    no: str
    institution: str
    problem: str
    measures: Sequence[str]
    result: str
    evidence: Sequence[str]
    self_check: str
    applied: str
    opinion: str
    approver: str
    closed: str


def application_form(one: Application, *, bureau: str) -> Paper:
    """Compose the form. What nobody has written yet is left to be filled in by hand."""
    measures = "；".join(f"{n}. {text}" for n, text in enumerate(one.measures, 1))
    rows = (
        ("台账编号", one.no),
        ("责任单位", one.institution),
        ("存在问题", one.problem),
        ("整改措施", measures),
        ("整改结果", one.result),
        ("佐证材料", "、".join(one.evidence)),
        ("单位自查结论", one.self_check),
        ("单位负责人签字", ""),
        ("申请日期", one.applied),
        ("验收意见", one.opinion),
        ("批准人", one.approver),
        ("销号日期", one.closed),
    )
    filled = tuple((label, value or BLANK) for label, value in rows)
    table = PaperTable(headings=("项目", "内容"), rows=filled, widths=(3, 9))
    return Paper(title="整改销号申请表", body=(), issuer=bureau, tables=(table,))
