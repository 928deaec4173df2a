"""Official papers of this app: figures in, papers out. Their words are Chinese, as on paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bureau.papers import Paper, PaperTable, plan_of, written_day
from followups.papers import anchor, percent, state_words
from followups.rules.register import Ratio, RegisterState

Figures = Mapping[str, Any]

ADDRESSEES = "各乡镇卫生院，县直各医疗卫生单位"
NOT_IN = RegisterState.MISSING
OWING = (NOT_IN, RegisterState.PARTIAL)
# Blanks of a line that is filled in by hand, or by nobody.
NONE = "—"


def share(ratio: Ratio) -> str:
    """Write a share with the two numbers it comes from."""
    return f"{percent(ratio)}（{ratio.numerator}/{ratio.denominator}）"


def basis(bureau: str) -> str:
    return f"根据{plan_of(bureau)}关于出院患者随访的要求"


def month_words(month: date) -> str:
    return f"{month.year}年{month.month}月"


def month_notice(
    figures: Figures, *, bureau: str, day: date | None = None, made_good: Collection[str] = ()
) -> Paper:
    """Compose the bureau's notice (通报) on one month's registers from its frozen figures.

    `made_good` are the codes of those that have handed in by `day`, the drafting, what they had
    not at the closing: their standing stays, and nothing is demanded that has been done.
    """
    month = date.fromisoformat(figures["month"])
    about = f"{month_words(month)}出院患者随访登记表报送情况"
    return Paper(
        title=f"关于{about}的通报",
        masthead=f"{bureau}文件",
        addressees=ADDRESSEES,
        body=tuple(_month_body(figures, about, bureau, _Meanwhile(day, frozenset(made_good)))),
        issuer=bureau,
        office=f"{bureau}办公室",
        attachments=("各机构报送和随访情况",),
        tables=(_houses(figures["lines"]),),
        note=anchor(figures),
    )


@dataclass(frozen=True, slots=True)
class _Meanwhile:
    """Who has made good by the day of the drafting what was missing at the closing."""

    day: date | None
    codes: frozenset[str]

    def names(self, lines: Sequence[Mapping[str, Any]], *, done: bool) -> list[str]:
        return [line["name"] for line in lines if (line["code"] in self.codes) is done]


def _month_body(figures: Figures, about: str, bureau: str, meanwhile: _Meanwhile) -> list[str]:
    late = [f"{line['name']}（{line['late_days']}天）" for line in _late(figures)]
    missing, partly = _in_state(figures, NOT_IN), _in_state(figures, RegisterState.PARTIAL)
    total = figures["total"]
    followed = share(Ratio(total["reached"], total["eligible"]))
    timely = share(Ratio(total["timely"], total["eligible"]))
    return [
        f"{basis(bureau)}，现将{about}通报如下：",
        "一、报送情况",
        f"截至{written_day(date.fromisoformat(figures['due_on']))}24时，"
        f"应报{figures['expected']}家，实报{figures['received']}家，按时{figures['on_time']}家，"
        f"按时率{percent(Ratio(figures['on_time'], figures['expected']))}。",
        *_named("迟交", late),
        *_named("部分报送", partly),
        *_named("未交", missing),
        *_made_good(figures, meanwhile),
        "二、随访情况",
        f"全县出院{total['discharged']}人，应访{total['eligible']}人，访到{total['reached']}人，"
        f"随访率{followed}，及时率{timely}。各机构情况见附件。",
        "三、有关要求",
        *_demands(figures, meanwhile),
    ]


def _made_good(figures: Figures, meanwhile: _Meanwhile) -> list[str]:
    names = meanwhile.names(_owing(figures), done=True)
    if not names or meanwhile.day is None:
        return []
    return _named(f"截至{written_day(meanwhile.day)}已补交", names)


def _owing(figures: Figures) -> list[Mapping[str, Any]]:
    return [line for line in figures["lines"] if line["state"] in OWING]


def _in_state(figures: Figures, state: RegisterState) -> list[str]:
    return [line["name"] for line in figures["lines"] if line["state"] == state]


def _late(figures: Figures) -> list[Mapping[str, Any]]:
    return [line for line in figures["lines"] if line["state"] == RegisterState.LATE]


def _named(label: str, names: Sequence[str]) -> list[str]:
    return [f"{label}{len(names)}家：{'、'.join(names)}。"] if names else []


def _demands(figures: Figures, meanwhile: _Meanwhile) -> list[str]:
    """Demand only what is still owed on the day of the drafting, and name who owes it."""
    owing = _owing(figures)
    missing = meanwhile.names([one for one in owing if one["state"] == NOT_IN], done=False)
    partly = meanwhile.names([one for one in owing if one["state"] != NOT_IN], done=False)
    demands = []
    if missing:
        demands.append(f"尚未报送的{'、'.join(missing)}要立即补交，并书面说明原因。")
    if partly:
        demands.append(f"部分报送的{'、'.join(partly)}要立即补齐其余各行。")
    if _late(figures):
        demands.append("迟交的单位要查找原因，指定专人，确保下月按时报送。")
    return [*demands, "各单位要对照附件核实本单位数据，如有出入，及时与局医政医管科联系。"]


def _houses(lines: Sequence[Mapping[str, Any]]) -> PaperTable:
    rows = tuple(
        (
            line["name"],
            state_words(line),
            str(line["rates"]["discharged"]),
            str(line["rates"]["eligible"]),
            str(line["rates"]["reached"]),
            percent(Ratio(line["rates"]["reached"], line["rates"]["eligible"])),
            percent(Ratio(line["rates"]["timely"], line["rates"]["eligible"])),
        )
        for line in lines
    )
    return PaperTable(
        headings=("机构", "报送", "出院（人）", "应访（人）", "访到（人）", "随访率", "及时率"),
        rows=rows,
        widths=(26, 13, 13, 13, 13, 11, 11),
        caption="各机构报送和随访情况",
        apart=True,
    )


def reminder_notice(
    *,
    institution: str,
    month: date,
    due_on: date,
    reminded: int,
    day: date,
    bureau: str,
    before: str = "",
) -> Paper:
    """Compose the notice (催办通知书) to one institution whose register of a month is not in."""
    overdue = (day - due_on).days
    told = f"期间已提醒{reminded}次，" if reminded else ""
    told += f"已发催办通知书（{before}），" if before else ""
    return Paper(
        title="出院患者随访登记表催办通知书",
        masthead=bureau,
        addressees=institution,
        body=(
            f"{basis(bureau)}，你单位{month_words(month)}出院患者随访登记表应于"
            f"{written_day(due_on)}24时前报送。截至{written_day(day)}，已逾期{overdue}天，"
            f"{told}仍未收到。",
            "请你单位接到本通知后立即报送，并在报送时写明逾期原因。当月无出院患者的，请作零报告。",
            "逾期情况按月通报，并作为年度考核依据。",
        ),
        issuer=bureau,
        office=f"{bureau}办公室",
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt tells of one version of a register."""

    number: str
    institution: str
    month: date
    version: int
    arrived: str
    submitted: str
    by: str
    due_on: date
    standing: str
    rows: str
    late_days: int = 0
    after_closing: bool = False
    file: str = ""
    sha256: str = ""
    reason: str = ""


