"""What the plan leaves open of its bans, as words of the rules.

Source: the county's plan: “取消其当年评先树优资格”, “五年内不得晋升职称”; which awards are meant,
what becomes of those given already, with what a ban on promotion begins, what several come to, and
what it keeps from are the bureau's defaults (domain A-13 to A-16).
"""

from datetime import date
from enum import StrEnum

from accountability.rules.windows import Window, window_from


class LateAward(StrEnum):
    """What follows where awards of the year were given before the ban was decided (A-13)."""

    REVOKE = "revoke"
    NEXT_YEAR = "next_year"


class BanStart(StrEnum):
    """With what a ban on promotion begins (A-14)."""

    DECISION = "decision"
    SERVED = "served"
    EFFECT = "effect"


class BanStack(StrEnum):
    """What becomes of several bans: the latest end decides, or their terms add up (A-14)."""

    MAX = "max"
    SUM = "sum"


class BanScope(StrEnum):
    """What somebody is kept from who may not be promoted: to apply, to be appointed."""

    APPLY = "apply"
    APPOINT = "appoint"


AWARDS = ("先进个人", "优秀工作者", "优秀医师", "优秀护士")
"""The kinds of awards at first: the bureau lists its own and those of its units."""


def award_window(window: Window, *, is_given: bool, late: LateAward) -> Window:
    """Return the year whose awards are kept back: that of the complaints, or the next one."""
    if not is_given or late is LateAward.REVOKE:
        return window
    return window_from(window.first.replace(year=window.first.year + 1))


def begins_on(day: date, *, holds_from: date) -> date:
    """Return the first day of a ban that begins with what happened on a day.

    Where the decision names a later day, that day.
    """
    return max(day, holds_from)
