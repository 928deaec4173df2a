"""Whose register a workbook says it is: the institution its titles, or its column, name."""

import unicodedata
from collections.abc import Collection, Iterator
from itertools import islice

from bureau.sheet_cells import is_empty, narrow
from followups.sheets.questions import NO, YES, Answers, Question, QuestionCode
from followups.sheets.table import Table, TableFault, TableProblem

ROWS_ASKED = 50


def institution_question(
    table: Table, *, own: str, others: Collection[str], file_name: str = ""
) -> list[Question]:
    """Ask about a file that names another institution of the directory, and nowhere its own.

    The first one named counts, of two in one text the longer name. Where its own name stands
    too (a house and the one it belongs to), nothing is asked.
    """
    texts = [_plain(text) for text in _names_written(table, file_name)]
    if any(_plain(own) in text for text in texts):
        return []
    known = sorted(others, key=len, reverse=True)
    for text in texts:
        for name in known:
            if name and _plain(name) in text:
                facts = {"named": name, "own": own}
                code = QuestionCode.OTHER_INSTITUTION
                return [Question(code, "institution", (NO, YES), facts=facts)]
    return []


def refuse_foreign(questions: Collection[Question], answers: Answers) -> None:
    """Refuse a file of which its person says that it is the other institution's.

    :raises TableProblem: naming the institution that the file is of.
    """
    for question in questions:
        if question.code is QuestionCode.OTHER_INSTITUTION and answers.get(question.key) == NO:
            raise TableProblem(TableFault.OTHER_INSTITUTION, [question.facts["named"]])


def _names_written(table: Table, file_name: str) -> Iterator[str]:
    yield from table.titles
    yield table.sheet
    if "institution" in table.columns:
        cells = islice(table.column("institution"), ROWS_ASKED)
        yield from dict.fromkeys(str(cell) for cell in cells if not is_empty(cell))
    yield file_name


def _plain(text: str) -> str:
    return "".join(narrow(unicodedata.normalize("NFKC", text)).split())
