"""What answers a review or an appeal, takes back, and puts right: 复核、申诉、撤销、更正、恢复."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from accountability.papers.carrying import READERS
from accountability.papers.road import COUNTED, MEASURES, ORGANS, term
from accountability.rules.carrying import Scope
from accountability.rules.words import MeasureCode, Organ, Outcome, RemedyKind, Task
from bureau.papers import Paper
from bureau.papers.paper import written_day

TITLES = {
    RemedyKind.REVIEW: "复核决定书",
    RemedyKind.APPEAL: "申诉处理决定书",
    RemedyKind.RE_APPEAL: "再申诉处理决定书",
    RemedyKind.GROUND: "撤销决定书",
}
ASKS = {
    RemedyKind.REVIEW: "申请复核",
    RemedyKind.APPEAL: "提出申诉",
    RemedyKind.RE_APPEAL: "提出再申诉",
}
NEXT = {
    RemedyKind.REVIEW: (
        "如不服本决定，可以自收到本决定之日起{days}日内向县事业单位人事综合管理部门提出申诉。"
        "申诉期间不停止执行，不因提出申诉加重处理。"
    ),
    RemedyKind.APPEAL: (
        "如不服本决定，可以自收到本决定之日起{days}日内向上一级事业单位人事综合管理部门提出再申诉。"
        "再申诉期间不停止执行，不因提出再申诉加重处理。"
    ),
    RemedyKind.RE_APPEAL: "本决定为最终决定。",
}
"""How each answer ends: to whom, and within how many days, one may go on."""
RESULTS = {
    Outcome.UPHELD: "维持原处理决定。",
    Outcome.VARIED: "变更原处理决定，减轻如下：",
    Outcome.REVOKED: "撤销原处理决定。",
}
RESTORED = {
    Task.AWARDS: "恢复{year}评先树优资格，此前因该处理未予推荐的，由所在单位按程序补报",
    Task.BAN_REMOVED: "解除不得晋升职称的限制，自{day}起可以按规定申报、聘任",
    Task.BACK_PAY: "恢复原岗位和工资待遇，待聘期间少发的工资由所在单位补发",
}
NOTHING: Mapping[Task, date] = MappingProxyType({})
STILL = {
    Task.AWARDS: "不再因本处理取消{year}评先树优资格，但因另一处理决定，该限制仍执行至{day}",
    Task.BAN_REMOVED: "不再因本处理限制晋升职称，但因另一处理决定，不得晋升职称的限制仍执行至{day}",
    Task.BACK_PAY: "不再因本处理待聘，但因另一处理决定，待聘仍执行至{day}",
}
"""As it is said of what another decision keeps back."""
SHORTENED = {
    MeasureCode.TITLE_PROMOTION_BAN: "不得晋升职称",
    MeasureCode.PENDING_APPOINTMENT: "待聘",
}
"""Measures with a term, as a notice names one whose term was made shorter."""


@dataclass(frozen=True, slots=True)
class Left:
    """One measure after the answer: until when it holds now; None with `falls` for one that fell.

    What is done once has no last day. `is_cut` is one that holds on for a shorter term: of its
    `months` there are `left_months`, where these are whole.
    """

    code: MeasureCode
    falls: bool
    last: date | None = None
    is_cut: bool = False
    months: int | None = None
    left_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a paper says of a decision that was looked at again.

    Of what was only noticed `decided_on` is None, and the number is that of the notice.
    """

    kind: RemedyKind
    person: str
    unit: str
    year: str
    decision_no: str
    decided_on: date | None
    asked_on: date
    outcome: Outcome
    left: Sequence[Left]
    opinion: str
    organ: Organ
    minutes_no: str
    on: date
    appeal_days: int
    noticed_on: date | None = None
    is_served: bool = True

    @property
    def you(self) -> str:
        return "你" if self.person else "你单位"

    @property
    def addressee(self) -> str:
        return f"{self.unit}{self.person}同志" if self.person else self.unit

    @property
    def decision(self) -> str:
        if self.decided_on is None:
            day = written_day(self.noticed_on or self.on)
            return f"本局{day}送达的拟处理告知书（{self.decision_no}）"
        return f"本局{written_day(self.decided_on)}作出的处理决定（{self.decision_no}）"

    @property
    def fate(self) -> str:
        """Return what became of the decision: made lighter it stands, whatever else ends it."""
        is_lighter = self.outcome is Outcome.VARIED and self.kind is not RemedyKind.GROUND
        return "变更" if is_lighter else "撤销"


