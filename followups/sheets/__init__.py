"""A follow-up register as hospitals really send it: read, asked about, checked and written.

`find_table` finds the register, `questions` what it leaves open, `notes` what is worth knowing,
`check_rows` what each row says and what is wrong with it, `write_template` the house template.
Nothing here queries, reads the clock or words a sentence.
"""

from bureau.sheet_cells import written
from followups.sheets.checking import CheckedRow, check_rows
from followups.sheets.columns import BY_FIELD, COLUMNS, Column
from followups.sheets.months import of_this_month
from followups.sheets.naming import institution_question, refuse_foreign
from followups.sheets.options import allowed_words, label_of
from followups.sheets.questions import (
    Note,
    NoteCode,
    Question,
    QuestionCode,
    notes,
    questions,
)
from followups.sheets.records import CODES, table_of_records
from followups.sheets.table import Table, TableFault, TableProblem, find_table
from followups.sheets.template import FIELDS, write_template

__all__ = [
    "BY_FIELD",
    "CODES",
    "COLUMNS",
    "FIELDS",
    "CheckedRow",
    "Column",
    "Note",
    "NoteCode",
    "Question",
    "QuestionCode",
    "Table",
    "TableFault",
    "TableProblem",
    "allowed_words",
    "check_rows",
    "find_table",
    "institution_question",
    "label_of",
    "notes",
    "of_this_month",
    "questions",
    "refuse_foreign",
    "table_of_records",
    "write_template",
    "written",
]
