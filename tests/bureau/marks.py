"""Workbooks marked, for tests: notes made, copies opened and read."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from bureau.workbooks import (
    CellNote,
    annotate_workbook,
)

SAMPLES = Path(__file__).parent.parent / "samples"
PROBLEMS = SAMPLES / "04-一行一个问题.xlsx"
TITLE = "错误清单"
HEADER = ("行", "列", "您填的", "问题", "建议")
RED, YELLOW, GREEN = "FFFFB3B3", "FFFFEB9C", "FFC6EFCE"


def note(sheet: str, row: int, column: int, **more: str) -> CellNote:
    words = {"column_title": "电话", "value_text": "138", "problem": "只有3位", "remedy": "请补全"}
    return CellNote(sheet, row, column, **{**words, **more})


def annotated(content: bytes, *notes: CellNote, title: str = TITLE) -> bytes:
    return annotate_workbook(content, notes=notes, errors_title=title, errors_header=HEADER)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[Sequence[object]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
