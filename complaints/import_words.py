"""The labels of bringing cases in from a sheet, and what is said of each fault and its remedy."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.choices import by_word
from bureau.import_states import RowState
from bureau.sheet_tables import TableFault
from complaints.sheets.books import Book
from complaints.sheets.problems import FaultCode

BOOKS = by_word(
    {
        Book.ORDERS: pgettext_lazy("book", "Orders of the 12345 hotline"),
        Book.OLD_BOOK: pgettext_lazy("book", "Old complaint book"),
    }
)
ROW_STATES = by_word(
    {
        RowState.NEW: pgettext_lazy("import row", "new"),
        RowState.UNCHANGED: pgettext_lazy("import row", "registered already"),
        RowState.REFUSED: pgettext_lazy("import row", "refused"),
    }
)
ACTS = {
    "receive_case_import": pgettext_lazy("act", "Book of cases handed in"),
    "map_case_import": pgettext_lazy("act", "Columns of a book of cases said"),
    "confirm_case_import": pgettext_lazy("act", "Book of cases taken in"),
    "withdraw_case_import": pgettext_lazy("act", "Book of cases laid aside"),
    "download_case_import": pgettext_lazy("act", "Book of cases downloaded"),
}
TABLE_FAULTS = {
    TableFault.NO_HEADER: _(
        "No row of headings was found. At least these columns are needed: %(names)s. Put the"
        " headings in one row, or two, within the first 40 rows, and hand the file in again."
    ),
    TableFault.SEVERAL_SHEETS: _(
        "Several sheets look like such a book: %(names)s. Keep one of them in the file, or hide the"
        " others, and hand it in again."
    ),
    TableFault.NO_ROWS: _("Under the headings of sheet “%(names)s” stands no row. Fill it in."),
    TableFault.TOO_MANY_ROWS: _(
        "The sheet has more than %(names)s rows. Split it over several files."
    ),
}
FAULTS = {
    FaultCode.MISSING: _("Nothing stands here, and it is needed."),
    FaultCode.FORMULA_ERROR: _("A formula that cannot be calculated stands here."),
    FaultCode.TOO_LONG: _("Longer than %(most)s characters."),
    FaultCode.NOT_A_DATE: _("This is no day."),
    FaultCode.IMPOSSIBLE_DATE: _("There is no such day."),
    FaultCode.AMBIGUOUS_DATE: _("This can be read as several days."),
    FaultCode.DATE_OUT_OF_RANGE: _("The day lies outside %(first)s to %(last)s."),
    FaultCode.IN_FUTURE: _("This day is still to come."),
    FaultCode.BEFORE_RECEIVED: _("The day lies before it was received on %(received_on)s."),
    FaultCode.AFTER_RECEIVED: _("The day lies after it was received on %(received_on)s."),
    FaultCode.UNKNOWN_INSTITUTION: _("No institution has this name or code."),
    FaultCode.UNKNOWN_CATEGORY: _("There is no such entry in the list."),
    FaultCode.UNKNOWN_WORD: _("This word is not known here."),
    FaultCode.NO_DAY_OF_CLOSING: _("It is called done, and no day says when."),
    FaultCode.CLOSED_YET_OPEN: _("It has a day of closing and is not called done."),
    FaultCode.REPEATED_ROW: _("The same complaint stands in row %(row)s."),
    FaultCode.REPEATED_NUMBER: _("Row %(row)s has the same number."),
}
REMEDIES = {
    FaultCode.MISSING: _("Fill the cell in."),
    FaultCode.FORMULA_ERROR: _("Write the value itself."),
    FaultCode.TOO_LONG: _("Shorten it."),
    FaultCode.NOT_A_DATE: _("Write it like 2026-10-31."),
    FaultCode.IMPOSSIBLE_DATE: _("Write the right day, like 2026-10-31."),
    FaultCode.AMBIGUOUS_DATE: _("Write year, month and day, like 2026-10-31."),
    FaultCode.DATE_OUT_OF_RANGE: _("Write the right day, like 2026-10-31."),
    FaultCode.IN_FUTURE: _("Check the year."),
    FaultCode.BEFORE_RECEIVED: _("Put one of the two days right."),
    FaultCode.AFTER_RECEIVED: _("Put one of the two days right."),
    FaultCode.UNKNOWN_INSTITUTION: _("Write its code or its full name as in the directory."),
    FaultCode.UNKNOWN_CATEGORY: _("Write the name in the list, or empty the cell."),
    FaultCode.UNKNOWN_WORD: _("Write one of these: %(words)s."),
    FaultCode.NO_DAY_OF_CLOSING: _("Write the day on which it was done, or call it 办理中."),
    FaultCode.CLOSED_YET_OPEN: _("Call it 已办结, or empty the day."),
    FaultCode.REPEATED_ROW: _("Delete one of the two rows."),
    FaultCode.REPEATED_NUMBER: _("Put the number right, or delete one of the rows."),
}
