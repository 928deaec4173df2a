"""How long a unit has for its report: by how many are asked, and by what the hotline leaves it."""

from datetime import date

from bureau.calendar import WorkCalendar
from complaints import selectors
from complaints.models import Case
from complaints.rules import clocks
from complaints.rules.table import CaseTable
from complaints.rules.words import ClockCode

MANY_DAYS = 366


def report_workdays(case: Case, day: date, calendar: WorkCalendar) -> int:
    """Return the working days of a unit that is given a case on a day, as its answer's term is."""
    table = selectors.table_on(day)
    many = case.clocks.filter(code=ClockCode.ANSWER_MANY, is_void=False).exists()
    length = table.unit_report_many_workdays if many else table.unit_report_workdays
    return min(length, _left_by_the_hotline(case, day, table, calendar))


def _left_by_the_hotline(case: Case, day: date, table: CaseTable, calendar: WorkCalendar) -> int:
    """Count the working days that an order leaves its unit: some are kept for the bureau's part."""
    orders = case.clocks.filter(code=ClockCode.HOTLINE_ANSWER, is_void=False, stopped_at=None)
    order = orders.first()
    if order is None:
        return MANY_DAYS
    left = clocks.days_left(order.due_on, day, calendar) - table.child_order_lead_workdays
    return max(left, 1)
