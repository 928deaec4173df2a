"""Which measures hold on a day, and what they keep somebody from.

Source: the county's plan: “取消其当年评先树优资格”, “五年内不得晋升职称”, “待聘一年”. A measure
holds once the decision was served and put in effect, and until it was lifted or taken back; of
several the latest end decides, unless the rules have their terms added up (domain A-14).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from accountability.rules.measures import last_day
from accountability.rules.words import MeasureCode, ProposalState


class Purpose(StrEnum):
    """What somebody is looked up for (domain A-15, A-16, A-17)."""

    AWARD = "award"
    TITLE = "title"
    APPOINTMENT = "appointment"


KEPT_FROM: Mapping[MeasureCode, Purpose] = {
    MeasureCode.AWARD_BAN: Purpose.AWARD,
    MeasureCode.TITLE_PROMOTION_BAN: Purpose.TITLE,
    MeasureCode.PENDING_APPOINTMENT: Purpose.APPOINTMENT,
}
TAKEN_AWAY = frozenset({ProposalState.LIFTED, ProposalState.REVOKED, ProposalState.VARIED})
"""States from whose day on nothing holds. What ran its full term was not taken away."""


class Imposed(NamedTuple):
    """A measure that took effect, and what became of it; both days of its term are in it.

    `year` is the year of the complaints, or of the awards kept back; `gone_on` the first day on
    which it held no more. `awards` are those that its rules keep back, `scope` what a ban on
    promotion keeps from. `runs_from` is the first day of its own months, where it follows on
    others; the `months` are those that a review or an appeal left.
    """

    code: MeasureCode
    first: date
    last: date | None
    year: int
    effect_from: date
    gone_on: date | None = None
    done_on: date | None = None
    number: str = ""
    awards: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    months: int | None = None
    adds_up: bool = False
    proposal: int = 0
    runs_from: date | None = None

    def is_there(self, day: date) -> bool:
        """Test if it had taken effect by a day, and had not been taken away."""
        return self.effect_from <= day and (self.gone_on is None or day < self.gone_on)

    def holds(self, day: date) -> bool:
        """Test if it holds on a day; what is done once, until the day on which it was done."""
        if not self.is_there(day) or day < self.first:
            return False
        if self.last is None:
            return self.done_on is None or day < self.done_on
        return day <= self.last

    def keeps_from(self, purpose: Purpose, *, day: date, year: int, award: str = "") -> bool:
        """Test if it keeps somebody from something, as asked on a day.

        Awards are kept back by their year, which may be over when they are given (A-13), and by
        their kind, where one is asked for (A-15).
        """
        if KEPT_FROM.get(self.code) is not purpose:
            return False
        if purpose is Purpose.AWARD:
            is_meant = not award or award in self.awards
            return self.is_there(day) and self.year == year and is_meant
        return self.holds(day)


def stacked(measures: Iterable[Imposed]) -> list[Imposed]:
    """Let each ban on promotion whose rules say so follow on those that run as it begins.

    Only its last day moves. Of what was taken away the days that it held are left to follow on.
    """
    found, until = [], date.min
    for one in sorted(measures, key=lambda one: (one.first, one.effect_from, one.proposal)):
        made = one
        if one.code is MeasureCode.TITLE_PROMOTION_BAN and one.last:
            if one.adds_up and one.months and until >= one.first:
                made = _following(one, until)
            until = max(until, _held_until(made))
        found.append(made)
    return found


def _following(one: Imposed, until: date) -> Imposed:
    start = until + timedelta(days=1)
    assert one.months is not None  # noqa: S101
    return one._replace(last=last_day(start, months=one.months), runs_from=start)


def _held_until(one: Imposed) -> date:
    last = one.last or date.max
    return last if one.gone_on is None else min(last, one.gone_on - timedelta(days=1))


def holding(measures: Iterable[Imposed], day: date) -> list[Imposed]:
    """Return what holds on a day, in the order in which it was imposed."""
    return sorted((one for one in measures if one.holds(day)), key=lambda one: one.effect_from)


def obstacle(
    measures: Iterable[Imposed], purpose: Purpose, *, day: date, year: int, award: str = ""
) -> Imposed | None:
    """Return what keeps somebody from something; of several the one that ends last."""
    found = [one for one in measures if one.keeps_from(purpose, day=day, year=year, award=award)]
    return max(found, key=lambda one: (one.last or date.max, one.effect_from), default=None)
