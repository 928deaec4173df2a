"""Why a workbook was not read, and how the person is told."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(StrEnum):
    """Why a workbook was not read; `REFUSALS` says it to the person."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    ENCRYPTED = "encrypted"
    OLD_FORMAT = "old_format"
    BINARY_FORMAT = "binary_format"
    OPEN_DOCUMENT = "open_document"
    MACROS = "macros"
    OTHER_DOCUMENT = "other_document"
    ARCHIVE = "archive"
    WEB_PAGE = "web_page"
    TEXT = "text"
    PDF = "pdf"
    PICTURE = "picture"
    NOT_WORKBOOK = "not_workbook"
    DAMAGED = "damaged"
    BOMB = "bomb"
    TOO_MANY_MEMBERS = "too_many_members"
    UNSAFE_NAMES = "unsafe_names"
    EMBEDDED_FILES = "embedded_files"
    ENTITIES = "entities"
    TOO_MANY_SHEETS = "too_many_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    FAR_CELL = "far_cell"
    LONG_CELL = "long_cell"
    TOO_MUCH_TEXT = "too_much_text"
    TOO_MANY_STYLES = "too_many_styles"
    IMPOSSIBLE_TIME = "impossible_time"
    BLANK = "blank"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    CANNOT_MARK = "cannot_mark"


REFUSALS: Mapping[Refusal, Promise] = {
    Refusal.EMPTY: _("This file is empty (0 bytes). Choose the workbook again."),
    Refusal.TOO_BIG: _(
        "This file has %(megabytes)s MB; at most %(limit)s MB can be uploaded. Delete pictures and "
        "sheets that are not needed, or split the table over several files."
    ),
    Refusal.ENCRYPTED: _(
        "This file is encrypted. Remove the password in WPS or Excel and upload it again."
    ),
    Refusal.OLD_FORMAT: _(
        "This is a workbook in the old format (.xls or .et). Open it in WPS or Excel, save it as "
        ".xlsx and upload that."
    ),
    Refusal.BINARY_FORMAT: _(
        "This is a binary workbook (.xlsb). Open it in Excel, save it as .xlsx and upload that."
    ),
    Refusal.OPEN_DOCUMENT: _(
        "This is an OpenDocument file (.ods). Open it, save it as .xlsx and upload that."
    ),
    Refusal.MACROS: _(
        "This workbook contains macros. Save it as .xlsx (a workbook without macros) and upload "
        "that."
    ),
    Refusal.OTHER_DOCUMENT: _(
        "This is a text document or a presentation, not a workbook. Copy the table into a "
        "workbook, save it as .xlsx and upload that."
    ),
    Refusal.ARCHIVE: _(
        "This is a compressed archive, not a workbook. Unpack it and upload the .xlsx file in it."
    ),
    Refusal.WEB_PAGE: _(
        "This is a web page or XML table with the name of a workbook, as some systems export it. "
        "Open it in WPS or Excel, save it as .xlsx and upload that."
    ),
    Refusal.TEXT: _(
        "This is a text file (such as .csv), not a workbook. Open it in WPS or Excel, save it as "
        ".xlsx and upload that."
    ),
    Refusal.PDF: _("This is a PDF, not a workbook. Upload the workbook it was made from."),
    Refusal.PICTURE: _("This is a picture, not a workbook. Upload the workbook itself."),
    Refusal.NOT_WORKBOOK: _(
        "This is not a workbook. Choose an .xlsx file; if your unit encrypts its files, take the "
        "encryption off first."
    ),
    Refusal.DAMAGED: _(
        "This file is damaged, or not written the way WPS and Excel write it. Open it in WPS or "
        "Excel, save it again as .xlsx and upload that."
    ),
    Refusal.BOMB: _(
        "Unpacked this file would take %(megabytes)s MB, which no register needs (at most "
        "%(limit)s MB). Copy the table into a new workbook and upload that."
    ),
    Refusal.TOO_MANY_MEMBERS: _(
        "This file consists of more than %(limit)s parts. Copy the table into a new workbook and "
        "upload that."
    ),
    Refusal.UNSAFE_NAMES: _(
        "Parts of this file have names that WPS and Excel never give. Copy the table into a new "
        "workbook and upload that."
    ),
    Refusal.EMBEDDED_FILES: _(
        "Another file is embedded in this workbook. Delete the embedded file, save the workbook "
        "and upload it again."
    ),
    Refusal.ENTITIES: _(
        "This file contains definitions that WPS and Excel never write. Copy the table into a new "
        "workbook and upload that."
    ),
    Refusal.TOO_MANY_SHEETS: _(
        "This workbook has %(sheets)s sheets; at most %(limit)s can be read. Keep only the sheets "
        "to be read and upload it again."
    ),
    Refusal.TOO_MANY_ROWS: _(
        "Sheet “%(sheet)s” has more than %(limit)s rows below its heading. Split it over several "
        "files."
    ),
    Refusal.TOO_MANY_COLUMNS: _(
        "Sheet “%(sheet)s” uses more than %(limit)s columns. Delete the columns that are not "
        "needed and upload it again."
    ),
    Refusal.TOO_MANY_CELLS: _(
        "This workbook has more than %(limit)s filled cells. Split it over several files."
    ),
    Refusal.FAR_CELL: _(
        "On sheet “%(sheet)s” cell %(cell)s holds something, far away from the table. Delete the "
        "rows below the table and the columns to its right, save and upload it again."
    ),
    Refusal.LONG_CELL: _(
        "On sheet “%(sheet)s” cell %(cell)s holds more than %(limit)s characters. Shorten it and "
        "upload the workbook again."
    ),
    Refusal.TOO_MUCH_TEXT: _(
        "This workbook holds more text than any register needs. Copy the table into a new workbook "
        "and upload that, or split it over several files."
    ),
    Refusal.TOO_MANY_STYLES: _(
        "This workbook defines more than %(limit)s cell formats. Copy the table into a new "
        "workbook as values and upload that."
    ),
    Refusal.IMPOSSIBLE_TIME: _(
        "On sheet “%(sheet)s”, row %(row)s, a number is formatted as a duration it cannot be. "
        "Format the cells of this row as text or number and upload the workbook again."
    ),
    Refusal.BLANK: _("No sheet of this workbook holds anything. Fill it in and upload it again."),
    Refusal.TIMED_OUT: _(
        "Reading this workbook took too long and was stopped. Try again later; if it happens "
        "again, copy the table into a new workbook or split it over several files."
    ),
    Refusal.OUT_OF_MEMORY: _(
        "This workbook needs too much memory to be read. Copy the table into a new workbook as "
        "values and upload that, or split it over several files."
    ),
    Refusal.CRASHED: _(
        "This workbook could not be read: the program that reads it stopped. Copy the table into a "
        "new workbook and upload that; if it happens again, tell the administrator."
    ),
    Refusal.CANNOT_MARK: _(
        "This workbook can be read but not marked up. Use the list of errors on the page, or copy "
        "the table into a new workbook and upload that."
    ),
}


class WorkbookRefused(Exception):
    """A workbook that cannot be taken; `str()` tells the person why and what to do.

    `facts["at"]`, where there is one, is for the log: where the child failed, never what it read.
    """

    def __init__(self, reason: Refusal, **facts: object) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts

    def __str__(self) -> str:
        return str(REFUSALS[self.reason]) % self.facts
