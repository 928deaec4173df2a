"""A list of names as a workbook: found by its headings, each line as it was written."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from accountability.rules.eligibility import MOST_NAMES, Wanted
from bureau.sheet_cells import FORMULA_ERRORS, is_empty, narrow, normal_heading, plain, written
from bureau.sheet_tables import Column, cell_at
from bureau.workbook_checks import column_letters
from bureau.workbooks import Cell, Sheet, Workbook

ROWS_SEARCHED = 20
LONGEST = {"name": 60, "staff_no": 32, "phone": 32, "house": 100}
COLUMNS = (
    Column("name", "姓名", ("人员姓名", "申报人", "申报人姓名", "参评人", "候选人")),
    Column("staff_no", "工号", ("职工号", "人员编号", "员工编号", "员工号")),
    Column("phone", "联系电话", ("手机", "手机号", "手机号码", "电话", "联系方式")),
    Column("house", "单位", ("工作单位", "所在单位", "机构", "医疗机构", "单位名称", "机构名称")),
)
HEADINGS = {
    normal_heading(text): column.field
    for column in COLUMNS
    for text in (column.heading, *column.also)
}


class ListFault(StrEnum):
    NO_NAMES = "no_names"
    NO_ROWS = "no_rows"
    TOO_MANY = "too_many"
    NAME_MISSING = "name_missing"
    TOO_LONG = "too_long"
    NO_VALUE = "no_value"


class Fault(NamedTuple):
    """What is wrong where; `row` 0 and no column stand for the whole list."""

    code: ListFault
    row: int = 0
    column: str = ""
    said: str = ""


class ListRefused(Exception):
    """A workbook that is no list of names, or whose lines are not fit."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


def read_names(workbook: Workbook) -> list[Wanted]:
    """Read the first sheet that has a column of names; no line is left out.

    :raises ListRefused: naming every row and column that is not fit, or why there is no list.
    """
    sheets = sorted(workbook.sheets, key=lambda one: not one.visible)
    headed = next(filter(None, map(_headed, sheets)), None)
    if headed is None:
        raise ListRefused([Fault(ListFault.NO_NAMES)])
    sheet, top, places = headed
    rows = list(_filled(sheet, top, places))
    if not rows:
        raise ListRefused([Fault(ListFault.NO_ROWS)])
    if len(rows) > MOST_NAMES:
        raise ListRefused([Fault(ListFault.TOO_MANY, said=str(len(rows)))])
    faults = [fault for number, cells in rows for fault in _faults(number, cells, places)]
    if faults:
        raise ListRefused(faults)
    return [
        Wanted(number, **{name: _text(cells, at) for name, at in places.items()})
        for number, cells in rows
    ]


def _headed(sheet: Sheet) -> tuple[Sheet, int, Mapping[str, int]] | None:
    """Find the row of headings; of two columns of one meaning the first is read."""
    for number, cells in enumerate(islice(sheet.rows, ROWS_SEARCHED), start=1):
        places: dict[str, int] = {}
        for at, cell in enumerate(cells, start=1):
            if field := HEADINGS.get(normal_heading(cell)):
                places.setdefault(field, at)
        if "name" in places:
            return sheet, number, places
    return None


def _filled(
    sheet: Sheet, top: int, places: Mapping[str, int]
) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, cells in enumerate(sheet.rows[top:], start=top + 1):
        if any(not is_empty(cell_at(cells, at)) for at in places.values()):
            yield number, cells


def _faults(number: int, cells: Sequence[Cell], places: Mapping[str, int]) -> Iterator[Fault]:
    for name, at in places.items():
        text, letters = _text(cells, at), column_letters(at)
        if text in FORMULA_ERRORS:
            yield Fault(ListFault.NO_VALUE, number, letters, text)
        elif len(text) > LONGEST[name]:
            yield Fault(ListFault.TOO_LONG, number, letters, text[:20])
        elif name == "name" and not text:
            yield Fault(ListFault.NAME_MISSING, number, letters)


def _text(cells: Sequence[Cell], at: int) -> str:
    return narrow(plain(written(cell_at(cells, at))))
