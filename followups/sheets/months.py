"""A whole workbook of another month: one sentence about the file, not one for each of its rows."""

from collections import Counter
from collections.abc import Sequence

from followups.rules.problems import ProblemCode
from followups.sheets.checking import CheckedRow
from followups.sheets.table import TableFault, TableProblem

FEWEST_ROWS = 3
"""Of fewer rows each one is told what is wrong with it."""
NEARLY_ALL = 0.9


def of_this_month(rows: Sequence[CheckedRow]) -> Sequence[CheckedRow]:
    """Hand on the rows of a file, unless nearly all are of one other month: the wrong file.

    :raises TableProblem: naming the month that the file seems to be of.
    """
    months = Counter(
        problem.facts["found"]
        for row in rows
        for problem in row.problems
        if problem.code is ProblemCode.OUTSIDE_MONTH
    )
    for month, count in months.most_common(1):
        if len(rows) >= FEWEST_ROWS and count >= NEARLY_ALL * len(rows):
            raise TableProblem(TableFault.OTHER_MONTH, [month])
    return rows
