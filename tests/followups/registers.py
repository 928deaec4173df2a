"""Small registers to try things on, and the samples as read."""

from datetime import date
from functools import cache
from pathlib import Path

from bureau.workbooks import Sheet, Workbook, read_workbook
from followups.rules.rows import Roster
from followups.rules.words import Severity
from followups.sheets import BY_FIELD, check_rows, find_table
from followups.sheets.cells import reader_for

SAMPLES = Path(__file__).parent.parent / "samples"
MONTH = date(2026, 10, 1)
DAY = date(2026, 11, 8)
OWN = "371323A01"
HEADINGS = ["姓名", "住院号", "出院日期", "联系电话", "随访时间", "随访结果"]


@cache
def sample(start):
    """Read a sample once, by the beginning of its name."""
    [path] = SAMPLES.glob(f"{start}*")
    return read_workbook(path.read_bytes())


@cache
def roster(code):
    staff = sample("07").sheets[1].rows[1:]
    return Roster(
        frozenset(row[2] for row in staff if row[0] == code),
        frozenset(row[1] for row in staff if row[0] == code),
    )


def book(*rows, name="随访登记"):
    return Workbook([Sheet(name, True, rows)])


def person(number, **changes):
    cells = {
        "姓名": f"患者{number}",
        "住院号": f"ZY{number:05d}",
        "出院日期": "2026-10-05",
        "联系电话": f"138{number:08d}",
        "随访时间": "2026-10-12",
        "随访结果": "已随访",
    }
    return list((cells | changes).values())


def check(workbook, **options):
    wanted = {"month": MONTH, "institution_code": OWN, "day": DAY} | options
    return check_rows(find_table(workbook, month=MONTH), **wanted)


def faults(rows):
    return [(row.number, one.field, one.code) for row in rows for one in row.problems]


def read(field, cell, *, month=MONTH, order=""):
    """Read one cell of a field's column."""
    return reader_for(BY_FIELD[field], month=month, order=order)(cell)


def code_of(field, cell):
    """Tell the one error of a cell."""
    [problem] = read(field, cell).problems
    assert (problem.field, problem.severity) == (field, Severity.ERROR)
    return problem.code
