"""By which day what is due. The day on which a term starts does not count; its last day is in time.

Source: the bureau's defaults on the ledger (domain 8): a plan in 5 working days, what is put
right at once in 7 days, within a limit in 30.
"""

from datetime import date, timedelta

from bureau.calendar import WorkCalendar
from rectification.rules.table import STANDARD, LedgerTable
from rectification.rules.words import RectKind


def plan_due_on(issued_on: date, *, calendar: WorkCalendar, table: LedgerTable = STANDARD) -> date:
    return calendar.add_workdays(issued_on, table.plan_due_workdays)


def due_on(issued_on: date, kind: RectKind, *, table: LedgerTable = STANDARD) -> date:
    """Return the proposed last day; what is kept up for good is looked at anew then."""
    days = {
        RectKind.IMMEDIATE: table.immediate_days,
        RectKind.LIMITED: table.limited_days,
        RectKind.STANDING: table.standing_days,
    }
    return issued_on + timedelta(days=days[kind])


def verify_by(requested_on: date, *, calendar: WorkCalendar, table: LedgerTable = STANDARD) -> date:
    """Return by which day the bureau has looked whether a problem is gone."""
    return calendar.add_workdays(requested_on, table.verify_workdays)


def latest_extension(due: date, *, table: LedgerTable = STANDARD) -> date:
    """Return the latest day to which the one extension may move the due day."""
    return due + timedelta(days=table.most_extension_days)


def usual_latest(began_on: date, kind: RectKind, *, table: LedgerTable = STANDARD) -> date:
    """Return the latest day an order sets without saying why: its kind's with all an extension.

    A longer term is told with its reason, and so is a longer one by putting an order right.
    """
    return latest_extension(due_on(began_on, kind, table=table), table=table)


def publicity_until(verified_on: date, *, table: LedgerTable = STANDARD) -> date:
    """Return the last day of the public notice; on the day after it may be struck off."""
    return verified_on + timedelta(days=table.publicity_days)


def was_on_time(requested_on: date, due: date) -> bool:
    """Test if the unit said in time that it is done. How long the bureau looks is not its fault."""
    return requested_on <= due
