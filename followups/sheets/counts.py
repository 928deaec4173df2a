"""Ages, ordinals and yes or no, in the words people use for them."""

import re

YEARS = re.compile(r"\A(-?\d{1,6})(?:\.\d{1,3})?(?:(?:岁|周岁|y)(?:\d{1,2}个?月)?)?\Z", re.ASCII)
UNDER_A_YEAR = re.compile(r"\A\d{1,3}(?:个?半?月|天|日|周|小时)(?:\d{1,2}天)?\Z", re.ASCII)
ORDINAL = re.compile(r"\A第?(\d{1,2})次?(?:随访)?\Z", re.ASCII)
CHINESE_DIGITS = {"首": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
YES = frozenset(("是", "需", "需要", "要", "应访", "y", "yes", "true", "1", "√", "✓", "对", "补报"))
NO = frozenset(("否", "不需", "不需要", "无需", "不", "n", "no", "false", "0", "×", "x", "✗", "无"))


def read_age(word: str) -> int | None:
    """Read an age in whole years; an infant's days and months are no years."""
    if match := YEARS.match(word):
        years = int(match[1])
        # "-0.5" is below nought too.
        return -1 if word.startswith("-") and years == 0 else years
    return 0 if UNDER_A_YEAR.match(word) else None


def read_ordinal(word: str) -> int | None:
    """Read which time it was: 2, 第2次, 二."""
    for sign, number in CHINESE_DIGITS.items():
        word = word.replace(sign, str(number))
    match = ORDINAL.match(word)
    return (int(match[1]) or None) if match else None


def read_flag(word: str) -> bool | None:
    """Read yes or no."""
    return word in YES if word in YES or word in NO else None
