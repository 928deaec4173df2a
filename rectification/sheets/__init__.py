"""The ledger on sheets: the county's columns, and an old ledger as its keepers really kept it.

`find_table` finds the ledger in a workbook, `propose` which column is what, `check_rows` what each
row says and what is wrong with it. Nothing here queries, reads the clock or words a sentence.
"""

from rectification.sheets.checking import CheckedRow, check_rows
from rectification.sheets.columns import (
    COLUMNS,
    HEADINGS,
    KIND_WORDS,
    LOOK_BACK_WORDS,
    METHOD_WORDS,
    MISSING,
    MUST_HAVE,
    NO,
    PRINTED,
    READ,
    SEVERITY_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    VERDICT_WORDS,
    YES,
    Column,
)
from rectification.sheets.directory import Directory
from rectification.sheets.problems import FaultCode, RowFault
from rectification.sheets.table import OldLedger, TableFault, TableRefused, find_table

__all__ = [
    "COLUMNS",
    "HEADINGS",
    "KIND_WORDS",
    "LOOK_BACK_WORDS",
    "METHOD_WORDS",
    "MISSING",
    "MUST_HAVE",
    "NO",
    "PRINTED",
    "READ",
    "SEVERITY_WORDS",
    "SOURCE_WORDS",
    "STATE_WORDS",
    "VERDICT_WORDS",
    "YES",
    "CheckedRow",
    "Column",
    "Directory",
    "FaultCode",
    "OldLedger",
    "RowFault",
    "TableFault",
    "TableRefused",
    "check_rows",
    "find_table",
]
