"""Days as people type them into spreadsheets, read without guessing.

Every pattern is anchored, reads ASCII digits only and has no nested repeats, so a hostile cell
costs no more than its length; texts over `LONGEST` characters are no dates at all.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bureau.workbooks import Cell

FIRST_DAY = date(1950, 1, 1)
LAST_DAY = date(2099, 12, 31)
LONGEST = 40
SERIAL_ZERO = date(1899, 12, 30)
SERIAL_OF_A_DAY_THAT_NEVER_WAS = 60
"""Spreadsheets count a 29 February 1900."""

SEPARATOR = r"[年月./\-_。、,\s]{1,3}"
CLOCK = r"(?:[T\s日号]{1,3}\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d{1,6})?)?[秒分Z]?)?"
YEAR_FIRST = re.compile(
    rf"\A(\d{{4}}){SEPARATOR}(\d{{1,2}}){SEPARATOR}(\d{{1,2}})[日号]?{CLOCK}\Z", re.ASCII
)
YEAR_LAST = re.compile(
    rf"\A(\d{{1,2}}){SEPARATOR}(\d{{1,2}}){SEPARATOR}(\d{{4}}|\d{{2}}|\d)[年日号]?{CLOCK}\Z",
    re.ASCII,
)
NO_YEAR = re.compile(r"\A(\d{1,2})[月./\-](\d{1,2})[日号]?\Z", re.ASCII)
DIGITS = re.compile(r"\A\d{5,8}\Z", re.ASCII)
DECIMAL = re.compile(r"\A(\d{5})\.\d{1,12}\Z", re.ASCII)

NEAR = timedelta(days=400)
"""What is on one sheet lies within a year or so of its month."""
ORDERS = ("ymd", "mdy", "dmy")
TENTHS_THAT_MAY_BE_TENS = (1, 2, 3)


class DayFault(StrEnum):
    NOT_A_DATE = "not_a_date"
    IMPOSSIBLE_DATE = "impossible_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"  # first, last


@dataclass(frozen=True, slots=True)
class NoDay:
    """Why a cell is no day, and the days it may have meant."""

    fault: DayFault
    suggestions: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayReader:
    """Reads the cells of one column of a sheet of `month`.

    `order` settles what 9/5/26 means ("mdy", "dmy" or "ymd"); without it such a cell is an error
    with both days as suggestions. A day without a year gets the year nearest to the month.
    """

    month: date
    order: str = ""

    def read(self, cell: Cell, text: str) -> date | NoDay:
        """Read a cell; `text` is what stands there, freed of full width and invisible signs."""
        if isinstance(cell, date):
            return self.read_day(cell)
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return self.read_number(float(cell))
        return self.read_text(text)

    def read_text(self, text: str) -> date | NoDay:
        """Read a text already freed of full width, blanks at its ends and invisible signs."""
        if len(text) > LONGEST:
            return NoDay(DayFault.NOT_A_DATE)
        if "月" in text:
            text = text.replace(" ", "")
        if match := YEAR_FIRST.match(text):
            year, month, day = map(int, match.groups())
            return self._day(year, month, day)
        if match := YEAR_LAST.match(text):
            return self._short(text)
        if match := NO_YEAR.match(text):
            month, day = map(int, match.groups())
            return self._without_year(month, day)
        if match := DECIMAL.match(text):
            return self._serial(int(match[1]))
        if DIGITS.match(text) and len(text) in (5, 8):
            return self._digits(text)
        return NoDay(DayFault.NOT_A_DATE)

    def read_number(self, number: float) -> date | NoDay:
        """Read a serial, 20261005 or a day that became 10.5; nothing else is a date."""
        if number != number or not 1 <= number < 1e8:
            return NoDay(DayFault.NOT_A_DATE)
        if number >= 1e7:
            return self._digits(str(int(number)))
        if number < 13 and number != int(number):
            return self._decimal_day(number)
        return self._serial(int(number))

    def read_day(self, day: date) -> date | NoDay:
        """Take a day the spreadsheet itself knew to be one, within reason."""
        day = day.date() if isinstance(day, datetime) else day
        if FIRST_DAY <= day <= LAST_DAY:
            return day
        facts = {"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}
        return NoDay(DayFault.DATE_OUT_OF_RANGE, facts=facts)

    def _digits(self, text: str) -> date | NoDay:
        if len(text) == 5:
            return self._serial(int(text))
        return self._day(int(text[:4]), int(text[4:6]), int(text[6:]))

    def _serial(self, serial: int) -> date | NoDay:
        if serial == SERIAL_OF_A_DAY_THAT_NEVER_WAS:
            return NoDay(DayFault.IMPOSSIBLE_DATE)
        if serial > 100_000:
            return NoDay(DayFault.NOT_A_DATE)
        return self.read_day(SERIAL_ZERO + timedelta(days=serial))

    def _decimal_day(self, number: float) -> date | NoDay:
        month, _, digits = repr(number).partition(".")
        if not digits.isdigit() or len(digits) > 2:
            return NoDay(DayFault.NOT_A_DATE)
        if len(digits) == 1 and int(digits) in TENTHS_THAT_MAY_BE_TENS:
            # 10.1 was typed, or 10.10 and the nought was dropped: both are offered.
            either = (self._nearest(int(month), int(digits) * times) for times in (1, 10))
            return self._ambiguous(day for day in either if day)
        return self._without_year(int(month), int(digits))

    def _without_year(self, month: int, day: int) -> date | NoDay:
        nearest = self._nearest(month, day)
        return nearest or self._impossible(self.month.year, month, day)

    def _nearest(self, month: int, day: int) -> date | None:
        middle = self.month.replace(day=15)
        years = (self.month.year + shift for shift in (0, -1, 1))
        days = [found for year in years if (found := day_of(year, month, day))]
        return min(days, key=lambda found: abs(found - middle), default=None)

    def _short(self, text: str) -> date | NoDay:
        readings = short_readings(text, self.month)
        days = set(readings.values())
        if len(days) == 1:
            return self.read_day(days.pop())
        if self.order in readings:
            return self.read_day(readings[self.order])
        if days:
            return self._ambiguous(days)
        match = YEAR_LAST.match(text)
        last = match[3] if match else ""
        if match and len(last) == 4:
            return self._impossible(int(last), int(match[1]), int(match[2]))
        return NoDay(DayFault.IMPOSSIBLE_DATE)

    def _day(self, year: int, month: int, day: int) -> date | NoDay:
        found = day_of(year, month, day)
        return self.read_day(found) if found else self._impossible(year, month, day)

    def _impossible(self, year: int, month: int, day: int) -> NoDay:
        """Offer the days one slip of the fingers away, nearest to the sheet's month first.

        Which of them fit the row is found out with the row.
        """
        middle = self.month.replace(day=15)
        days = sorted(slips(year, month, day), key=lambda found: (abs(found - middle), found))
        suggestions = tuple(found.isoformat() for found in days)
        return NoDay(DayFault.IMPOSSIBLE_DATE, suggestions)

    def _ambiguous(self, days: Iterable[date]) -> NoDay:
        suggestions = tuple(found.isoformat() for found in sorted(days))
        return NoDay(DayFault.AMBIGUOUS_DATE, suggestions)


def day_of(year: int, month: int, day: int) -> date | None:
    """Make a day, or nothing where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def slips(year: int, month: int, day: int) -> set[date]:
    """Find the days from which an impossible one came by swapping two digits, or day and month."""
    found = {day_of(year, day, month)} if day <= 12 or month <= 12 else set()
    digits = f"{month:02d}{day:02d}"
    for first in range(4):
        for second in range(first + 1, 4):
            signs = list(digits)
            signs[first], signs[second] = signs[second], signs[first]
            swapped = "".join(signs)
            found.add(day_of(year, int(swapped[:2]), int(swapped[2:])))
    return {one for one in found if one and FIRST_DAY <= one <= LAST_DAY}


