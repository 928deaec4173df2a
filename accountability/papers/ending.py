"""What tells whoever was told of measures that they end: 不予处理告知书, 解除处理决定书."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountability.papers.road import HEARD, ORGANS
from accountability.rules.words import Heard, Organ
from bureau.papers import Paper
from bureau.papers.paper import written_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What both papers say; `told_no` is the number of the notice, or of the decision.

    The body and its minutes stand where a meeting decided; else the bureau itself did.
    """

    person: str
    unit: str
    told_no: str
    told_on: date
    reason: str
    on: date
    organ: Organ | None = None
    minutes_no: str = ""

    @property
    def you(self) -> str:
        return "你" if self.person else "你单位"

    @property
    def addressee(self) -> str:
        return f"{self.unit}{self.person}同志" if self.person else self.unit

    @property
    def by_whom(self) -> str:
        if self.organ is None:
            return "经本局研究"
        return f"经{written_day(self.on)}{ORGANS[self.organ]}（{self.minutes_no}）研究"


def dismissal(said: Ended, *, heard: Heard, heard_on: date, bureau: str) -> Paper:
    """Compose what tells that nothing follows after a notice (不予处理告知书)."""
    unit = "" if said.person else "单位"
    statement = HEARD[heard].format(unit=unit, day=written_day(heard_on))
    return _paper(
        "不予处理告知书",
        said,
        [
            f"本局于{written_day(said.told_on)}向{said.you}送达拟处理告知书（{said.told_no}）。{statement}",
            f"{said.by_whom}，决定对{said.you}不予处理，该告知书所列的处理措施均不作出。理由："
            f"{said.reason.rstrip('。')}。",
            "本告知书不改变对有关事实的调查认定。",
        ],
        bureau,
    )


def lifting(said: Ended, *, measures: Sequence[str], bureau: str) -> Paper:
    """Compose the decision that lifts measures before their end (解除处理决定书)."""
    what = f"其中尚在执行的“{'”“'.join(measures)}”" if measures else "其中的各项处理措施"
    return _paper(
        "解除处理决定书",
        said,
        [
            f"本局于{written_day(said.told_on)}对{said.you}作出处理决定（{said.told_no}）。",
            f"{said.by_whom}，决定解除该处理决定，{what}自{written_day(said.on)}起不再执行。理由："
            f"{said.reason.rstrip('。')}。",
            "解除之前已经执行的部分不再变更。",
        ],
        bureau,
    )


def _paper(title: str, said: Ended, body: Sequence[str], bureau: str) -> Paper:
    return Paper(
        title=title, masthead=bureau, addressees=said.addressee, body=tuple(body), issuer=bureau,
        office=f"{bureau}办公室",
    )  # fmt: skip
