"""Books of cases on sheets: the hotline's orders, and an old complaint book.

`find_table` finds the rows in a workbook and proposes which column is what; `check_rows` says what
each row holds and what is wrong with it. Nothing here queries, reads the clock or words a sentence.
"""

from complaints.sheets.books import LAYOUTS, Book, find_table
from complaints.sheets.checking import CheckedRow, Known, check_rows
from complaints.sheets.problems import FaultCode, RowFault
from complaints.sheets.row_values import RowValues

__all__ = [
    "LAYOUTS",
    "Book",
    "CheckedRow",
    "FaultCode",
    "Known",
    "RowFault",
    "RowValues",
    "check_rows",
    "find_table",
]
