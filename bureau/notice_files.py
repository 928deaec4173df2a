"""A year's holiday notice as a list in a text file: the day, the kind of day, the holiday."""

import csv
import io
import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bureau.calendar import FIXED_HOLIDAYS

ENCODINGS = ("utf-8-sig", "gb18030")
DAY = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*", re.ASCII)
HOLIDAY_WORDS = frozenset({"放假", "休", "休息", "节假日", "假日", "holiday"})
MAKEUP_WORDS = frozenset({"上班", "班", "调休上班", "补班", "工作日", "makeup"})
LONGEST_NAME = 40
SATURDAY = 5


class NoticeFault(StrEnum):
    NO_TEXT = "no_text"
    NO_DAY = "no_day"  # written
    OTHER_YEAR = "other_year"  # written
    NAMED_TWICE = "named_twice"  # written
    NO_KIND = "no_kind"  # written
    NO_NAME = "no_name"
    NO_WEEKEND = "no_weekend"  # written
    FIXED_MISSING = "fixed_missing"  # written


class NoticeError(ValueError):
    """Why a file is no notice, with the line and what stands there."""

    def __init__(self, fault: NoticeFault, line: int = 0, written: str = ""):
        super().__init__(fault)
        self.fault, self.line, self.written = fault, line, written


class Notice(NamedTuple):
    holidays: dict[date, str]
    makeup_days: dict[date, str]


def read_notice(content: bytes, year: int) -> Notice:
    """Read a line a day; a first line without a day holds headings.

    :raises NoticeError: at the first line that is no day of the year, and where a holiday that
        every year has on its date is missing: half a notice would count the other half.
    """
    notice = Notice({}, {})
    for line, cells in enumerate(_rows(content), start=1):
        if not any(cells) or (line == 1 and not DAY.fullmatch(cells[0])):
            continue
        day, is_holiday, name = _line(cells, line, year)
        if day in notice.holidays or day in notice.makeup_days:
            raise NoticeError(NoticeFault.NAMED_TWICE, line, day.isoformat())
        (notice.holidays if is_holiday else notice.makeup_days)[day] = name
    for month, fixed in sorted(FIXED_HOLIDAYS):
        if date(year, month, fixed) not in notice.holidays:
            missing = date(year, month, fixed).isoformat()
            raise NoticeError(NoticeFault.FIXED_MISSING, written=missing)
    return notice


def _rows(content: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))]
        except (UnicodeDecodeError, csv.Error):
            continue
    raise NoticeError(NoticeFault.NO_TEXT)


def _line(cells: list[str], line: int, year: int) -> tuple[date, bool, str]:
    written, kind, name, *_rest = [*cells, "", ""]
    day = _day(written)
    if day is None:
        raise NoticeError(NoticeFault.NO_DAY, line, written)
    if day.year != year:
        raise NoticeError(NoticeFault.OTHER_YEAR, line, written)
    if kind.lower() not in HOLIDAY_WORDS | MAKEUP_WORDS:
        raise NoticeError(NoticeFault.NO_KIND, line, kind)
    is_holiday = kind.lower() in HOLIDAY_WORDS
    if not is_holiday and day.weekday() < SATURDAY:
        raise NoticeError(NoticeFault.NO_WEEKEND, line, written)
    if not 0 < len(name) <= LONGEST_NAME or "\x00" in name:
        raise NoticeError(NoticeFault.NO_NAME, line)
    return day, is_holiday, name


def _day(written: str) -> date | None:
    found = DAY.fullmatch(written)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
