"""Until when a measure holds.

Source: the county's plan: “取消其当年评先树优资格”, “五年内不得晋升职称”, “待聘一年”; how days are
counted is the bureau's default (domain A-13, A-14, A-17): from the day of the decision, which is
in; the last day is the one before the same date.
"""

from calendar import monthrange
from datetime import date, timedelta

from accountability.rules.table import LadderTable
from accountability.rules.windows import Window
from accountability.rules.words import MeasureCode


def last_day(start: date, *, months: int) -> date:
    """Return the last day of a term that begins on a day.

    Begun on the 29th of February, or the 31st of a month, it ends with the month in which there
    is no such date: never later than a term begun the day after.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    if start.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1])
    return date(year, month, start.day) - timedelta(days=1)


def ends_on(
    measure: MeasureCode, start: date, *, window: Window, table: LadderTable
) -> date | None:
    """Return the last day on which a measure decided on a day holds; None for what is done once."""
    if measure is MeasureCode.AWARD_BAN:
        # The award ban is of the year of the complaints, whenever it is decided.
        return window.last
    months = table.months_of(measure)
    return None if months is None else last_day(start, months=months)
