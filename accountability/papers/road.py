"""The papers of the road: 拟处理告知书, 处理决定书, 送达回证."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountability.rules.bans import BanStart
from accountability.rules.words import Heard, MeasureCode, Organ, ServedBy
from bureau.papers import Paper, PaperTable
from bureau.papers.paper import written_day

BLANK = "　"
COUNTED = "一二三四五六七八九"
MEASURES = {
    MeasureCode.COUNTY_BULLETIN: "在全县卫生健康系统通报批评",
    MeasureCode.AWARD_BAN: "取消{year}评先树优资格",
    MeasureCode.TITLE_PROMOTION_BAN: "{term}内不得晋升职称",
    MeasureCode.PENDING_APPOINTMENT: "待聘{term}，待聘期间只发基本工资",
    MeasureCode.INTERVIEW_DEPUTY: "约谈你单位分管负责人",
    MeasureCode.INTERVIEW_PRINCIPAL: "约谈你单位主要负责人",
    MeasureCode.PARTY_GROUP_DECISION: "由局党组研究处理意见",
    MeasureCode.DEPARTMENT_TALK: "由本局有关科室进行提醒谈话，不再通报批评",
}
ORGANS = {
    Organ.BUREAU_MEETING: "局长办公会",
    Organ.PARTY_GROUP: "局党组会议",
    Organ.APPEAL_BODY: "县事业单位人事综合管理部门",
}
BEGINS = {
    BanStart.SERVED: "自本决定送达之日起计算",
    BanStart.EFFECT: "自本决定生效之日起计算",
}
HEARD = {
    Heard.RECEIVED: "你{unit}于{day}提出陈述申辩，本局已予听取。",
    Heard.WAIVED: "你{unit}于{day}表示放弃陈述申辩。",
    Heard.EXPIRED: "你{unit}在规定期限内未提出陈述申辩。",
}
WAYS = {
    ServedBy.IN_PERSON: "直接送达",
    ServedBy.BY_UNIT: "委托单位转交",
    ServedBy.BY_POST: "邮寄送达",
    ServedBy.LEFT: "留置送达",
}


@dataclass(frozen=True, slots=True)
class Imposed:
    """A measure as a paper writes it; its days are known once it is decided.

    Of a ban on awards `year` is the year whose awards are kept back, where it is not the year of
    the complaints, and `revoked` are those given already.
    """

    code: MeasureCode
    months: int | None
    first: date | None = None
    last: date | None = None
    year: str = ""
    revoked: Sequence[str] = ()
    begins: BanStart = BanStart.DECISION
    adds_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What both papers say. Of a person `person` is set, and the unit is where they work."""

    person: str
    unit: str
    year: str
    times: str
    facts: str
    basis: str
    measures: Sequence[Imposed]
    is_joint: bool = False
    of_followups: bool = False

    @property
    def counted(self) -> str:
        """Word how much counts; of a head's, that it was others of the department."""
        if self.is_joint:
            return f"{self.year}因所负责科室人员被投诉，连带计入{self.times}次"
        if self.of_followups:
            return f"{self.year}累计认定虚假随访{self.times}次"
        return f"{self.year}累计计入投诉{self.times}次"

    @property
    def you(self) -> str:
        return "你" if self.person else "你单位"

    @property
    def addressee(self) -> str:
        return f"{self.unit}{self.person}同志" if self.person else self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the decision says beside that."""

    notice_no: str
    notice_on: date
    heard: Heard
    heard_on: date
    opinion: str
    organ: Organ
    minutes_no: str
    on: date
    review_days: int
    appeal_days: int
    talk_reason: str = ""


def notice(told: Told, *, statement_days: int, bureau: str) -> Paper:
    """Compose the notice of what is intended (拟处理告知书)."""
    return Paper(
        title="拟处理告知书",
        masthead=bureau,
        addressees=told.addressee,
        body=(
            *_found(told),
            f"依据{told.basis}，拟对{told.you}作出以下处理：",
            *listed(told),
            f"{told.you}有权在收到本告知书的次日起{statement_days}个工作日内，以书面或者口头形式向"
            "本局人事科进行陈述和申辩，并可以提交证据。逾期未提出的，视为放弃陈述申辩。"
            "本局不因陈述申辩加重处理。",
        ),
        issuer=bureau,
        office=f"{bureau}办公室",
    )


def decision(told: Told, decided: Decision, *, bureau: str) -> Paper:
    """Compose the decision (处理决定书)."""
    unit = "" if told.person else "单位"
    heard = HEARD[decided.heard].format(unit=unit, day=written_day(decided.heard_on))
    return Paper(
        title="处理决定书",
        masthead=bureau,
        addressees=told.addressee,
        body=(
            *_found(told),
            f"本局于{written_day(decided.notice_on)}送达拟处理告知书（{decided.notice_no}）。{heard}",
            decided.opinion,
            *(
                [f"改为提醒谈话的理由：{decided.talk_reason.rstrip('。')}。"]
                if decided.talk_reason
                else []
            ),
            f"依据{told.basis}，经{written_day(decided.on)}{ORGANS[decided.organ]}"
            f"（{decided.minutes_no}）研究，决定：",
            *listed(told),
            _remedies(told, decided),
        ),
        issuer=bureau,
        office=f"{bureau}办公室",
    )


def _found(told: Told) -> tuple[str, ...]:
    return (*_paragraphs(told.facts), f"以上已经本局调查认定，{told.counted}。")


def _paragraphs(facts: str) -> list[str]:
    """Begin with 经查, which officers often write themselves; each line is a paragraph."""
    lines = [one.strip() for one in facts.splitlines() if one.strip()]
    began = "".join(lines[:1]).removeprefix("经查").lstrip("，,：: ")
    *others, last = [f"经查，{began}", *lines[1:]]
    return [*others, f"{last.rstrip('。')}。"]


def listed(told: Told) -> list[str]:
    """Word the measures, one a line where there are several."""
    said = [_measure(one, told.year) for one in told.measures]
    if len(said) == 1:
        return [f"{said[0]}。"]
    last = len(said) - 1
    return [f"（{COUNTED[n]}）{text}{'。' if n == last else '；'}" for n, text in enumerate(said)]


def _measure(one: Imposed, year: str) -> str:
    said = MEASURES[one.code].format(year=one.year or year, term=term(one.months))
    if one.revoked:
        said += f"，撤销已授予的下列荣誉：{'、'.join(one.revoked)}"
    days = BEGINS.get(one.begins, "")
    if one.months is None or not (days or (one.first and one.last)):
        return said
    if one.adds_up:
        days = days or (f"自{written_day(one.first)}起计算" if one.first else "")
        return f"{said}（{days}，此前同类处理期限尚未届满的，期限累计计算）"
    if not days and one.first and one.last:
        days = f"自{written_day(one.first)}起至{written_day(one.last)}止"
    return f"{said}（{days}）"


def term(months: int | None) -> str:
    """Word a number of months, in years where it is whole years."""
    years, rest = divmod(months or 0, 12)
    return f"{years}年" if years and not rest else f"{months}个月"


def _remedies(told: Told, decided: Decision) -> str:
    review = f"如不服本决定，可以自收到本决定之日起{decided.review_days}日内向本局书面申请复核"
    if not told.person:
        return f"{review}。复核期间不停止本决定的执行。"
    return (
        f"{review}；对复核结果不服的，可以自收到复核决定之日起{decided.appeal_days}日内"
        "向县事业单位人事综合管理部门提出申诉。复核、申诉期间不停止本决定的执行，"
        "不因申请复核、提出申诉加重处理。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says; what nobody has noted yet is filled in by hand."""

    no: str
    document: str
    number: str
    addressee: str
    way: ServedBy | None = None
    receiver: str = ""
    served_on: date | None = None
    place: str = ""
    witnesses: str = ""


def receipt(one: Receipt, *, bureau: str) -> Paper:
    """Compose the receipt of service (送达回证)."""
    rows = (
        ("处理编号", one.no),
        ("送达文书", f"{one.document}（{one.number}）"),
        ("受送达人", one.addressee),
        ("送达方式", WAYS[one.way] if one.way else ""),
        ("收件人", one.receiver),
        ("送达日期", written_day(one.served_on) if one.served_on else ""),
        ("送达地点", one.place),
        ("见证人", one.witnesses),
        ("收件人签名", ""),
        ("送达人签名", ""),
        ("备注", ""),
    )
    filled = tuple((label, value or BLANK) for label, value in rows)
    table = PaperTable(headings=("项目", "内容"), rows=filled, widths=(3, 9))
    return Paper(title="送达回证", body=(), issuer=bureau, tables=(table,))