def answer(said: Answered, *, bureau: str) -> Paper:
    """Compose the answer to a review or an appeal (复核决定书、申诉处理决定书)."""
    body = [
        f"{said.you}不服{said.decision}，于{written_day(said.asked_on)}{ASKS[said.kind]}。",
        said.opinion,
        f"经{written_day(said.on)}{ORGANS[said.organ]}（{said.minutes_no}）研究，决定"
        f"{RESULTS[said.outcome]}",
        *(_left(said) if said.outcome is Outcome.VARIED else ()),
    ]
    if said.person:
        body.append(NEXT[said.kind].format(days=said.appeal_days))
    return _paper(said, body, bureau)


def revocation(said: Answered, *, bureau: str) -> Paper:
    """Compose the decision to take back (撤销决定书)."""
    what = (
        f"撤销该处理决定，其中的各项处理措施自{written_day(said.on)}起不再执行。"
        if said.decided_on
        else "撤销该告知书，不再作出处理。"
    )
    body = [
        f"{said.decision}所依据的事实认定已经发生变化。{said.opinion.rstrip('。')}。",
        f"经{written_day(said.on)}{ORGANS[said.organ]}（{said.minutes_no}）研究，决定{what}",
    ]
    if said.is_served:
        body.append("已经执行的，由本局会同所在单位在原范围内予以更正，恢复有关资格和待遇。")
    return _paper(said, body, bureau)


def _left(said: Answered) -> list[str]:
    lines = [_one(one, said) for one in said.left]
    last = len(lines) - 1
    return [f"（{COUNTED[n]}）{text}{'。' if n == last else '；'}" for n, text in enumerate(lines)]


def _one(one: Left, said: Answered) -> str:
    name = MEASURES[one.code].format(year=said.year, term=term(one.months))
    if one.falls:
        return f"撤销“{name}”"
    if one.is_cut and one.left_months and one.last:
        shorter = f"由{term(one.months)}缩短为{term(one.left_months)}"
        return f"“{name}”的执行期限{shorter}，执行至{written_day(one.last)}止"
    return f"“{name}”执行至{written_day(one.last)}止" if one.last else f"维持“{name}”"


def _paper(said: Answered, body: Sequence[str], bureau: str) -> Paper:
    return Paper(
        title=TITLES[said.kind], masthead=bureau, addressees=said.addressee, body=tuple(body),
        issuer=bureau, office=f"{bureau}办公室",
    )  # fmt: skip


def correction(said: Answered, *, bulletin: str, scope: Scope, bureau: str) -> Paper:
    """Compose the correction of a bulletin, to whoever read it, by its number (更正通报)."""
    whom = f"{said.unit}{said.person}" if said.person else said.unit
    return Paper(
        title="更正通报",
        masthead=bureau,
        addressees=READERS[scope],
        body=(
            f"因{said.decision}已于{written_day(said.on)}{said.fate}，此前依据该决定对{whom}作出的全县通报"
            f"批评{f'（{bulletin}）' if bulletin else ''}相应撤销，不再作为任何评价、考核的依据。",
            "请收到原通报的各单位在原传达范围内予以更正，消除影响。",
        ),
        issuer=bureau,
        office=f"{bureau}办公室",
    )


def restoration(
    said: Answered, tasks: Collection[Task], *, bureau: str, still: Mapping[Task, date] = NOTHING
) -> Paper:
    """Compose the notice to the unit of what is given back (恢复资格待遇通知书).

    What another decision keeps back `still` is not given back; it says until when.
    """
    whom = f"对{said.person}同志" if said.person else ""
    lines = [
        STILL[one].format(year=said.year, day=written_day(still[one]))
        if one in still
        else RESTORED[one].format(year=said.year, day=written_day(said.on))
        for one in Task
        if one in tasks and one in RESTORED
    ]
    if Task.SHORTER_TERM in tasks:
        lines += [
            f"“{SHORTENED[one.code]}”的执行期限缩短，执行至{written_day(one.last)}止"
            for one in said.left
            if one.is_cut and one.last
        ]
    listed = [f"（{COUNTED[n]}）{text}。" for n, text in enumerate(lines)]
    return Paper(
        title="恢复资格待遇通知书",
        masthead=bureau,
        addressees=said.unit,
        body=(
            f"因{said.decision}已于{written_day(said.on)}{said.fate}，请你单位{whom}办理以下事项：",
            *listed,
            "办理情况请于收到本通知后十个工作日内书面报送本局人事科。",
        ),
        issuer=bureau,
        office=f"{bureau}办公室",
    )
