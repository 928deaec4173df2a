"""The sheet of a case (投诉处理单) on paper: the whole course, as its reader may know it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bureau.papers import Paper, PaperTable

SIGNED = "　\n签字：　　　　　　　　年　　月　　日"
NONE = "无"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case's words as the sheet writes them; who complained is masked, or kept out of it."""

    no: str
    received: str
    channel: str
    kind: str
    institution: str
    category: str
    first_receiver: str
    handler: str
    complainant: str
    words: str
    demand: str
    due: Sequence[str]
    dispatched: Sequence[str]
    reports: Sequence[str]
    statements: Sequence[str]
    findings: Sequence[str]
    answers: Sequence[str]
    callbacks: Sequence[str]
    rectification: Sequence[str]
    course: Sequence[tuple[str, str]]
    state: str


def case_sheet(one: Sheet, *, bureau: str) -> Paper:
    """Compose the sheet. The lines for signatures at its end are filled in by hand."""
    rows = (
        ("投诉编号", one.no),
        ("收到时间", one.received),
        ("来源和类型", f"{one.channel}，{one.kind}"),
        ("被投诉机构", one.institution),
        ("投诉类别", one.category),
        ("首诉接待人", one.first_receiver),
        ("承办人", one.handler),
        ("投诉人", one.complainant),
        ("投诉内容", one.words),
        ("诉求", one.demand),
        ("时限", _lines(one.due)),
        ("交办情况", _lines(one.dispatched)),
        ("机构核查情况", _lines(one.reports)),
        ("情况说明", _lines(one.statements)),
        ("认定结果", _lines(one.findings)),
        ("答复情况", _lines(one.answers)),
        ("回访情况", _lines(one.callbacks)),
        ("整改情况", _lines(one.rectification)),
        ("办理状态", one.state),
        ("承办科室意见", SIGNED),
        ("局领导意见", SIGNED),
    )
    whole = PaperTable(
        headings=("项目", "内容"),
        rows=tuple((label, said or NONE) for label, said in rows),
        widths=(3, 9),
    )
    course = PaperTable(
        headings=("时间", "办理经过"), rows=tuple(one.course), widths=(4, 9), caption="办理经过"
    )
    return Paper(title="投诉处理单", body=(), issuer=bureau, tables=(whole, course))


def _lines(said: Sequence[str]) -> str:
    return "；".join(said)
