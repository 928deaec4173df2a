"""Working days as the State Council's yearly notice sets them, over plain values.

The start day never counts; the n-th working day counts to its end (24:00). A year whose
notice is not known falls back to Monday to Friday without the fixed-date holidays, and
everything reckoned with it is marked provisional.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)

# Month and day of the holidays that fall on the same date every year (全国年节及纪念日放假办法).
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
# The State Council tells of the next year's holidays in these weeks.
NOTICE_MONTH = 11


class Counting(StrEnum):
    """The three kinds of day of an explanation: 计, 调休 (which counts too) and 不计."""

    COUNTS = "counts"
    MAKEUP = "makeup"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day on the way to a due date; `nth` is its place among the counted, else 0."""

    day: date
    counting: Counting
    nth: int
    name: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A due date with every day that led to it; the start day itself is not among the steps."""

    start: date
    days: int
    steps: tuple[DayStep, ...]

    @property
    def due_on(self) -> date:
        return self.steps[-1].day

    @property
    def is_provisional(self) -> bool:
        return any(step.provisional for step in self.steps)


@dataclass(frozen=True)
class WorkCalendar:
    """`holidays` and `makeup_days` map a day to its name; `years` are those with a known notice."""

    holidays: Mapping[date, str] = field(default_factory=dict)
    makeup_days: Mapping[date, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_provisional(self, day: date) -> bool:
        return day.year not in self.years

    def is_workday(self, day: date) -> bool:
        if self.is_provisional(day):
            return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS
        if day in self.makeup_days:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def name_of(self, day: date) -> str:
        """Name the holiday a day belongs to or makes up for; empty for ordinary days."""
        return self.makeup_days.get(day) or self.holidays.get(day, "")

    def workdays_after(self, day: date) -> Iterator[date]:
        while True:
            day += ONE_DAY
            if self.is_workday(day):
                yield day

    def next_workday(self, day: date) -> date:
        return next(self.workdays_after(day))

    def add_workdays(self, start: date, days: int) -> date:
        """Find the day on which the `days`-th working day after `start` falls.

        :raises ValueError: if `days` is less than 1.
        """
        return self.term(start, days).due_on

    def term(self, start: date, days: int) -> Term:
        """Reckon `days` working days from `start` and keep every day's reason.

        Source: 医疗机构投诉管理办法 counts working days; the start day is excluded by the
        general rule on terms (民法典 art. 201).

        :raises ValueError: if `days` is less than 1.
        """
        if days < 1:
            raise ValueError("days must be at least 1")
        steps: list[DayStep] = []
        counted = 0
        day = start
        while counted < days:
            day += ONE_DAY
            counting = self._counting(day)
            counted += counting is not Counting.NOT
            nth = counted if counting is not Counting.NOT else 0
            steps.append(DayStep(day, counting, nth, self.name_of(day), self.is_provisional(day)))
        return Term(start, days, tuple(steps))

    def _counting(self, day: date) -> Counting:
        if not self.is_workday(day):
            return Counting.NOT
        if day in self.makeup_days and not self.is_provisional(day):
            return Counting.MAKEUP
        return Counting.COUNTS


def year_to_load(day: date, years: Collection[int]) -> int | None:
    """Name the year whose notice is wanted: this one, and from 1 November the next as well."""
    wanted = [day.year] if day.month < NOTICE_MONTH else [day.year, day.year + 1]
    return next((year for year in wanted if year not in years), None)
