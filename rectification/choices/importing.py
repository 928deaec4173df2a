"""The labels of bringing an old ledger in, and what is said of each fault and its remedy."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.choices import by_word
from bureau.import_states import RowState
from rectification.sheets.problems import FaultCode
from rectification.sheets.table import TableFault

ROW_STATES = by_word(
    {
        RowState.NEW: pgettext_lazy("import row", "new"),
        RowState.UNCHANGED: pgettext_lazy("import row", "in the ledger already"),
        RowState.REFUSED: pgettext_lazy("import row", "refused"),
    }
)
ACTS = {
    "receive_import": pgettext_lazy("act", "Old ledger handed in"),
    "map_import": pgettext_lazy("act", "Columns of an old ledger said"),
    "confirm_import": pgettext_lazy("act", "Old ledger taken in"),
    "withdraw_import": pgettext_lazy("act", "Old ledger laid aside"),
    "download_import": pgettext_lazy("act", "Old ledger downloaded"),
}
TABLE_FAULTS = {
    TableFault.NO_HEADER: _(
        "No row of headings was found. The ledger needs at least these columns: %(names)s. Put the"
        " headings in one row, or two, within the first 40 rows, and hand the file in again."
    ),
    TableFault.SEVERAL_SHEETS: _(
        "Several sheets look like a ledger: %(names)s. Keep one of them in the file, or hide the"
        " others, and hand it in again."
    ),
    TableFault.NO_ROWS: _("Under the headings of sheet “%(names)s” stands no row. Fill it in."),
    TableFault.TOO_MANY_ROWS: _(
        "The ledger has more than %(names)s rows. Split it over several files."
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
    FaultCode.BEFORE_FOUND: _("The day lies before the problem was found on %(found_on)s."),
    FaultCode.UNKNOWN_INSTITUTION: _("No institution has this name or code."),
    FaultCode.UNKNOWN_WORD: _("This word is not known here."),
    FaultCode.UNKNOWN_LEADER: _("No leader of this institution or of the bureau has this name."),
    FaultCode.UNKNOWN_SECTION: _("The bureau has no section of this name."),
    FaultCode.UNKNOWN_CATEGORY: _("There is no such entry in the list."),
    FaultCode.NO_DAY_OF_STRIKE_OFF: _("It is called struck off, and no day says when."),
    FaultCode.STRUCK_OFF_YET_OPEN: _("It has a day of strike-off and is not called struck off."),
    FaultCode.NOT_SEEN_ON_SITE: _(
        "Of high severity and struck off, and nothing says that it was seen on site."
    ),
    FaultCode.REPEATED_ROW: _("The same problem stands in row %(row)s."),
    FaultCode.REPEATED_NUMBER: _("Row %(row)s has the same number and another problem."),
    FaultCode.NUMBER_OF_ANOTHER: _("%(no)s in the ledger has this number and another problem."),
    FaultCode.NUMBER_OF_ANOTHER_SECTION: _(
        "An item that another section keeps has this number and another problem."
    ),
}
WHERE_THE_NUMBER_STANDS = _(
    "What stands in the ledger is changed there. If this is another problem, put the year before"
    " its number, or do not read the column."
)
REMEDIES = {
    FaultCode.MISSING: _("Fill the cell in."),
    FaultCode.FORMULA_ERROR: _("Write the value itself."),
    FaultCode.TOO_LONG: _("Shorten it, or say the rest under Remark."),
    FaultCode.NOT_A_DATE: _("Write it like 2026-10-31."),
    FaultCode.IMPOSSIBLE_DATE: _("Write the right day, like 2026-10-31."),
    FaultCode.AMBIGUOUS_DATE: _("Write year, month and day, like 2026-10-31."),
    FaultCode.DATE_OUT_OF_RANGE: _("Write the right day, like 2026-10-31."),
    FaultCode.IN_FUTURE: _("Check the year."),
    FaultCode.BEFORE_FOUND: _("Put one of the two days right."),
    FaultCode.UNKNOWN_INSTITUTION: _("Write its code or its full name as in the directory."),
    FaultCode.UNKNOWN_WORD: _("Write one of these: %(words)s."),
    FaultCode.UNKNOWN_LEADER: _(
        "Write who is in office (%(names)s), empty the cell, or enter the leader in the directory"
        " first."
    ),
    FaultCode.UNKNOWN_SECTION: _("Write sections of the bureau (%(names)s), or empty the cell."),
    FaultCode.UNKNOWN_CATEGORY: _("Write the name in the list, or empty the cell."),
    FaultCode.NO_DAY_OF_STRIKE_OFF: _(
        "Write the day of strike-off; if nobody has seen it gone yet, call it 整改中."
    ),
    FaultCode.STRUCK_OFF_YET_OPEN: _("Call it 已销号, or empty the day of strike-off."),
    FaultCode.NOT_SEEN_ON_SITE: _(
        "If it was seen on site, write 现场 in the column on verification; if not, call it 整改中."
    ),
    FaultCode.REPEATED_ROW: _("Delete one of the two rows."),
    FaultCode.REPEATED_NUMBER: _("Put the number right, or empty it in one of the rows."),
    FaultCode.NUMBER_OF_ANOTHER: WHERE_THE_NUMBER_STANDS,
    FaultCode.NUMBER_OF_ANOTHER_SECTION: WHERE_THE_NUMBER_STANDS,
}
