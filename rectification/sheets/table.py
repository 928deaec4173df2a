"""The old ledger as a kind of book that can be found in a workbook."""

from bureau import sheet_tables
from bureau.sheet_tables import Layout, TableFault, TableRefused
from bureau.sheet_tables import SheetTable as OldLedger
from bureau.workbooks import Workbook
from rectification.sheets.columns import MUST_HAVE, READ

__all__ = ["LEDGER", "MOST_ROWS", "OldLedger", "TableFault", "TableRefused", "find_table"]

MOST_ROWS = 1_000
LEDGER = Layout(READ, MUST_HAVE, MOST_ROWS)


def find_table(workbook: Workbook) -> OldLedger:
    """Find the one ledger in a workbook; hidden sheets count if no other looks like one.

    :raises TableRefused: if there is none or more than one, or it has no rows or too many.
    """
    return sheet_tables.find_table(workbook, LEDGER)
