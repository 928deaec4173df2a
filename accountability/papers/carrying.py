"""The papers with which measures are carried out: 约谈通知书, 约谈记录, 通报."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accountability.papers.road import ORGANS, Told, listed
from accountability.rules.carrying import Interviewed, Scope, TalkKind
from accountability.rules.words import MeasureCode, Organ
from bureau.papers import Paper, PaperTable
from bureau.papers.paper import written_day

BLANK = "　"
POSTS = {Interviewed.DEPUTY: "分管负责人", Interviewed.PRINCIPAL: "主要负责人"}
KINDS = {TalkKind.REMIND: "提醒约谈", TalkKind.ADMONISH: "告诫约谈", TalkKind.ACCOUNT: "问责约谈"}
READERS = {Scope.COUNTY: "各医疗卫生机构", Scope.SAME_KIND: "各同类医疗卫生机构"}
WITHIN = "此件限全县卫生健康系统内部传达，不得对外公布"


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """An interview as its papers name it. `decision` is the number of the decision."""

    no: str
    unit: str
    whom: Interviewed
    name: str
    decision: str
    decided_on: date
    reason: str
    meets_at: datetime
    place: str
    interviewers: str
    purpose: str
    bring: str
    contact: str
    post: str = ""
    """Position and professional title of a person who is no leader of the unit."""
    enclosed: Sequence[str] = ()

    @property
    def duty(self) -> str:
        return POSTS.get(self.whom, self.post)

    @property
    def who(self) -> str:
        return f"{self.unit}{POSTS.get(self.whom, '')}{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What the record says beside that; a demand comes with its number in the ledger."""

    kind: TalkKind
    held_on: date
    recorder: str
    facts: str
    cases: str
    demands: Sequence[tuple[str, str]]
    due_on: date | None
    position: str
    signed: str
    attachments: Sequence[str]


def summons(said: Called, *, bureau: str) -> Paper:
    """Compose the summons to an interview (约谈通知书): a letter."""
    to_whom = f"{said.unit}{said.name}同志" if said.whom is Interviewed.PERSON else said.unit
    facts = (
        ("约谈对象", f"{said.who}同志"),
        ("约谈时间", _written_time(said.meets_at)),
        ("约谈地点", said.place),
        ("约谈人", said.interviewers),
        ("约谈目的", said.purpose.rstrip("。")),
        ("携带材料", said.bring.rstrip("。") or "无"),
        ("联系方式", said.contact),
    )
    listed_facts = (f"{n}. {label}：{text}。" for n, (label, text) in enumerate(facts, 1))
    return Paper(
        title="约谈通知书",
        masthead=bureau,
        addressees=to_whom,
        body=(
            f"约谈事由：{said.reason.rstrip('。')}。依据{written_day(said.decided_on)}处理决定书"
            f"（{said.decision}），本局决定进行约谈。现将有关事项通知如下：",
            *listed_facts,
            "请约谈对象本人按时参加，不得委托他人。确因特殊情况不能按时参加的，应当提前告知本局。",
        ),
        issuer=bureau,
        letter=True,
        attachments=tuple(said.enclosed),
    )