def _came(receipt: Receipt) -> str:
    """Tell of this one file when it came, whatever an earlier one made of the month."""
    came = f"截止后{receipt.late_days}天收到" if receipt.late_days else "截止前收到"
    closed = "；封账后报送，已封账的数字不变" if receipt.after_closing else ""
    return f"{came}{closed}"


def receipt_slip(receipt: Receipt, *, bureau: str, day: date) -> Paper:
    """Compose the receipt (报送回执) of one version: a slip of the system, without a seal."""
    facts = [
        ("机构", receipt.institution),
        ("月份", month_words(receipt.month)),
        ("版本", f"第{receipt.version}版"),
        ("收到时间", receipt.arrived),
        ("提交时间", receipt.submitted),
        ("提交人", receipt.by or NONE),
        ("截止时间", f"{written_day(receipt.due_on)}24时"),
        ("本次报送", _came(receipt)),
        ("本月报送情况", receipt.standing),
        ("行数", receipt.rows),
    ]
    if receipt.reason:
        facts.append(("原因", receipt.reason))
    if receipt.sha256:
        facts += [("文件", receipt.file), ("文件指纹（SHA-256）", receipt.sha256)]
    check = "持有同一文件者可算出同一指纹，以资核对。" if receipt.sha256 else ""
    return Paper(
        title="出院患者随访登记表报送回执",
        number=f"编号：{receipt.number}",
        body=(f"本回执由系统出具，不加盖公章。{check}",),
        issuer=bureau,
        dated=written_day(day),
        tables=(PaperTable((), tuple(facts), (28, 72)),),
    )