def short_readings(text: str, month: date) -> dict[str, date]:
    """Read 9/5/26 in each order that makes a day near the sheet's month.

    Where no order does (a stay of many years), every day that is not after the month will do.
    """
    match = YEAR_LAST.match(text) if len(text) <= LONGEST else None
    if not match:
        return {}
    first, second, last = match.groups()
    if len(last) == 4:
        written = {"mdy": (last, first, second), "dmy": (last, second, first)}
    elif len(last) == 2 or len(first) == 2:
        written = {
            "ymd": (first, second, last),
            "mdy": (last, first, second),
            "dmy": (last, second, first),
        }
        written = {order: parts for order, parts in written.items() if len(parts[0]) == 2}
    else:
        return {}
    days = {
        order: found
        for order, parts in written.items()
        if (found := day_of(_century(parts[0]), int(parts[1]), int(parts[2])))
    }
    middle = month.replace(day=15)
    near = {order: day for order, day in days.items() if abs(day - middle) <= NEAR}
    return near or {order: day for order, day in days.items() if day.year <= month.year}


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def possible_orders(texts: Iterable[str], month: date) -> tuple[str, ...]:
    """List the orders a column's short dates leave open; nothing to ask if fewer than two.

    One date that can be read in one way only settles the whole column.
    """
    left = set(ORDERS)
    open_still = False
    for text in texts:
        readings = short_readings(text, month)
        if not readings:
            continue
        left &= set(readings)
        open_still = open_still or len(set(readings.values())) > 1
    return tuple(order for order in ORDERS if order in left) if open_still else ()