def minutes(said: Called, record: Minutes, *, bureau: str) -> Paper:
    """Compose the record of an interview (约谈记录), to be signed by those who were there."""
    demands = "；".join(f"{n}. {text}（{no}）" for n, (text, no) in enumerate(record.demands, 1))
    rows = (
        ("约谈编号", said.no),
        ("约谈类型", KINDS[record.kind]),
        ("约谈对象", said.name),
        ("单位及职务", f"{said.unit}{said.duty}"),
        ("约谈依据", f"处理决定书（{said.decision}）"),
        ("约谈时间", written_day(record.held_on)),
        ("约谈地点", said.place),
        ("约谈人", said.interviewers),
        ("记录人", record.recorder),
        ("有关事实", record.facts),
        ("涉及投诉（抽查）编号", record.cases),
        ("整改要求", demands),
        ("整改时限", written_day(record.due_on) if record.due_on else ""),
        ("表态意见", record.position),
        ("签名", record.signed),
        ("附件", "、".join(record.attachments)),
    )
    filled = tuple((label, text or BLANK) for label, text in rows)
    table = PaperTable(headings=("项目", "内容"), rows=filled, widths=(3, 9))
    return Paper(title="约谈记录", body=(), issuer=bureau, tables=(table,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a bulletin says beside what was told."""

    scope: Scope
    facts: str
    decision: str
    organ: Organ
    on: date
    demands: str


def bulletin(told: Told, said: Published, *, bureau: str) -> Paper:
    """Compose the bulletin of criticism (通报); its title names nobody."""
    whom = f"{told.unit}{told.person}" if told.person else told.unit
    wanted = [line.strip() for line in said.demands.splitlines() if line.strip()]
    return Paper(
        title=f"关于{'虚假随访' if told.of_followups else '投诉'}责任追究情况的通报",
        masthead=bureau,
        addressees=READERS[said.scope],
        body=(
            "一、基本情况",
            f"{said.facts.rstrip('。')}。",
            "二、认定情况",
            f"以上经本局调查属实，{whom}{told.counted}。",
            "三、处理决定",
            f"依据{told.basis}，经{written_day(said.on)}{ORGANS[said.organ]}研究，本局作出处理决定"
            f"（{said.decision}），对{whom}作出以下处理：",
            *listed(told),
            "四、工作要求",
            *wanted,
        ),
        issuer=bureau,
        office=f"{bureau}办公室",
        note=WITHIN,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """Awards of a year that a decision revokes, and of whom."""

    unit: str
    person: str
    year: str
    decision: str
    decided_on: date
    awards: Sequence[str]


def awards_letter(said: Awarded, *, bureau: str) -> Paper:
    """Compose the letter that revokes awards given already (关于撤销有关荣誉的函)."""
    wanted = (f"{n}. {one}。" for n, one in enumerate(said.awards, 1))
    return Paper(
        title="关于撤销有关荣誉的函",
        masthead=bureau,
        addressees=said.unit,
        body=(
            f"{written_day(said.decided_on)}，本局作出处理决定（{said.decision}），取消你单位"
            f"{said.person}同志{said.year}评先树优资格。该同志已获得的下列荣誉予以撤销：",
            *wanted,
            "请你单位收回有关证书和奖章，停止其因上述荣誉享受的待遇，并将办理情况书面报送本局人事科。",
        ),
        issuer=bureau,
        letter=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What a unit is told of somebody who works there: what holds, and until when; no more."""

    unit: str
    person: str
    decision: str
    decided_on: date
    measures: Sequence[tuple[MeasureCode, date, date | None, str]]


HELD = {
    MeasureCode.AWARD_BAN: "不予推荐{year}评先树优",
    MeasureCode.TITLE_PROMOTION_BAN: "不予受理其职称晋升",
    MeasureCode.PENDING_APPOINTMENT: "待聘，期间按工作方案只发基本工资",
}


def unit_notice(said: Running, *, bureau: str) -> Paper:
    """Compose the notice to the unit where somebody works (关于执行处理决定的通知)."""
    wanted = (
        f"{n}. {HELD[code].format(year=year)}，自{written_day(first)}起"
        f"{f'至{written_day(last)}止' if last else ''}。"
        for n, (code, first, last, year) in enumerate(said.measures, 1)
    )
    return Paper(
        title="关于执行处理决定的通知",
        masthead=bureau,
        addressees=said.unit,
        body=(
            f"{written_day(said.decided_on)}，本局对你单位{said.person}同志作出处理决定"
            f"（{said.decision}），现已生效。请你单位按以下要求执行：",
            *wanted,
            "请按规定办理聘用、工资等手续，期限届满或收到本局解除、变更、撤销的决定后及时恢复，并将办理"
            "情况书面报送本局人事科。",
        ),
        issuer=bureau,
        letter=True,
    )


def _written_time(at: datetime) -> str:
    return f"{written_day(at.date())}{at.hour}时{at.minute:02}分"
